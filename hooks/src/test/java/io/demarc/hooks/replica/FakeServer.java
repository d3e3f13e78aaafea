/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.replica;

import io.demarc.hooks.replica.FakeDatabases.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One MariaDB server of {@link FakeDatabases}. Its rows are known by the point of the primary's log that they are of. It
 * understands the statements that a rebuild may send it and no other, and fails the test when one of them does harm.
 */
final class FakeServer {
    static final String LOG = "binlog.000001";
    static final long APPLIED_AT_ONCE = 60;
    static final long USUAL_PACKET = 16 << 20;
    static final long LARGEST_PACKET = 1 << 30;

    final Database database;
    final List<FakeSession> sessions = new ArrayList<>();
    /** The point of the primary's log that its rows are of; the primary's own log ends there. */
    long data = 1_000;
    /** Whether a part of its rows is missing, or of another moment. */
    boolean isDamaged;
    /** Rows that differ from the primary's, by their tables. */
    final Map<String, List<Long>> drifted = new HashMap<>();

    @Nullable
    Replication replication;

    /** With which it refuses to read rows; empty: it reads them. */
    String refusal = "";

    /** What its catalogue prints of its views. */
    String views = "";

    /** Seconds by which it is behind on purpose. */
    long delay;

    int copiesBegun;
    int snapshots;
    private final FakeDatabases world;
    final FakePart part;
    final FakeFiles files;
    final FakeRepair repair;
    boolean isUp = true;
    /** Whether its own log tells of data that it has no more. */
    private boolean isLogOld;

    final int id;
    String version = "10.11.6-MariaDB-log";
    private final List<Rule> rules = new ArrayList<>();
    final TreeSet<String> schemas = new TreeSet<>(List.of("app"));
    private int pieces;
    boolean isScheduling;
    /** That it takes, in octets. */
    long packet = USUAL_PACKET;

    boolean isEventEnabled;
    private boolean knowsAccounts = true;
    private String gtid = "";

    /** What it replicates, and how far it has. */
    static final class Replication {
        long applied;
        long until = Long.MAX_VALUE;
        boolean isReceiving = true;
        boolean isApplying = true;
        int errorNumber;
        String filter = "";
        boolean isByGtid;
        long retry = 7;

        Replication(long applied) {
            this.applied = applied;
        }
    }

    private record Rule(Pattern form, BiFunction<Matcher, FakeSession, String> answer) {}

    /** The server doesn't do it. */
    static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1;

