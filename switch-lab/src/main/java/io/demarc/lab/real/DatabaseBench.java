/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.real;

import io.demarc.lab.ground.BenchKeys;
import io.demarc.lab.ground.BenchScript;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Real MariaDB or MySQL servers, {@code db-1} to {@code db-3}, each on a loopback address of its own where a real sshd listens as
 * well. Needs root, and the Debian packages and the MySQL that {@code bin/install-test-packages} installs. Closing it ends every process and file of
 * it; so does the end of the JVM, even a sudden one. Thread-safe, but for starting and stopping servers.
 */
public final class DatabaseBench implements AutoCloseable {
    public static final String REPLICATION_USER = "repl";
    /** With what a careless program would trip over. */
    public static final String REPLICATION_PASSWORD = "it's a #\"secret\\ `$x`";

    public static final String SSH_USER = "root";

    private static final String NAME = "database bench";
    private static final String ADDED = "# of this test\n";
    private static final String SPOILT = "no-such-option = 1\n";
    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final List<String> PROGRAMS = List.of(
            "mariadbd mariadb-server",
            "mariadb mariadb-client",
            "mariadb-backup mariadb-backup",
            "sshd openssh-server",
            "setsid util-linux");

    private final Make make;

    private final Path state;
    private final int sshPort;
    private final int databasePort;
    private final BenchScript script;

    private DatabaseBench(BenchScript script, Make make) throws IOException {
        this.script = script;
        this.make = make;
        state = script.directory();
        sshPort = freePort();
        databasePort = freePort();
        List<String> words = new ArrayList<>(List.of(String.valueOf(sshPort), String.valueOf(databasePort)));
        if (make == Make.MYSQL) {
            words.add(mySql().toString());
        }
        script.up(words.toArray(String[]::new));
    }

    /** Whose servers they are. */
    public enum Make {
        MARIADB,
        MYSQL
    }

    /** Where {@code bin/install-test-packages} puts MySQL. */
    private static Path mySql() {
        String cache = System.getenv("XDG_CACHE_HOME");
        return (cache == null ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(cache))
                .resolve("demarc/mysql");
    }

    /** One of the servers. */
    public enum Server {
        PRIMARY("db-1", "127.0.1.1"),
        REPLICA("db-2", "127.0.1.2"),
        OTHER("db-3", "127.0.1.3");

        private final String id;
        private final String address;

        Server(String id, String address) {
            this.id = id;
            this.address = address;
        }

        public String id() {
            return id;
        }

        /** Of its database and of its sshd. */
        public String address() {
            return address;
        }
    }

    /** What the client said. */
    public record Answered(int status, String output, String complaints) {}

    /** MariaDB, as {@link #start(Make)}. */
    public static DatabaseBench start() {
        return start(Make.MARIADB);
    }

