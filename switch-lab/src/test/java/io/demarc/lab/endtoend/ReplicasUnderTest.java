/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.demarc.lab.real.DatabaseBench;
import io.demarc.lab.real.DatabaseBench.Make;
import io.demarc.lab.real.DatabaseBench.Server;
import io.demarc.lab.real.DatabaseWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/** Real database servers as {@code db-1} and its replicas {@code db-2} and {@code db-3} of a daemon. */
final class ReplicasUnderTest {
    static final Duration LIMIT = Duration.ofSeconds(60);

    private ReplicasUnderTest() {}

    /** A schema with everything that a server of the make can hold. */
    static String everything(Make make) {
        return statements("everything", make);
    }

    /** Changes rows of every kind of that schema on a replica. */
    static String drift(Make make) {
        return statements("drift", make);
    }

    private static String statements(String what, Make make) {
        String name = what + "-" + (make == Make.MYSQL ? "mysql" : "mariadb") + ".sql";
        try (InputStream in = Objects.requireNonNull(ReplicasUnderTest.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Declares them, starts the daemon, and lets it look. */
    static void declare(DaemonUnderTest daemon, DatabaseBench bench) {
        daemon.knowHost(String.join("\n", bench.knownHostsLines()));
        daemon.secret("ssh-key", bench.privateKey());
        daemon.secret("repl-password", DatabaseBench.REPLICATION_PASSWORD);
        StringBuilder inventory = new StringBuilder("switches: []\nservers:\n");
        for (Server it : Server.values()) {
            inventory.append("  - {name: %s, address: '%s:%d', login: {user: %s, private-key: '%s'}}%n"
                    .formatted(
                            host(it),
                            it.address(),
                            bench.sshPort(),
                            DatabaseBench.SSH_USER,
                            daemon.reference("ssh-key")));
        }
        inventory.append("databases:\n");
        for (Server it : Server.values()) {
            String role = it == Server.PRIMARY
                    ? "replication: {user: %s, password: '%s'}"
                            .formatted(DatabaseBench.REPLICATION_USER, daemon.reference("repl-password"))
                    : "primary: db-1";
            inventory.append(
                    "  - {name: %s, server: %s, address: '%s:%d', defaults-file: %s, stop-command: %s, start-command: %s, %s}%n"
                            .formatted(
                                    it.id(),
                                    host(it),
                                    it.address(),
                                    bench.databasePort(),
                                    bench.defaultsFile(it),
                                    bench.command(it, "stop"),
                                    bench.command(it, "start"),
                                    role));
        }
        Path file = daemon.write("inventory.yaml", inventory.toString());
        daemon.start();
        daemon.mustRun("apply", "-f", file.toString());
    }

    private static String host(Server server) {
        return server.id().replace("db", "host");
    }

    /** Slave_IO_Running/Slave_SQL_Running, the 11th and 12th column of its status. */
    static String threads(DatabaseBench bench, Server server) {
        String[] columns = bench.trySql(server, "SHOW SLAVE STATUS").output().split("\t", -1);
        return columns.length < 12 ? "none" : columns[10] + "/" + columns[11];
    }

    static void awaitReplicating(DatabaseBench bench, Server server) {
        Awaitility.await(server + " replicates")
                .atMost(LIMIT)
                .until(() -> threads(bench, server).equals("Yes/Yes"));
    }

    /** While nobody holds anything, a write is acknowledged at once. */
    static void assertPrimaryTakesWrites(DatabaseWriter writer) {
        int before = writer.acknowledged().size();
        Awaitility.await("the primary takes writes")
                .atMost(Duration.ofSeconds(5))
                .until(() -> writer.acknowledged().size() > before + 5);
    }

    /** Until it has applied all that the primary has logged by now. */
    static void awaitCaughtUp(DatabaseBench bench, Server replica) {
        String[] end = bench.sql(Server.PRIMARY, "SHOW MASTER STATUS").split("\t", -1);
        String waited = bench.sql(replica, "SELECT MASTER_POS_WAIT('" + end[0] + "', " + end[1] + ", 60)");
        assertThat(waited).as(replica + " came to " + end[0] + ":" + end[1]).matches("\\d+");
    }

    /** What is in the tables of {@code app}, while nobody writes. */
    static String content(DatabaseBench bench, Server server) {
        String tables = bench.sql(server, "SHOW TABLES FROM app")
                .lines()
                .map(it -> "app.`" + it.replace("`", "``") + "`")
                .collect(Collectors.joining(", "));
        return bench.sql(server, "CHECKSUM TABLE " + tables + " EXTENDED");
    }

    /** The same rows as the primary, every acknowledged one among them, and replicating. */
    static void assertReplica(DatabaseBench bench, DatabaseWriter writer, Server replica) {
        writer.hold(true);
        try {
            awaitReplicating(bench, replica);
            awaitCaughtUp(bench, replica);
            assertThat(content(bench, replica)).isEqualTo(content(bench, Server.PRIMARY));
            List<Long> acknowledged = writer.acknowledged();
            Set<Long> rows = new HashSet<>(bench.sql(replica, "SELECT id FROM app.written")
                    .lines()
                    .map(Long::valueOf)
                    .toList());
            assertThat(acknowledged).isNotEmpty().allMatch(rows::contains);
        } finally {
            writer.hold(false);
        }
    }
}
