/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.ground;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Time that passes only when told to. Thread-safe. */
public final class ManualLabTimers implements LabTimers {
    private final List<Entry> entries = new ArrayList<>();
    private Duration now = Duration.ZERO;

    private record Entry(Duration due, Runnable task) {}

    @Override
    public synchronized Cancellation after(Duration delay, Runnable task) {
        Entry entry = new Entry(now.plus(delay), task);
        entries.add(entry);
        return () -> remove(entry);
    }

    /** Lets this much time pass and runs what is due, on the caller's thread. */
    public void advance(Duration time) {
        List<Entry> due;
        synchronized (this) {
            now = now.plus(time);
            due = entries.stream()
                    .filter(entry -> entry.due.compareTo(now) <= 0)
                    .sorted(Comparator.comparing(Entry::due))
                    .toList();
            entries.removeAll(due);
        }
        due.forEach(entry -> entry.task.run());
    }

    private synchronized void remove(Entry entry) {
        entries.remove(entry);
    }
}
