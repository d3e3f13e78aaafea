/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.replica;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The copies that this process makes at this moment, by the name of the database that is copied to. They die with the process:
 * whoever finds none where one should be has to begin again. Thread-safe.
 */
final class Transfers {
    private static final Duration BEAT = Duration.ofSeconds(10);

    private final Executor threads;
    private final Map<String, Entry> running = new ConcurrentHashMap<>();

    private record Entry(Copying transfer, CountDownLatch end) {}

    /** @param threads two for each copy, which block */
    Transfers(Executor threads) {
        this.threads = threads;
    }

    /** Starts it; one that is there already is ended first. */
    void start(String replica, Copying transfer) {
        cancel(replica);
        Entry entry = new Entry(transfer, new CountDownLatch(1));
        running.put(replica, entry);
        threads.execute(() -> {
            try {
                transfer.run();
            } finally {
                entry.end().countDown();
            }
        });
        threads.execute(() -> beat(entry));
    }

    private static void beat(Entry entry) {
        try {
            while (!entry.end().await(BEAT.toMillis(), TimeUnit.MILLISECONDS)) {
                entry.transfer().beat();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    Optional<Copying> find(String replica) {
        return Optional.ofNullable(running.get(replica)).map(Entry::transfer);
    }

    /** Its end is known, or nobody wants it any more: it is ended if it hasn't, and forgotten. */
    void cancel(String replica) {
        @Nullable Entry entry = running.remove(replica);
        if (entry == null) {
            return;
        }
        entry.transfer().cancel();
        try {
            entry.end().await(BEAT.toMillis() * 6, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