    /**
     * Starts three empty servers that know nothing of each other, in a few seconds.
     *
     * @throws IllegalStateException when not root, or when a program is missing, naming its Debian package
     */
    public static DatabaseBench start(Make make) {
        BenchScript.requireMachine(NAME, "starts servers and an sshd", PROGRAMS);
        if (make == Make.MYSQL && !Files.isDirectory(mySql().resolve("empty-data"))) {
            throw new IllegalStateException(
                    "The " + NAME + " lacks MySQL in " + mySql() + ": bin/install-test-packages puts it there.");
        }
        try {
            return new DatabaseBench(BenchScript.unpack(NAME, DatabaseBench.class, "database-bench.sh"), make);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(Server.PRIMARY.address()))) {
            return socket.getLocalPort();
        }
    }

    public int sshPort() {
        return sshPort;
    }

    public int databasePort() {
        return databasePort;
    }

    /** The option file of the server's clients, on the server. */
    public String defaultsFile(Server server) {
        return state.resolve(server.id()).resolve("client.cnf").toString();
    }

    /** What stops the server, and what starts it, on its machine: there is no service manager in a laboratory. */
    public String command(Server server, String verb) {
        return String.join(" ", script.words(verb, server.id()));
    }

    /** Where the server has its files. */
    public Path data(Server server) {
        return state.resolve(server.id()).resolve("data");
    }

    /** The next start of the server fails, or doesn't any more. */
    public void spoilConfiguration(Server server, boolean isSpoilt) {
        Path file = state.resolve(server.id()).resolve("server.cnf");
        try {
            String text = Files.readString(file).replace(SPOILT, "");
            Files.writeString(file, isSpoilt ? text + SPOILT : text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lines for the configuration that the server's next start reads; those of before are gone. */
    public void configure(Server server, String... lines) {
        Path file = state.resolve(server.id()).resolve("server.cnf");
        try {
            String text = Files.readString(file);
            int own = text.indexOf(ADDED);
            Files.writeString(
                    file, (own < 0 ? text : text.substring(0, own)) + ADDED + String.join("\n", lines) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Text of the private key that {@link #SSH_USER} logs in with. */
    public String privateKey() {
        return new BenchKeys(state).privateKey();
    }

    /** Every server's host key as lines of an OpenSSH known_hosts file. */
    public List<String> knownHostsLines() {
        return Arrays.stream(Server.values())
                .map(it -> new BenchKeys(state).knownHostsLine("[" + it.address() + "]:" + sshPort))
                .toList();
    }

    /** The server's own error log. */
    public String log(Server server) {
        try {
            return Files.readString(state.resolve(server.id()).resolve("log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs statements as the administrator, and they have to succeed; what they print, without column names. */
    public String sql(Server server, String statements) {
        Answered answered = trySql(server, statements);
        if (answered.status() != 0) {
            throw new IllegalStateException(server.id() + ": " + answered.complaints());
        }
        return answered.output().strip();
    }

    public Answered trySql(Server server, String statements) {
        try {
            Process client = client(server);
            client.getOutputStream().write(statements.getBytes(StandardCharsets.UTF_8));
            client.getOutputStream().close();
            String output = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            String complaints = new String(client.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
            client.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS);
            return new Answered(client.exitValue(), output, complaints);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** A client that reads statements from its standard input and prints without column names, unbuffered. */
    Process client(Server server) throws IOException {
        return new ProcessBuilder(
                        make == Make.MYSQL ? mySql().resolve("bin/mysql").toString() : "mariadb",
                        "--defaults-file=" + defaultsFile(server),
                        "--batch",
                        "--skip-column-names",
                        "--unbuffered",
                        "--skip-reconnect",
                        "--connect-timeout=5")
                .start();
    }

    /** Makes the account that replicas log in with. */
    public void createReplicationAccount() {
        String password = REPLICATION_PASSWORD.replace("\\", "\\\\").replace("'", "''");
        sql(
                Server.PRIMARY,
                "CREATE USER '" + REPLICATION_USER + "'@'%' IDENTIFIED BY '" + password
                        + "'; GRANT REPLICATION SLAVE ON *.* TO '" + REPLICATION_USER + "'@'%'");
    }

    /** Makes an empty server a replica of an empty primary, from the beginning of its log. */
    public void replicate(Server replica, boolean isByGtid) {
        String password = REPLICATION_PASSWORD.replace("\\", "\\\\").replace("'", "''");
        if (make == Make.MYSQL) {
            sql(
                    replica,
                    "CHANGE REPLICATION SOURCE TO SOURCE_HOST='" + Server.PRIMARY.address() + "', SOURCE_PORT="
                            + databasePort + ", SOURCE_USER='" + REPLICATION_USER + "', SOURCE_PASSWORD='" + password
                            + "', SOURCE_CONNECT_RETRY=1, GET_SOURCE_PUBLIC_KEY=1, "
                            + (isByGtid
                                    ? "SOURCE_AUTO_POSITION=1"
                                    : "SOURCE_LOG_FILE='binlog.000001', SOURCE_LOG_POS=4")
                            + "; START REPLICA");
            return;
        }
        sql(
                replica,
                "STOP SLAVE; RESET SLAVE ALL; CHANGE MASTER TO MASTER_HOST='" + Server.PRIMARY.address()
                        + "', MASTER_PORT=" + databasePort + ", MASTER_USER='" + REPLICATION_USER
                        + "', MASTER_PASSWORD='" + password + "', MASTER_CONNECT_RETRY=1, MASTER_USE_GTID="
                        + (isByGtid ? "slave_pos" : "no")
                        + (isByGtid ? "" : ", MASTER_LOG_FILE='binlog.000001', MASTER_LOG_POS=4")
                        + "; START SLAVE");
    }

    public void stop(Server server) {
        script.run("stop", server.id()).orThrow();
    }

    /** kill -9. */
    public void kill(Server server) {
        script.run("kill", server.id()).orThrow();
    }

    /** It answers nobody until {@link #goOn}; connections to it stay open. */
    public void pause(Server server) {
        script.run("pause", server.id()).orThrow();
    }

    public void goOn(Server server) {
        script.run("go-on", server.id()).orThrow();
    }

    public void start(Server server) {
        script.run("start", server.id()).orThrow();
    }

    @Override
    public void close() {
        script.close();
    }
}