        Refused(String error) {
            super("ERROR " + error);
        }
    }

    FakeServer(FakeDatabases world, Database database, int id) {
        this.world = world;
        this.database = database;
        this.part = new FakePart(world, this);
        this.files = new FakeFiles(world, this);
        this.repair = new FakeRepair(world, this);
        this.id = id;
        this.isScheduling = true;
        this.isEventEnabled = database.primary() == null;
        new FakeSight(world, this).teach();
        hold();
        loseReplication();
        load();
        part.teach();
        repair.teach();
        connect();
    }

    /** What it answers to such a statement. */
    void ask(String form, BiFunction<Matcher, FakeSession, String> answer) {
        rules.add(new Rule(Pattern.compile(form), answer));
    }

    /** Of the server that is rebuilt, and of no other. */
    void change(String form, BiConsumer<Matcher, FakeSession> effect) {
        ask(form, (words, session) -> {
            claim(this == world.replica, "is changed: " + words.group());
            effect.accept(words, session);
            return "";
        });
    }

    AssertionError refuse(String harm) {
        throw world.harm(database + " " + harm);
    }

    void claim(boolean isTrue, String harm) {
        if (!isTrue) {
            throw refuse(harm);
        }
    }

    /** What the client prints of one statement's result. */
    String answer(String statement, FakeSession session) {
        world.tick();
        session.used();
        if (!isUp) {
            throw new Refused("2002 (HY000): Can't connect to local server through socket");
        }
        for (Rule rule : rules) {
            Matcher words = rule.form().matcher(statement);
            if (words.matches()) {
                return rule.answer().apply(words, session);
            }
        }
        throw world.harm(database + " is sent an unknown statement: " + statement);
    }

    static String gtid(long at) {
        return "0-1-" + at;
    }

    boolean isLocked() {
        return sessions.stream().anyMatch(it -> it.isLocking);
    }

    boolean isRunning() {
        return replication != null && replication.isReceiving && replication.isApplying;
    }

    /** A moment passes: what replicates applies a little more. */
    void tick() {
        files.tick();
        List.copyOf(sessions).stream().filter(FakeSession::isOverdue).forEach(FakeSession::end);
        if (replication != null && replication.isApplying && replication.isReceiving) {
            claim(!isDamaged, "applies its primary's log to a part of a copy");
            if (!part.applies() || (replication.until < Long.MAX_VALUE && world.takes(Fault.CATCH_UP_BREAKS))) {
                replication.isApplying = false;
                replication.errorNumber = 1032;
                return;
            }
            claim(data == replication.applied, "applies from " + replication.applied + " to rows as of " + data);
            data = Math.max(data, Math.min(Math.min(world.primary.data, replication.until), data + APPLIED_AT_ONCE));
            replication.applied = data;
            replication.isApplying = data < replication.until;
        }
    }

    void stopped() {
        List.copyOf(sessions).forEach(FakeSession::end);
        isUp = false;
    }

    void started() {
        isUp = true;
        isScheduling = true;
    }

    /** Others take the place of its own, as they are when they have been tried. */
    void getFiles(long moment) {
        data = moment;
        drifted.clear();
        gtid = "";
        isLogOld = true;
        isEventEnabled = false;
        copiesBegun++;
    }

    void getBack(long own, Map<String, List<Long>> rows) {
        data = own;
        drifted.clear();
        drifted.putAll(rows);
        isLogOld = false;
    }

    /** What lasts as long as its session. */
    private void hold() {
        ask(
                "SET SESSION (innodb_strict_mode=OFF|sql_mode=''(?:, SESSION time_zone='\\+00:00')?|lock_wait_timeout=\\d+|TRANSACTION ISOLATION LEVEL REPEATABLE READ)",
                (words, it) -> "");
        ask("SET SESSION lock_wait_timeout=10, SESSION wait_timeout=(\\d+)", (words, session) -> {
            session.limit = Duration.ofSeconds(Long.parseLong(words.group(1)));
            return "";
        });
        ask("FLUSH TABLES WITH READ LOCK", (words, session) -> {
            claim(this == world.primary, "is locked although it is only held");
            claim(session.isLasting && !session.limit.isZero(), "is locked by a session without a limit");
            session.isLocking = true;
            return "";
        });
        ask("UNLOCK TABLES", (words, session) -> {
            session.isLocking = false;
            return "";
        });
        ask("START TRANSACTION WITH CONSISTENT SNAPSHOT", (words, session) -> {
            session.snapshot = data;
            snapshots++;
            return "";
        });
        ask(
                "SHOW STATUS LIKE 'binlog_snapshot_%'",
                (words, session) -> FakeSight.rows(
                        "Variable_name\tValue",
                        List.of("Binlog_snapshot_file\t" + LOG, "Binlog_snapshot_position\t" + session.snapshot)));
    }

    Replication replicating(String statement) {
        Replication it = replication;
        if (it == null) {
            throw new Refused("1200 (HY000): Misconfigured slave: " + statement);
        }
        return it;
    }

    private void loseReplication() {
        ask("STOP SLAVE SQL_THREAD", (words, session) -> {
            claim(session.isHolding, "no longer applies its primary's log, and nothing starts it again");
            replicating(words.group()).isApplying = false;
            return "";
        });
        ask(
                "START SLAVE SQL_THREAD(?: UNTIL MASTER_LOG_FILE='" + LOG + "', MASTER_LOG_POS=(\\d+))?",
                (words, session) -> {
                    apply(replicating(words.group()), FakeSight.number(words.group(1), Long.MAX_VALUE));
                    return "";
                });
        change("STOP SLAVE ", (words, session) -> {
            if (replication != null) {
                replication.isApplying = false;
                replication.isReceiving = false;
            }
        });
        change("START SLAVE ", (words, session) -> {
            Replication it = replicating(words.group());
            apply(it, Long.MAX_VALUE);
            it.isReceiving = true;
        });
        change("RESET SLAVE ALL", (words, session) -> {
            if (replication != null && (replication.isApplying || replication.isReceiving)) {
                throw new Refused("1198 (HY000): This operation cannot be performed as you have a running slave");
            }
            replication = null;
        });
        change("RESET MASTER", (words, session) -> {
            claim(replication == null, "loses its log while it is a replica");
            isLogOld = false;
        });
    }

    private void apply(Replication it, long until) {
        claim(!isDamaged, "is started with a part of a copy");
        claim(!isEventEnabled, "is started with an event that its primary runs");
        part.started(until == Long.MAX_VALUE);
        it.isApplying = true;
        it.errorNumber = 0;
        it.until = until;
    }

    private void load() {
        ask(
                "SELECT IFNULL\\(IS_USED_LOCK\\('demarc-load'\\), 0\\) AS id",
                (words, session) -> FakeSight.row(
                        "id",
                        sessions.stream()
                                .filter(it -> it.isLoading)
                                .map(it -> it.id)
                                .findFirst()
                                .orElse(0L)));
        change(
                "KILL (\\d+)",
                (words, session) -> List.copyOf(sessions).stream()
                        .filter(it -> it.id == Long.parseLong(words.group(1)))
                        .forEach(FakeSession::end));
        change(
                "SELECT IF\\(GET_LOCK\\('demarc-load', 60\\) = 1, 1, \\(SELECT 1 UNION SELECT 2\\)\\)",
                (words, session) -> {
                    claim(sessions.stream().noneMatch(it -> it.isLoading), "is loaded by two at a time");
                    session.isLoading = true;
                });
        change("SET SESSION sql_log_bin=0(?:, SESSION foreign_key_checks=0)?", (words, it) -> it.isLogging = false);
        change("SET GLOBAL event_scheduler=(ON|OFF)", (words, session) -> {
            isScheduling = words.group(1).equals("ON");
        });
        change("SET GLOBAL max_allowed_packet=(\\d+)", (words, it) -> packet = Long.parseLong(words.group(1)));
        change("DROP DATABASE IF EXISTS `(\\w+)`", (words, session) -> {
            checkLoading(session);
            schemas.remove(words.group(1));
            isDamaged = true;
        });
        change("COPY (\\d+) OF " + FakeDatabases.PIECES + " AS OF (\\d+)", (words, session) -> {
            checkLoading(session);
            copy(Integer.parseInt(words.group(1)), Long.parseLong(words.group(2)));
        });
        change("FLUSH PRIVILEGES", (words, session) -> knowsAccounts = true);
    }

    private void checkLoading(FakeSession session) {
        claim(session.isLoading, "loses its data to somebody who doesn't load a copy");
        claim(replication == null, "loses its data while it replicates, or could begin to");
        claim(!session.isLogging, "logs what is loaded");
        claim(!isScheduling, "runs events while it is loaded");
        claim(packet == LARGEST_PACKET, "may refuse a row that its source has");
    }

    private void copy(int piece, long moment) {
        if (piece == 1) {
            claim(!schemas.contains("app"), "is loaded over what it held: " + schemas);
            schemas.add("app");
            drifted.clear();
            data = moment;
            pieces = 0;
            copiesBegun++;
        }
        pieces += data == moment ? 1 : 0;
        isDamaged = pieces < FakeDatabases.PIECES;
        isEventEnabled = true;
        knowsAccounts = false;
    }

    private void connect() {
        change(
                "SET NAMES utf8mb4|SET SESSION character_set_client='latin1', collation_connection='latin1_swedish_ci'",
                (words, it) -> {});
        change(
                "SET @demarc='ALTER DEFINER=`ada@home`@`10.%` EVENT `app`.`nightly` DISABLE ON SLAVE'",
                (words, session) -> session.hasEventsText = true);
        change("EXECUTE IMMEDIATE @demarc", (words, session) -> {
            claim(session.hasEventsText, "is told to execute nothing");
            claim(!session.isLogging, "logs what its primary has not");
            isEventEnabled = false;
        });
        change("SET GLOBAL read_only=OFF", (words, session) -> {});
        change("SET GLOBAL gtid_slave_pos='([^']*)'", (words, session) -> gtid = words.group(1));
        String login = "MASTER_USER='repl', MASTER_PASSWORD='it''s'";
        change("CHANGE MASTER TO " + login, (words, session) -> {
            if (isRunning()) {
                throw new Refused("1198 (HY000): This operation cannot be performed as you have a running slave");
            }
            replicating(words.group());
        });
        change(
                "CHANGE MASTER TO MASTER_HOST='10.0.0.1', MASTER_PORT=3306, " + login
                        + "(?:, MASTER_CONNECT_RETRY=(\\d+))?(?:, MASTER_LOG_FILE='" + LOG
                        + "', MASTER_LOG_POS=(\\d+))?"
                        + ", MASTER_USE_GTID=(no|slave_pos)",
                (words, session) -> {
                    boolean isByGtid = words.group(3).equals("slave_pos");
                    claim(replication == null, "is connected again, and forgets where it was");
                    claim(!isDamaged, "is connected with a part of a copy");
                    claim(!isLogOld, "is connected with a log of what is gone");
                    claim(knowsAccounts, "is connected before it has read the accounts that were copied");
                    claim(gtid.equals(gtid(data)), "has rows as of " + gtid(data) + " and is to go on from " + gtid);
                    claim(
                            isByGtid ? words.group(2) == null : FakeSight.number(words.group(2), -1) == data,
                            "has rows as of " + data + " and is connected to " + words.group(2));
                    replication = new Replication(data);
                    replication.isByGtid = isByGtid;
                    replication.retry = FakeSight.number(words.group(1), 60);
                    replication.isApplying = false;
                    replication.isReceiving = false;
                });
    }
}
