/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.runbook;

import java.time.Instant;
import java.util.Optional;

/**
 * When a run wants to be advanced again.
 *
 * @param at empty when not before a person has done something
 */
public record Next(Optional<Instant> at) {
    static final Next NEVER = new Next(Optional.empty());

    static Next at(Instant moment) {
        return new Next(Optional.of(moment));
    }
}
