/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.runbook;

import io.demarc.problem.Problem;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** One thread at a time takes a run further. Thread-safe. */
final class RunLocks {
    private static final long PATIENCE_SECONDS = 2;

    private final Map<RunId, ReentrantLock> locks = new ConcurrentHashMap<>();

    <T> T exclusively(RunId id, Supplier<T> work) {
        ReentrantLock lock = lock(id);
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    /** Throws {@code RUN_BUSY} when somebody takes the run further and goes on doing so. */
    <T> T unlessActing(RunId id, Supplier<T> work) {
        ReentrantLock lock = lock(id);
        try {
            if (!lock.tryLock(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw busy(id).exception();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProblemException(busy(id), e);
        }
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    private static Problem busy(RunId id) {
        return Problem.of(
                ProblemCode.RUN_BUSY,
                "A step of run " + id + " is acting or being looked at at this moment.",
                "Try again in a moment; 'demarc runbook pause " + id + "' keeps the next step from beginning.");
    }

    private ReentrantLock lock(RunId id) {
        return locks.computeIfAbsent(id, ignored -> new ReentrantLock());
    }
}
