/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.replica;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The shell that copies files and puts them in place, in a real shell; the programs that it calls are fakes, which hang, fail or
 * kill their caller when the real ones never would. Those are in {@code ReplicaRebuildIT}.
 */
@SuppressWarnings("NullAway.Init")
class ShellScriptsIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    /** More than the script calls. */
    private static final int MOST_CALLS = 60;

    @TempDir
    private Path directory;

    private Path programs;
    private Path data;

    @BeforeEach
    void begin() throws IOException {
        programs = Files.createDirectory(directory.resolve("programs"));
        data = Files.createDirectory(directory.resolve("data"));
        program("mariadb-backup", "exit 0");
        program("mariadbd", "cat >/dev/null");
        program("start-it", "[ ! -e stopped ] || rm stopped; cat data/ibdata1 >>started");
        program("stop-it", "touch stopped; cat data/ibdata1 >>ended");
    }

    private void program(String name, String text) throws IOException {
        Path file = programs.resolve(name);
        Files.writeString(file, "#!/bin/sh\n" + text + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private record Ran(int status, String output, String complaints) {}

    private Process start(Script script, String... arguments) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(script.argv(List.of(arguments))).directory(directory.toFile());
        builder.environment().merge("PATH", programs.toString(), (path, first) -> first + ":" + path);
        return builder.start();
    }

    private Ran run(Script script, String... arguments) {
        try {
            Process process = start(script, arguments);
            process.getOutputStream().close();
            return end(process);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Ran end(Process process) throws IOException {
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String complaints = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            assertThat(process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return new Ran(process.exitValue(), output, complaints);
    }

    @Test
    void aBackupWhoseLockLastsTooLongIsEnded() throws IOException {
        program("mariadb-backup", """
                echo 'some data'
                echo '[00] 2026-11-28 05:06:44 Streaming ./app/t.ibd' >&2
                echo '[00] 2026-11-28 05:06:44 Started BACKUP STAGE BLOCK_DDL' >&2
                exec sleep 600 >/dev/null""");

        Process process = start(Script.BACKUP, "600", "1", "--defaults-file=/dev/null");
        Ran ran = end(process);

        assertThat(ran.complaints())
                .contains("its lock lasted longer than 1 s", "demarc: dump 143", "demarc: gzip 0")
                .doesNotContain("Streaming");
        assertThat(Script.endedWell(ran.complaints(), "dump")).isFalse();
    }

    @Test
    void aBackupEndsWhenNobodyIsThereAnyMore() throws IOException {
        program("mariadb-backup", "echo begun >&2; exec sleep 600");
        Ran gone = run(Script.BACKUP, "600", "600");
        assertThat(gone.complaints()).contains("demarc: dump 143");

        Process silent = start(Script.BACKUP, "1", "600");
        assertThat(end(silent).complaints()).contains("demarc: dump 143");
    }

    @Test
    void aDumpEndsWithItsSessionWhenNobodyIsThereAnyMore() throws IOException {
        program("mariadb-dump", "echo $$ >dumping; exec sleep 600");
        program("mariadb", """
                case $* in
                    *"attr_value='$(cat dumping)'"*) echo 'KILL 4711;' ;;
                    *) echo "$*" >>asked ;;
                esac""");

        Ran gone = run(Script.DUMP, "600", "together", "--defaults-file=/dev/null", "--all-databases");
        assertThat(gone.complaints()).contains("demarc: dump 143");

        Process silent = start(Script.DUMP, "1", "together", "--defaults-file=/dev/null", "--all-databases");
        assertThat(end(silent).complaints()).contains("demarc: dump 143");
        assertThat(content("asked"))
                .contains("--defaults-file=/dev/null --batch --skip-column-names -e KILL 4711;")
                .doesNotContain("--all-databases");
    }

    @Test
    void eventsAreDumpedWhenTheTransactionIsOver() throws IOException {
        program("mariadb-dump", "echo \"$*\" >>dumped; case $* in *--skip-events) [ ! -e failing ] ;; esac");
        Process process = start(Script.DUMP, "600", "apart", "--single-transaction", "--all-databases");
        assertThat(end(process).complaints()).contains("demarc: dump 0");

        assertThat(content("dumped").lines()).first().isEqualTo("--single-transaction --all-databases --skip-events");
        assertThat(content("dumped").lines())
                .last()
                .asString()
                .contains("--skip-single-transaction", "--no-data", "--events");

        Files.createFile(directory.resolve("failing"));
        Process failing = start(Script.DUMP, "600", "apart", "--single-transaction", "--all-databases");
        assertThat(end(failing).complaints()).contains("demarc: dump 1");
    }

    @Test
    void aBackupThatEndsWellSaysSoAndItsSum() throws IOException {
        program("mariadb-backup", """
                [ "$1" = --defaults-file=/dev/null ] && [ "$2" = --backup ] || exit 9
                echo '[00] 2026-11-28 05:06:44 Acquiring BACKUP LOCKS...' >&2
                echo '[00] 2026-11-28 05:06:45 All tables unlocked' >&2
                echo 'some data'""");

        Process process = start(Script.BACKUP, "600", "600", "--defaults-file=/dev/null");
        Ran ran = end(process);

        assertThat(Script.endedWell(ran.complaints(), "dump")).isTrue();
        assertThat(Script.sum(ran.complaints())).matches("[0-9a-f]{64}");
    }

    private void receive(String content) throws IOException {
        Files.writeString(data.resolve("ibdata1"), "old\n");
        Files.writeString(data.resolve(".hidden"), "old\n");
        Files.writeString(data.resolve("debian-10.11.flag"), "");
        Path copy = Files.createDirectories(data.resolve(".demarc/copy"));
        Files.writeString(copy.resolve("backup-my.cnf"), "");
        Files.writeString(copy.resolve("xtrabackup_info"), "");
        Files.writeString(copy.resolve("ibdata1"), content);
        Files.createDirectory(copy.resolve("app"));
        Files.writeString(copy.resolve("app/t.ibd"), content);
    }

    private Ran exchange(String command) {
        return run(
                Script.EXCHANGE,
                command,
                data.toString(),
                directory.resolve("pid").toString(),
                "stop-it",
                "start-it",
                "-",
                "no");
    }

    /** Begins, or goes on, and waits until nobody is at it. */
    private String exchanged() {
        exchange("begin");
        return awaitExchanged();
    }

    private String awaitExchanged() {
        return Awaitility.await()
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> exchange("state").output(), it -> !it.startsWith("running"));
    }

    private List<String> names(Path of) throws IOException {
        try (Stream<Path> files = Files.list(of)) {
            return files.map(it -> it.getFileName().toString()).sorted().collect(Collectors.toList());
        }
    }

    private String content(String file) throws IOException {
        Path path = directory.resolve(file);
        return Files.exists(path) ? Files.readString(path) : "";
    }

    @Test
    void receivedFilesTakeThePlaceOfTheServersOwn() throws IOException {
        receive("new\n");

        assertThat(exchanged()).startsWith("still started ");

        assertThat(names(data)).containsExactly(".demarc", "app", "debian-10.11.flag", "ibdata1");
        assertThat(content("ended")).isEqualTo("old\n");
        assertThat(content("started")).isEqualTo("new\n");
        assertThat(names(data.resolve(".demarc/old"))).containsExactly(".hidden", "debian-10.11.flag", "ibdata1");

        assertThat(exchange("clear").status()).isZero();
        assertThat(names(data)).containsExactly("app", "debian-10.11.flag", "ibdata1");
    }

    /** Whichever program it calls next never returns: the machine lost its power there. */
    @Test
    void interruptedAnywhereItGoesOnAndNothingIsLost() throws IOException {
        int interrupted = 0;
        List<String> refused = new ArrayList<>();
        for (int half = 2; half <= 2 * MOST_CALLS; half++) {
            int call = half / 2;
            boolean isBefore = half % 2 == 0;
            delete(data);
            Files.createDirectory(data);
            Files.deleteIfExists(directory.resolve("calls"));
            receive("new\n");
            dyingAt(call, isBefore);
            exchanged();
            if (content("died").isEmpty()) {
                break;
            }
            interrupted++;
            Files.delete(directory.resolve("died"));
            dyingAt(0, true);

            String state = exchanged();

            if (state.startsWith("failed preparing")) {
                refused.add(state);
                assertThat(Files.readString(data.resolve("ibdata1"))).isEqualTo("old\n");
                continue;
            }
            assertThat(state).as("interrupted at call %d", call).startsWith("still started ");
            assertThat(names(data))
                    .as("interrupted at call %d", call)
                    .containsExactly(".demarc", "app", "debian-10.11.flag", "ibdata1");
            assertThat(Files.readString(data.resolve("ibdata1"))).isEqualTo("new\n");
            assertThat(Files.readString(data.resolve(".demarc/old/ibdata1"))).isEqualTo("old\n");
        }
        assertThat(interrupted)
                .as("places where it was interrupted")
                .isGreaterThan(30)
                .isLessThan(2 * MOST_CALLS - 1);
        assertThat(refused).as("nobody knows what half prepared files hold").isNotEmpty();
    }

    /** Programs that kill the shell that has called them, one time, before or after they have done it. */
    private void dyingAt(int call, boolean isBefore) throws IOException {
        for (String name : List.of(
                "mv", "chown", "sync", "cp", "rm", "mkdir", "start-it", "stop-it", "mariadb-backup", "mariadbd")) {
            String real = Files.isExecutable(Path.of("/usr/bin/" + name)) && !name.startsWith("mariadb")
                    ? "/usr/bin/" + name + " \"$@\""
                    : ":";
            String counted = "echo >>'" + directory + "/calls'; n=$(($(wc -l <'" + directory + "/calls')))\n";
            String die = "if [ $n = " + call + " ]; then echo >'" + directory + "/died'; kill -9 $PPID; exit 1; fi\n";
            program(
                    name,
                    name.startsWith("mariadbd")
                            ? "cat >/dev/null\n" + counted + die
                            : counted + (isBefore ? die + real : real + "\nr=$?\n" + die + "exit $r"));
        }
    }

    private static void delete(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Test
    void aServerThatDoesNotStartOnTheCopyGetsItsOwnFilesBack() throws IOException {
        receive("new\n");
        program("start-it", "grep -q old data/ibdata1 && cat data/ibdata1 >>started");

        assertThat(exchanged()).startsWith("failed renamed ").contains("the server did not start: 'start-it'");

        assertThat(exchange("back").status()).isZero();
        assertThat(names(data)).containsExactly(".hidden", "debian-10.11.flag", "ibdata1");
        assertThat(content("started")).isEqualTo("old\n");
    }

    @Test
    void dataAreGivenBackWhenAnExchangeThatGoesOnHasEnded() throws IOException {
        receive("new\n");
        program("start-it", "grep -q old data/ibdata1 || sleep 1; cat data/ibdata1 >>started");
        assertThat(exchange("begin").status()).isZero();

        assertThat(exchange("back").status()).isZero();

        assertThat(names(data)).containsExactly(".hidden", "debian-10.11.flag", "ibdata1");
        assertThat(content("started")).isEqualTo("new\nold\n");
    }

    @Test
    void aServerThatARestartedMachineHasStartedIsStoppedBeforeItsFilesAreMoved() throws IOException {
        receive("new\n");
        program("mariadbd", "echo $$ >pid; read -r line");
        program("stop-it", "touch stopped; cat data/ibdata1 >>ended; kill \"$(cat pid)\"");
        Files.writeString(data.resolve(".demarc/state"), "stopped\n");
        Process server = new ProcessBuilder(programs.resolve("mariadbd").toString())
                .directory(directory.toFile())
                .start();
        Awaitility.await().atMost(LIMIT).until(() -> !content("pid").isEmpty());

        assertThat(exchanged()).startsWith("still started ");

        assertThat(content("ended")).as("it ran on its own files").isEqualTo("old\n");
        assertThat(Files.readString(data.resolve("ibdata1"))).isEqualTo("new\n");
        assertThat(server.isAlive()).isFalse();
    }

    @Test
    void filesThatCannotBePreparedOrTriedCostNothing() throws IOException {
        receive("new\n");
        program("mariadb-backup", "echo 'This target seems to be damaged.'; exit 1");
        assertThat(exchanged())
                .startsWith("failed preparing ")
                .contains("seems to be damaged", "could not be prepared");

        receiveAgain();
        program("mariadb-backup", "exit 0");
        program("mariadbd", "cat >/dev/null; echo 'InnoDB: Corrupted page'; exit 1");
        assertThat(exchanged()).startsWith("failed prepared ").contains("Corrupted page", "ended badly");

        assertThat(Files.readString(data.resolve("ibdata1"))).isEqualTo("old\n");
        assertThat(content("ended")).as("the server was not touched").isEmpty();

        assertThat(exchange("halt").status()).isZero();
        assertThat(exchange("state").output()).startsWith("failed nothing");
        assertThat(data.resolve(".demarc/copy")).doesNotExist();
    }

    /** Which is asked for its accounts; and the server of the copy, which is told them, and lets in whom it likes. */
    private void serverThatLetsIn(boolean isLettingIn) throws IOException {
        program("mariadb", """
                case $* in
                    *'SHOW CREATE USER '*)
                        echo "CREATE USER 'monitor'@'localhost' IDENTIFIED BY PASSWORD '*AB'"
                        echo 'GRANT USAGE ON *.*'
                        exit ;;
                    *--socket=*/data/.demarc/socket*) ;;
                    *) exit 9 ;;
                esac
                [ -e data/.demarc/scratch.pid ] || { echo 'ERROR 2002 (HY000)' >&2; exit 1; }
                [ -z '%s' ] || { echo 'ERROR 1045 (28000): Access denied' >&2; exit 1; }""".formatted(isLettingIn ? "" : "not"));
        program("mariadbd", """
                case $* in *--bootstrap*) exec cat >told ;; esac
                for argument; do case $argument in --datadir=*) copy=$argument ;; esac; done
                touch was-up
                exec python3 -c 'import os, signal, sys
                signal.signal(signal.SIGTERM, lambda *it: sys.exit(0))
                open("data/.demarc/scratch.pid", "w").write(str(os.getpid()))
                signal.pause()' $copy""");
    }

    private String exchangedKeeping(String account) {
        String pidFile = directory.resolve("pid").toString();
        run(Script.EXCHANGE, "begin", data.toString(), pidFile, "stop-it", "start-it", "-", "yes", account);
        return awaitExchanged();
    }

    @Test
    void receivedFilesHaveTheAccountsThatAreKeptAndLetDemarcInBeforeTheyTakeThePlace() throws IOException {
        receive("new\n");
        serverThatLetsIn(true);

        assertThat(exchangedKeeping("monitor@localhost")).startsWith("still started ");

        assertThat(content("told").lines())
                .containsSubsequence(
                        "UPDATE mysql.event SET status='SLAVESIDE_DISABLED' WHERE status='ENABLED';",
                        "FLUSH PRIVILEGES;",
                        "DROP USER IF EXISTS 'monitor'@'localhost';",
                        "CREATE USER 'monitor'@'localhost' IDENTIFIED BY PASSWORD '*AB';",
                        "GRANT USAGE ON *.*;");
        assertThat(directory.resolve("was-up")).exists();
        assertThat(names(data.resolve(".demarc")))
                .as("no word of an account is left")
                .doesNotContain("first");
        assertThat(content("started")).isEqualTo("new\n");
    }

    @Test
    void receivedFilesThatDoNotLetDemarcInCostNothing() throws IOException {
        receive("new\n");
        serverThatLetsIn(false);

        assertThat(exchangedKeeping("monitor@localhost"))
                .startsWith("failed prepared ")
                .contains("Demarc could not log in to the copy as it does to the running server", "Access denied");

        assertThat(content("ended")).as("the server was not touched").isEmpty();
        assertThat(data.resolve(".demarc/scratch.pid"))
                .as("nor is another left")
                .doesNotExist();
    }

    private void receiveAgain() throws IOException {
        delete(data);
        Files.createDirectory(data);
        receive("new\n");
    }
}
