/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.books;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.demarc.plugin.OldStore;
import io.demarc.plugin.words.Actor;
import io.demarc.plugin.words.JournalEntry;
import io.demarc.plugin.world.VirtualTime;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import io.demarc.switches.SwitchName;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreIT {
    private static final SwitchName TOR = new SwitchName("tor");

    @TempDir
    Path directory;

    private final VirtualTime time = new VirtualTime();
    private Path file;
    private Store store;

    @BeforeEach
    void open() {
        file = directory.resolve("demarc.sqlite");
        store = Store.open(file);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void everyFileIsPrivateAndEveryCommitReachesTheDisk() throws IOException {
        store.change(handle -> handle.execute("UPDATE lease SET holder = 'x'"));

        try (Stream<Path> files = Files.list(directory)) {
            for (Path one : files.toList()) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(one)))
                        .as("%s", one)
                        .isEqualTo("rw-------");
            }
        }
        assertThat(pragma("journal_mode")).isEqualTo("wal");
        assertThat(pragma("synchronous")).isEqualTo("2");
        assertThat(pragma("foreign_keys")).isEqualTo("1");
    }

    private String pragma(String name) {
        return store.read(handle ->
                handle.createQuery("PRAGMA " + name).mapTo(String.class).one());
    }

    @Test
    void aStoreThatOthersMayReadIsNotOpened() throws IOException {
        store.close();
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        assertThatThrownBy(() -> Store.open(file))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().code()).isEqualTo(ProblemCode.FILE_MODE_UNSAFE));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        store = Store.open(file);
    }

    @Test
    void aFileThatIsNoDatabaseIsNamed() throws IOException {
        Path other = directory.resolve("other");
        PrivateFiles.create(other);
        Files.writeString(other, "this is no database, and long enough to be looked at. ".repeat(40));

        assertThatThrownBy(() -> Store.open(other)).hasMessageContaining(other.toString());
    }

    @Test
    void aStoreOfANewerVersionIsRefusedAndLeftAsItIs() {
        store.close();
        OldStore.bringToVersion900(file);

        assertThatThrownBy(() -> Store.open(file)).isInstanceOfSatisfying(ProblemException.class, e -> {
            assertThat(e.problem().code()).isEqualTo(ProblemCode.STORE_UNFIT);
            assertThat(e.problem().message()).contains("newer Demarc", "version 900", "Run the newer program");
        });
        OldStore.execute(file, "DELETE FROM flyway_schema_history WHERE version = '900'");
        store = Store.open(file);
    }

    @Test
    void aStoreWithADamagedPageIsRefused() throws IOException {
        Journal journal = new Journal(store, time);
        for (int i = 0; i < 500; i++) {
            journal.append(JournalDraft.of("note", Actor.TIMER, "line " + i));
        }
        store.close();
        Path damaged = directory.resolve("damaged");
        Files.copy(file, damaged, StandardCopyOption.COPY_ATTRIBUTES);
        store = Store.open(file);
        try (FileChannel channel = FileChannel.open(damaged, StandardOpenOption.WRITE)) {
            for (long page = 1; page < channel.size() / 4096; page++) {
                channel.write(ByteBuffer.wrap("damaged".repeat(8).getBytes(StandardCharsets.US_ASCII)), page * 4096);
            }
        }

        assertThatThrownBy(() -> Store.open(damaged)).isInstanceOfSatisfying(ProblemException.class, e -> {
            assertThat(e.problem().code()).isEqualTo(ProblemCode.STORE_UNFIT);
            assertThat(e.problem().message()).contains(damaged.toString(), "is damaged", "newest backup");
        });
    }

    @Test
    void aCopyIsWholePrivateAndOverwritesNothing() throws IOException {
        Journal journal = new Journal(store, time);
        journal.append(JournalDraft.of("note", Actor.TIMER, "first"));
        Path copy = directory.resolve("copy.sqlite");

        store.copyTo(copy);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(copy)))
                .isEqualTo("rw-------");
        try (Store copied = Store.open(copy)) {
            assertThat(new Journal(copied, time).newest(10))
                    .extracting(JournalEntry::message)
                    .containsExactly("first");
            assertThat(copied.view().identity()).isEqualTo(store.view().identity());
        }
        assertThatThrownBy(() -> store.copyTo(copy)).hasMessageContaining("is there already");
        Path nowhere = directory.resolve("nowhere").resolve("copy.sqlite");
        assertThatThrownBy(() -> store.copyTo(nowhere)).hasMessageContaining("cannot be written");
    }

    @Test
    void theJournalIsNeitherRewrittenNorShortened() {
        Journal journal = new Journal(store, time);
        journal.append(JournalDraft.of("note", Actor.TIMER, "first"));

        for (String statement : List.of(
                "UPDATE journal SET message = 'x'", "DELETE FROM journal", "UPDATE transcript SET lines = 'x'")) {
            store.change(handle -> journal.keepTranscript(handle, List.of("a", "b")));
            assertThatThrownBy(() -> store.change(handle -> handle.execute(statement)))
                    .hasMessageContaining("append-only");
        }
        assertThat(journal.newest(10)).extracting(JournalEntry::message).containsExactly("first");
    }

    @Test
    void whatWasSaidIsForgottenAfterAWhileAndWhatWasChangedNever() {
        Journal journal = new Journal(store, time);
        tell(journal, "old");
        time.pass(Duration.ofDays(60));
        tell(journal, "young");
        time.pass(Duration.ofDays(31));

        journal.forgetTranscripts(Duration.ofDays(90));

        assertThat(journal.newest(10)).extracting(JournalEntry::message).containsExactly("old", "young");
        assertThat(journal.newest(10))
                .extracting(JournalEntry::transcript)
                .containsExactly(List.of(), List.of("said: young"));
    }

    private void tell(Journal journal, String message) {
        store.change(handle -> journal.append(
                handle,
                JournalDraft.of("changed", Actor.TIMER, message)
                        .withTranscript(journal.keepTranscript(handle, List.of("said: " + message)))));
    }

    @Test
    void theJournalIsReadForwardsAndBackwards() {
        Journal journal = new Journal(store, time);
        for (int i = 1; i <= 5; i++) {
            journal.append(JournalDraft.of("note", Actor.TIMER, "line " + i));
        }

        assertThat(journal.newest(2)).extracting(JournalEntry::message).containsExactly("line 4", "line 5");
        long second = journal.after(0, 2).get(1).id();
        assertThat(journal.after(second, 2)).extracting(JournalEntry::message).containsExactly("line 3", "line 4");
    }

    @Test
    void aFailedTransactionLeavesNothing() {
        Journal journal = new Journal(store, time);
        assertThatThrownBy(() -> store.change(handle -> {
                    journal.append(handle, JournalDraft.of("note", Actor.TIMER, "half"));
                    throw new IllegalStateException("in the middle");
                }))
                .hasMessage("in the middle");

        assertThat(journal.newest(10)).isEmpty();
    }

    @Test
    void aLeaseIsHeldByOneUntilItRunsOutAndTakenUpAgainUnderTheSameName() {
        Leases mine = new Leases(store, "node-1", time);
        Leases others = new Leases(store, "node-2", time);

        assertThat(mine.acquire(TOR, Duration.ofSeconds(60))).isEmpty();
        assertThat(others.acquire(TOR, Duration.ofSeconds(60))).contains(Duration.ofSeconds(60));
        assertThat(new Leases(store, "node-1", time).acquire(TOR, Duration.ofSeconds(90)))
                .isEmpty();
        assertThat(others.acquire(TOR, Duration.ofSeconds(60))).contains(Duration.ofSeconds(90));
        assertThat(held(mine)).isTrue();

        time.pass(Duration.ofSeconds(91));
        assertThat(held(mine)).isFalse();
        assertThat(others.acquire(TOR, Duration.ofSeconds(60))).isEmpty();
        mine.release(TOR);
        assertThat(held(others)).isTrue();
        others.release(TOR);
        assertThat(mine.acquire(TOR, Duration.ofSeconds(60))).isEmpty();
    }

    private boolean held(Leases leases) {
        return store.read(handle -> leases.isHeld(handle, TOR));
    }

    /** A killed daemon would leave it behind at each start. */
    @Test
    void sqlitesMachineCodeIsUnpackedInTheStateDirectoryOnceAndNowhereElse() throws IOException {
        Path state = directory.resolve("state");
        try (StateDirectory held = StateDirectory.hold(state)) {
            SqliteLibrary.unpackIn(state);
            List<Path> unpacked = allIn(state.resolve("sqlite"));
            assertThat(unpacked)
                    .singleElement()
                    .satisfies(it -> assertThat(Files.size(it)).isPositive());
            FileTime then = Files.getLastModifiedTime(unpacked.get(0));

            Store.open(held).close();
            assertThat(allIn(state.resolve("sqlite"))).isEqualTo(unpacked);
            assertThat(Files.getLastModifiedTime(unpacked.get(0))).isEqualTo(then);
        }
        assertThat(Path.of(System.getProperty("org.sqlite.lib.path"), System.getProperty("org.sqlite.lib.name")))
                .as("where its driver loads it from")
                .isRegularFile();
    }

    private static List<Path> allIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    @Test
    void aStateDirectoryKeepsItsNameAndBelongsToOneProcess() {
        Path state = directory.resolve("state");
        String name;
        try (StateDirectory held = StateDirectory.hold(state)) {
            name = held.holder();
            assertThatThrownBy(() -> StateDirectory.hold(state)).hasMessageContaining(state.toString());
        }
        try (StateDirectory again = StateDirectory.hold(state)) {
            assertThat(again.holder()).isEqualTo(name);
        }
    }
}
