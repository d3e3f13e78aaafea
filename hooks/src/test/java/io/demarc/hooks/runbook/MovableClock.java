/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.runbook;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that stands still until it is moved. One caller at a time. */
public final class MovableClock implements InstantSource {
    private Instant now = Instant.parse("2026-11-24T03:00:00Z");

    @Override
    public Instant instant() {
        return now;
    }

    public void pass(Duration duration) {
        now = now.plus(duration);
    }

    public void moveTo(Instant moment) {
        if (moment.isAfter(now)) {
            now = moment;
        }
    }
}
