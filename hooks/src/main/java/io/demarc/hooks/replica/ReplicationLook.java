/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.replica;

import io.demarc.access.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one look found of a declared database's replication. Texts of the server are printable and shortened.
 *
 * @param version  such as {@code MariaDB 10.11.6}; empty when unknown
 * @param link     how it replicates; null when from nobody, from several servers, or unknown
 * @param gtid     the transactions that a replica has applied, or a primary has logged; empty when there are none, or unknown
 * @param position FILE:POSITION: up to where a replica has applied its primary's log, or where a primary's own log ends; empty when
 *     there is none, or unknown
 * @param problems what isn't as it should be, one sentence without its subject each; empty when it is well
 */
public record ReplicationLook(
        Database database,
        Role role,
        String version,
        @Nullable Link link,
        String gtid,
        String position,
        List<String> problems) {
    private static final int LONGEST = 300;

    /** What it is by its own word, whatever the inventory says. */
    public enum Role {
        /** It replicates from nobody. */
        PRIMARY,
        REPLICA,
        /** It couldn't be read. */
        UNKNOWN;

        /** As written in messages and JSON, such as {@code replica}. */
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * How a replica replicates.
     *
     * @param source       ADDRESS:PORT that it replicates from
     * @param receiver     fetches the primary's log
     * @param applier      executes it
     * @param lagSeconds   by which it is behind; null when unknown, as whenever one of the threads doesn't run
     * @param delaySeconds by which it is behind on purpose; 0 when by nothing
     */
    public record Link(
            String source,
            ReplicaThread receiver,
            ReplicaThread applier,
            @Nullable Long lagSeconds,
            long delaySeconds) {
        static Link of(ReplicationStatus status) {
            boolean isRunning = status.isReceiving() && status.isApplying();
            return new Link(
                    Printable.of(status.source()),
                    status.receiver(),
                    status.applier(),
                    isRunning && status.lag().isPresent() ? status.lag().getAsLong() : null,
                    status.delaySeconds());
        }
    }

    public ReplicationLook {
        gtid = Printable.of(gtid, LONGEST);
        position = Printable.of(position, LONGEST);
        problems = List.copyOf(problems);
    }

    /** @param all what each declared database answered, by its name */
    static ReplicationLook of(Database database, Sighting seen, Map<Database, Sighting> all) {
        ServerView view = seen.view();
        if (view == null) {
            return new ReplicationLook(database, Role.UNKNOWN, "", null, "", "", List.of(seen.problem()));
        }
        List<String> problems = new ArrayList<>(problemsOfSource(database, view, all));
        ReplicationStatus status = view.only().orElse(null);
        Link link = status == null ? null : Link.of(status);
        if (link != null) {
            problemOf("receiver", link.receiver(), problems);
            problemOf("applier", link.applier(), problems);
        }
        String applied = status == null
                ? ""
                : status.applied().map(Coordinates::toString).orElse("");
        boolean isReplica = !view.replication().isEmpty();
        return new ReplicationLook(
                database,
                isReplica ? Role.REPLICA : Role.PRIMARY,
                view.dialect().inWords(),
                link,
                seen.gtid(),
                isReplica ? applied : seen.logged(),
                problems);
    }

    private static void problemOf(String thread, ReplicaThread it, List<String> problems) {
        switch (it.state()) {
            case RUNNING -> {}
            case CONNECTING -> problems.add("its " + thread + " has no connection");
            case STOPPED -> problems.add("its " + thread + " is stopped");
            case ERROR -> problems.add("its " + thread + " met an error: " + it.error());
        }
    }

    private static List<String> problemsOfSource(Database database, ServerView view, Map<Database, Sighting> all) {
        String declared = database.primary();
        if (view.replication().size() > 1) {
            return List.of("it replicates from " + view.replication().size()
                    + " servers, and Demarc only knows replicas of one");
        }
        ReplicationStatus status = view.only().orElse(null);
        if (declared == null) {
            return status == null
                    ? List.of()
                    : List.of("it replicates from " + Printable.of(status.source())
                            + ", and the inventory names no primary of it");
        }
        if (status == null) {
            return List.of("it replicates from nobody, and the inventory says from " + declared);
        }
        return isOf(declared, status, all)
                ? List.of()
                : List.of("it replicates from " + Printable.of(status.source()) + named(status, all)
                        + ", and the inventory says from " + declared);
    }

    /**
     * By address and server id. A primary may be known under more than one address, and servers that nobody numbered all have the
     * same id: the address of another declared database is never this primary.
     */
    private static boolean isOf(String primary, ReplicationStatus status, Map<Database, Sighting> all) {
        Database at = at(status, all);
        if (at != null && !at.name().equals(primary)) {
            return false;
        }
        long id = all.entrySet().stream()
                .filter(it -> it.getKey().name().equals(primary))
                .map(it -> it.getValue().view())
                .mapToLong(it -> it == null ? 0 : it.serverId())
                .findFirst()
                .orElse(0);
        boolean isIdKnown = id != 0 && status.sourceServerId() != 0;
        return isIdKnown ? id == status.sourceServerId() : at != null;
    }

    private static String named(ReplicationStatus status, Map<Database, Sighting> all) {
        Database at = at(status, all);
        return at == null ? "" : " (" + at + ")";
    }

    private static @Nullable Database at(ReplicationStatus status, Map<Database, Sighting> all) {
        return all.keySet().stream().filter(status::isFrom).findFirst().orElse(null);
    }
}
