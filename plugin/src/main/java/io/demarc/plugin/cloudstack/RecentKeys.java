/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cloudstack;

import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** Remembers what came, for a while, and at most so many of it: the oldest goes first. Thread-safe. */
final class RecentKeys {
    private final int most;
    private final Duration kept;
    private final Map<String, Instant> since = new LinkedHashMap<>();

    RecentKeys(int most, Duration kept) {
        this.most = most;
        this.kept = kept;
    }

    /** Whether it was not remembered; it is from now on. */
    synchronized boolean add(String key, Instant now) {
        Iterator<Instant> oldest = since.values().iterator();
        while (oldest.hasNext() && (oldest.next().plus(kept).isBefore(now) || since.size() >= most)) {
            oldest.remove();
        }
        return since.putIfAbsent(key, now) == null;
    }

    synchronized int size() {
        return since.size();
    }
}
