/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.replica;

import io.demarc.access.Secret;
import io.demarc.hooks.runbook.Killed;
import io.demarc.hooks.runbook.MovableClock;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A primary and two replicas of it that behave like real ones, in no time: a moment passes with every command, by a clock that the
 * test moves as well. A fake, so that the daemon can be killed at every instant, and what it calls fail at any; real servers are
 * in the laboratory. It fails the test when they are treated badly: anything but a read or a lock on the primary, a replica that
 * is left held, or started on rows that are not of the moment which it goes on from.
 */
final class FakeDatabases {
    /** In which a copy comes. */
    static final int PIECES = 3;

    static final ReplicationLogin LOGIN = new ReplicationLogin("repl", new Secret("it's"));
    private static final Duration MOMENT = Duration.ofMillis(100);
    private static final long WRITTEN_AT_ONCE = 10;

    /**
     * A table, its key an {@code id} from 1 on.
     *
     * @param isHot whether all of it is changed all the time
     */
    record Table(String name, String engine, long rows, boolean isHot) {}

    /** What goes wrong, once. */
    enum Fault {
        /** Before anything is dumped. */
        DUMP_REFUSED,
        DUMP_FAILS,
        /** A server like the replica doesn't take some definition. */
        TRIAL_REFUSED,
        DUMP_BREAKS,
        DUMP_IS_DAMAGED,
        /** Although it says that all is well. */
        DUMP_IS_CUT,
        LOAD_UNREACHABLE,
        LOAD_FAILS,
        LOAD_IS_DAMAGED,
        PREPARE_FAILS,
        PROOF_FAILS,
        /** The server doesn't start on the files that it got. */
        START_FAILS,
        /** The replica's thread that applies meets an error on its way to a copy's moment. */
        CATCH_UP_BREAKS,
        /** The server refuses rows that are inserted. */
        INSERT_REFUSED,
        /** A row is not what was inserted. */
        INSERT_IS_INEXACT,
        /** Somebody starts the thread that applies while rows are inserted. */
        HELD_REPLICA_IS_STARTED,
        /** The shell that would start a held replica again is ended by SIGKILL. */
        HOLD_IS_KILLED
    }

    final MovableClock clock;
    final FakeServer primary = new FakeServer(this, database("db-1", null), 1);
    final FakeServer replica = new FakeServer(this, database("db-2", "db-1"), 2);
    final FakeServer other = new FakeServer(this, database("db-3", "db-1"), 3);
    final List<Table> tables = new ArrayList<>(List.of(new Table("t", "InnoDB", 250, true)));
    /** Done once, right before that piece of a copy is dumped. */
    final Map<Integer, Runnable> meanwhile = new TreeMap<>();

    /** Done once, while the daemon connects for such a command, by its name. */
    final Map<String, Runnable> whenConnecting = new TreeMap<>();

    /** Whether the primary logs rows that changed: {@code binlog_format=ROW}; else also statements. */
    boolean isLoggingRows = true;

    /** Of each table's rows. */
    long bytes = 1_000;
    /** Databases whose changes the primary doesn't log. */
    String leftOutOfLog = "";
    /** Views whose tables are gone: {@code app<tab>v}. */
    List<String> brokenViews = List.of();
    /** One that a table of the source needs. */
    String replicasEngine = "ARCHIVE";

    /** Each with what it is. */
    List<String> replicasAccounts = List.of("root@localhost\t1", "monitor@localhost\t2");

    /** What each look at a server's sessions finds. */
    Supplier<List<String>> sessions = () -> List.of("2\tsystem user\t\t\tSlave_SQL\t9");

    /** Tables whose rows end with their server: {@code app<tab>m}. */
    List<String> inMemory = List.of();
    /** Columns that a dump rounds: {@code app<tab>t<tab>rate}. */
    List<String> inexact = List.of();

