/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.replica;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Looks at all declared databases at the same time; changes nothing. One that doesn't answer delays no other, and is not asked again
 * before it has answered or its own limit is over. Thread-safe.
 */
public final class ReplicationLooks {
    private final Databases databases;
    private final Executor threads;
    /** Guarded by this. */
    private final Map<Database, CompletableFuture<Sighting>> underWay = new HashMap<>();

    /**
     * @param databases each with a way of its own, for which commands of runs and other databases are not waited
     * @param threads   one for each database, which blocks as long as it doesn't answer
     */
    public ReplicationLooks(Databases databases, Executor threads) {
        this.databases = databases;
        this.threads = threads;
    }

    /**
     * What each declared database says now, in the order of their names. Throws nothing for one that can't be read: its look says why.
     *
     * @param limit for which answers are waited
     */
    public List<ReplicationLook> look(Duration limit) {
        Map<Database, CompletableFuture<Sighting>> begun = begin(databases.all());
        await(CompletableFuture.allOf(begun.values().toArray(new CompletableFuture<?>[0])), limit);
        Sighting silence = Sighting.none("it did not answer within " + limit.toSeconds() + " seconds");
        Map<Database, Sighting> seen = new LinkedHashMap<>();
        begun.forEach((it, future) -> seen.put(it, future.getNow(silence)));
        return seen.entrySet().stream()
                .map(it -> ReplicationLook.of(it.getKey(), it.getValue(), seen))
                .toList();
    }

    private synchronized Map<Database, CompletableFuture<Sighting>> begin(List<Database> all) {
        underWay.values().removeIf(CompletableFuture::isDone);
        Map<Database, CompletableFuture<Sighting>> begun = new LinkedHashMap<>();
        all.forEach(it -> begun.put(it, underWay.computeIfAbsent(it, this::ask)));
        return begun;
    }

    private CompletableFuture<Sighting> ask(Database database) {
        return CompletableFuture.supplyAsync(() -> Sighting.of(new SqlClient(databases, database)), threads)
                .exceptionally(Sighting::failed);
    }

    private static void await(CompletableFuture<Void> all, Duration limit) {
        try {
            all.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            // Those that have answered are told, and of the others that they haven't.
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}
