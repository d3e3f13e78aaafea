/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.ground;

import java.time.Duration;

/** How long a simulated switch has run: some weeks at first, nothing after a restart. Confined to its device's monitor. */
public final class Uptime {
    private static final Duration AT_FIRST = Duration.ofDays(23).plusHours(4).plusMinutes(11);

    private long bootedAtNanos = System.nanoTime() - AT_FIRST.toNanos();

    public void restart() {
        bootedAtNanos = System.nanoTime();
    }

    public Duration soFar() {
        return Duration.ofNanos(System.nanoTime() - bootedAtNanos);
    }
}
