/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.world;

import io.demarc.access.Deadline;
import io.demarc.plugin.reconcile.Timers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.BooleanSupplier;

/** One thread and a clock that jumps to the next task whenever somebody waits. One caller at a time. */
public final class VirtualTime implements Timers, InstantSource {
    private final PriorityQueue<Task> tasks =
            new PriorityQueue<>(Comparator.comparing(Task::at).thenComparing(Task::number));
    private Instant now = Instant.parse("2026-11-24T07:42:00Z");
    private long numbers;

    private record Task(Instant at, long number, Runnable what) {}

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public void run(Runnable task) {
        after(Duration.ZERO, task);
    }

    @Override
    public Timer after(Duration delay, Runnable what) {
        Task task = new Task(now.plus(delay), numbers++, what);
        tasks.add(task);
        return () -> tasks.remove(task);
    }

    @Override
    public boolean await(BooleanSupplier condition, Deadline deadline) {
        while (!condition.getAsBoolean()) {
            if (deadline.isOver()) {
                return false;
            }
            Task next = tasks.peek();
            Instant end = now.plus(deadline.left());
            if (next == null || next.at().isAfter(end)) {
                now = end;
            } else {
                step();
            }
        }
        return true;
    }

    @Override
    public void wake() {}

    /** Lets time pass, and everything happen that is due in it. */
    public void pass(Duration duration) {
        Instant end = now.plus(duration);
        for (Task next = tasks.peek(); next != null && !next.at().isAfter(end); next = tasks.peek()) {
            step();
        }
        if (now.isBefore(end)) {
            now = end;
        }
    }

    /** Time that somebody spends waiting for something that is no task. */
    public void spend(Duration duration) {
        now = now.plus(duration);
    }

    /** The process is gone, and what it would have done. */
    public void forgetEverything() {
        tasks.clear();
    }

    private void step() {
        Task task = tasks.remove();
        if (task.at().isAfter(now)) {
            now = task.at();
        }
        task.what().run();
    }
}