    List<String> preparedTransactions = List.of();
    /** Tables that have triggers: {@code app<tab>t}. */
    List<String> triggered = List.of();
    /** That a server takes (max_allowed_packet). */
    long largestPacket = 16 << 20;
    /** With which the replica refuses to begin a transaction that writes; empty: it begins one. */
    String readOnly = "";
    /** The replica's super_read_only: ON, OFF, or nothing, as with MariaDB. */
    String superReadOnly = "";
    /** The primary's commits wait for the first replica, as long as it runs, and for no other. */
    boolean isSemiSynchronous;
    /** Programs that the source's machine doesn't have. */
    String missing = "";
    /** What the replica's machine doesn't have of a server of a copy's own. */
    String missingScratch = "";

    @Nullable
    Fault fault;
    /** Commands that daemons have begun. */
    int commands;

    private int killedAfter = -1;
    private @Nullable AssertionError harm;
    private FakeDaemon daemon = new FakeDaemon(this);

    /** The first replica has drifted, and stopped for an error; all is well with the second. */
    FakeDatabases(MovableClock clock) {
        this.clock = clock;
        FakeServer.Replication broken = new FakeServer.Replication(replica.data);
        broken.isApplying = false;
        broken.errorNumber = 1032;
        replica.replication = broken;
        replica.drifted.put("t", List.of(42L));
        other.replication = new FakeServer.Replication(other.data);
    }

    /** All is well with the first replica but for one table: that doesn't fit changes of rows, or nobody has noticed yet. */
    void confineTo(Table table, boolean isNoticed) {
        tables.add(table);
        isLoggingRows = isNoticed;
        replica.drifted.clear();
        replica.drifted.put(table.name(), List.of(42L));
        FakeServer.Replication it = new FakeServer.Replication(replica.data);
        it.isApplying = !isNoticed;
        it.errorNumber = isNoticed ? 1032 : 0;
        replica.replication = it;
        replica.part.isUnfit = isNoticed;
    }

    private static Database database(String name, @Nullable String primary) {
        String number = name.substring(3);
        return new Database(
                name,
                "host-" + number,
                null,
                "10.0.0." + number,
                3306,
                primary,
                Database.USUAL_STOP,
                Database.USUAL_START);
    }

    List<FakeServer> servers() {
        return List.of(primary, replica, other);
    }

    FakeServer server(String name) {
        return servers().stream()
                .filter(it -> it.database.name().equals(name))
                .findFirst()
                .orElseThrow(() -> ProblemException.of(ProblemCode.NOT_FOUND, "There is no " + name + ".", "Look."));
    }

    Table table(String name) {
        return tables.stream()
                .filter(it -> it.name().equals(name))
                .findFirst()
                .orElseThrow(() -> harm("there is no table " + name));
    }

    boolean isAllTransactional() {
        return tables.stream().allMatch(it -> it.engine().equals("InnoDB"));
    }

    /** Keeps what went wrong, also where nobody sees it, and throws it. */
    AssertionError harm(String what) {
        AssertionError found = new AssertionError(what);
        harm = harm == null ? found : harm;
        throw found;
    }

    void assertUnharmed() {
        if (harm != null) {
            throw new AssertionError(harm.getMessage(), harm);
        }
    }

    boolean takes(Fault expected) {
        boolean isIt = fault == expected;
        fault = isIt ? null : fault;
        return isIt;
    }

    /** A moment passes: the primary is written to if it can be, and replicas apply that. */
    void tick() {
        clock.pass(MOMENT);
        servers().forEach(FakeServer::tick);
        primary.data += primary.isLocked() ? 0 : WRITTEN_AT_ONCE;
    }

    FakeDaemon daemon() {
        return daemon;
    }

    /** The daemon dies right after the command that comes after so many. */
    void killAfter(int commandsBefore) {
        killedAfter = commandsBefore;
    }

    void commandEnded(FakeDaemon by) {
        if (killedAfter-- == 0) {
            by.kill();
            throw new Killed();
        }
    }

    /** The daemon dies if it hasn't, and all that it holds with it; there is a new one. */
    void restart() {
        daemon.kill();
        daemon.awaitEnd();
        daemon = new FakeDaemon(this);
    }
}
