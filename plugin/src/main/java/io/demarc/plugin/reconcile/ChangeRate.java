/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.reconcile;

import io.demarc.switches.SwitchName;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * How many ports may be changed in any minute, on one switch and on all of them: what goes wrong with an inventory or a
 * script shows before much is done. What takes a tenant's VLAN off a port is never counted. Thread-safe.
 */
final class ChangeRate {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final int mostOnOne;
    private final int mostOnAll;
    private final InstantSource clock;
    private final Map<SwitchName, Deque<Long>> onOne = new HashMap<>();
    private final Deque<Long> onAll = new ArrayDeque<>();

    /** @param mostOnOne 1 or more, as {@code mostOnAll} */
    ChangeRate(int mostOnOne, int mostOnAll, InstantSource clock) {
        this.mostOnOne = mostOnOne;
        this.mostOnAll = mostOnAll;
        this.clock = clock;
    }

    /** Whether one more port of the switch may be changed now; counted if so. */
    synchronized boolean take(SwitchName name) {
        long now = clock.millis();
        Deque<Long> own = onOne.computeIfAbsent(name, key -> new ArrayDeque<>());
        forget(own, now);
        forget(onAll, now);
        if (own.size() >= mostOnOne || onAll.size() >= mostOnAll) {
            return false;
        }
        own.addLast(now);
        onAll.addLast(now);
        return true;
    }

    /** How long until one more port of the switch may be changed; zero when it may now. */
    synchronized Duration untilNext(SwitchName name) {
        long now = clock.millis();
        Deque<Long> own = onOne.getOrDefault(name, new ArrayDeque<>());
        long due = Math.max(due(own, mostOnOne), due(onAll, mostOnAll));
        return Duration.ofMillis(Math.max(0, due - now));
    }

    /** When the oldest of the newest so many is a minute old. */
    private static long due(Deque<Long> taken, int most) {
        return taken.size() < most
                ? 0
                : taken.stream().skip((long) taken.size() - most).findFirst().orElseThrow() + MINUTE.toMillis();
    }

    private static void forget(Deque<Long> taken, long now) {
        while (!taken.isEmpty() && taken.getFirst() <= now - MINUTE.toMillis()) {
            taken.removeFirst();
        }
    }

    String inWords() {
        return mostOnOne + " on one switch and " + mostOnAll + " on all in one minute";
    }
}
