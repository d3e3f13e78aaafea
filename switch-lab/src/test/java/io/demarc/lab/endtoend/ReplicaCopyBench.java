/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.endtoend;

import io.demarc.lab.cloudstack.SimulatedCloudStack;
import io.demarc.lab.real.DatabaseBench;
import io.demarc.lab.real.DatabaseBench.Make;
import io.demarc.lab.real.DatabaseBench.Server;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How long a rebuild takes, without the comparison at its end, by each method. Not one of the tests:
 * {@code bin/test -pl switch-lab -am -Dtest=ReplicaCopyBench} prints the table of docs/replicas.md, and leaves it in
 * {@code switch-lab/target/replica-copy.txt}.
 */
class ReplicaCopyBench {
    private static final int ROUNDS = 4;
    /** About 100 octets a row, and an index that has to be made anew by a dump. */
    private static final String ROWS = """
            CREATE TABLE app.big (id INT PRIMARY KEY AUTO_INCREMENT, k INT, v CHAR(80), KEY (k), KEY (v)) ENGINE=InnoDB;
            INSERT INTO app.big (k, v) VALUES (1, UUID()), (2, UUID()), (3, UUID()), (4, UUID());
            """;

    private static final String DOUBLE =
            "INSERT INTO app.big (k, v) SELECT RAND() * 1e9, CONCAT(UUID(), MD5(RAND())) FROM app.big LIMIT 500000";
    private static final String SIZE =
            "SELECT ROUND(SUM(file_size) / 1e6) FROM information_schema.%s WHERE name LIKE 'app/%%'";

    @TempDir
    Path directory;

    private final List<String> table = new ArrayList<>(
            List.of("| server | method | MB of files | seconds | against a dump |", "| --- | --- | --- | --- | --- |"));

    @Test
    void measure() throws Exception {
        of(Make.MARIADB, "backup");
        of(Make.MYSQL, "clone");
        Files.write(Path.of("target", "replica-copy.txt"), table);
        System.out.println(String.join("\n", table));
    }

    private void of(Make make, String files) throws Exception {
        try (DatabaseBench bench = DatabaseBench.start(make);
                SimulatedCloudStack cloudStack = new SimulatedCloudStack(InstantSource.system());
                DaemonUnderTest daemon =
                        new DaemonUnderTest(Files.createDirectory(directory.resolve(files)), cloudStack)) {
            bench.createReplicationAccount();
            bench.replicate(Server.REPLICA, make == Make.MYSQL);
            bench.replicate(Server.OTHER, make == Make.MYSQL);
            bench.sql(Server.PRIMARY, "CREATE DATABASE app; " + ROWS);
            for (int i = 0; i < 16 + ROUNDS; i++) {
                bench.sql(Server.PRIMARY, DOUBLE);
            }
            if (make == Make.MYSQL) {
                bench.sql(
                        Server.PRIMARY,
                        "INSTALL PLUGIN clone SONAME 'mysql_clone.so'; GRANT BACKUP_ADMIN ON *.* TO '"
                                + DatabaseBench.REPLICATION_USER + "'@'%'");
            }
            ReplicasUnderTest.declare(daemon, bench);
            String megabytes = bench.sql(
                    Server.PRIMARY,
                    SIZE.formatted(make == Make.MYSQL ? "innodb_tablespaces" : "innodb_sys_tablespaces"));
            long dump = seconds(daemon, "dump");
            long ofFiles = seconds(daemon, files);
            row(make, "dump", megabytes, dump, dump);
            row(make, files, megabytes, ofFiles, dump);
        }
    }

    private static long seconds(DaemonUnderTest daemon, String method) {
        RunUnderTest run = new RunUnderTest(daemon, "db-2");
        long begun = System.nanoTime();
        run.start("rebuild-replica", "method=" + method, "compare=no");
        run.awaitDone();
        return Math.max(1, Duration.ofNanos(System.nanoTime() - begun).toSeconds());
    }

    private void row(Make make, String method, String megabytes, long seconds, long dump) {
        table.add(String.format(
                Locale.ROOT,
                "| %s | %s | %s | %d | %.1f |",
                make == Make.MYSQL ? "MySQL" : "MariaDB",
                method,
                megabytes,
                seconds,
                (double) dump / seconds));
    }
}
