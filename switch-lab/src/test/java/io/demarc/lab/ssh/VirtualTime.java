/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.ssh;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that only moves when somebody waits. One caller at a time. */
final class VirtualTime implements InstantSource {
    private Instant now = Instant.EPOCH;

    @Override
    public Instant instant() {
        return now;
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    void reach(Instant moment) {
        now = moment.isAfter(now) ? moment : now;
    }
}
