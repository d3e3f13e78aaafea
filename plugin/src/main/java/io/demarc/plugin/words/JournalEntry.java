/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.words;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One line of the journal.
 *
 * @param id         ascending, without meaning
 * @param atMillis   milliseconds since 1970-01-01 UTC
 * @param kind       begun, changed, refused, failed, event, attached, detached, inventory, unknown-command, ...
 * @param actorKind  see {@link Actor}
 * @param before     the port's state before, in words; null where it does not apply
 * @param wanted     what was wanted, in words
 * @param after      what was read back, in words
 * @param message    one line for a person
 * @param transcript what was said to the switch and by it, secrets masked; empty where nothing was, and once it
 *                   is too old to be kept
 */
public record JournalEntry(
        long id,
        long atMillis,
        String kind,
        String actorKind,
        String actorName,
        @Nullable String switchName,
        @Nullable String port,
        @Nullable String device,
        @Nullable Long networkId,
        @Nullable Integer vlan,
        @Nullable String before,
        @Nullable String wanted,
        @Nullable String after,
        @Nullable String problem,
        String message,
        List<String> transcript) {}
