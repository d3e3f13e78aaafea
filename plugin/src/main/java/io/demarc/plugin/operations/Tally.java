/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.operations;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** How many things are going on for each of many, of which none may have more than a share. Thread-safe. */
public final class Tally<K> {
    private final int most;
    private final Map<K, Integer> going = new ConcurrentHashMap<>();

    /** @param most that may go on for one of them */
    public Tally(int most) {
        this.most = most;
    }

    /** What the task answers; empty when as many as may are going on for the key, and nothing was done. */
    public <T> Optional<T> count(K key, Supplier<T> task) {
        try {
            boolean isOneTooMany = going.merge(key, 1, Integer::sum) > most;
            return isOneTooMany ? Optional.empty() : Optional.of(task.get());
        } finally {
            going.computeIfPresent(key, (ignored, count) -> count == 1 ? null : count - 1);
        }
    }
}
