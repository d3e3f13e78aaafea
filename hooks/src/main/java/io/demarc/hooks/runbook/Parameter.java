/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.runbook;

import io.demarc.access.Printable;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a person gives when a run is started.
 *
 * @param allowed  the whole value has to match; values go into commands, so it should be narrow
 * @param fallback the value when none is given; null when there is none
 */
public record Parameter(
        String name,
        String description,
        boolean isRequired,
        Pattern allowed,
        @Nullable String fallback) {
    /** For parameters that say nothing else: a name or an address. */
    static final Pattern USUAL = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:-]{0,127}");

    /** Why the value can't be taken; empty when it can. */
    Optional<String> objectionTo(String value) {
        boolean isPlain = value.chars().noneMatch(Character::isISOControl);
        return isPlain && allowed.matcher(value).matches()
                ? Optional.empty()
                : Optional.of(
                        "parameter " + name + ": '" + Printable.of(value) + "' does not match " + allowed.pattern());
    }
}
