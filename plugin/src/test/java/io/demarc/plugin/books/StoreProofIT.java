/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.books;

import static org.assertj.core.api.Assertions.assertThat;

import io.demarc.plugin.words.Actor;
import io.demarc.plugin.world.Crash;
import io.demarc.plugin.world.FailingConnection;
import io.demarc.plugin.world.VirtualTime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whenever the daemon is killed, at a commit or at a write to the marker, and when the power fails so that the marker falls
 * back to what had reached the disk: a store that lost nothing is never in doubt, and one that lost more than a block, or
 * anything without a power failure, always is. More runs: {@code -Ddemarc.random.runs=1000}; others: {@code
 * -Ddemarc.random.seed=7}.
 */
class StoreProofIT {
    private static final int LIVES = 12;

    @TempDir
    Path directory;

    @TestFactory
    List<DynamicTest> whatIsLostIsNoticedAndNothingElseIs() {
        int runs = Integer.getInteger("demarc.random.runs", 6);
        long first = Long.getLong("demarc.random.seed", 1);
        return LongStream.range(first, first + runs)
                .mapToObj(seed -> DynamicTest.dynamicTest(
                        "seed " + seed, () -> new Run(seed, directory.resolve("state-" + seed)).live()))
                .toList();
    }

    /** The lives of one state directory. */
    private static final class Run {
        private final Random random;
        private final Path state;
        private final VirtualTime time = new VirtualTime();
        /** Copies of the store as it was, by the highest number of their journals. */
        private final TreeMap<Long, Path> copies = new TreeMap<>();

        private int marksLeft = -1;
        /** What of the marker a power failure leaves. */
        private byte[] flushed = new byte[0];

        Run(long seed, Path state) {
            this.random = new Random(seed);
            this.state = state;
        }

        void live() throws IOException {
            for (int life = 0; life < LIVES; life++) {
                long committed = life();
                assertThat(isInDoubt()).as("after a kill in life %s", life).isFalse();
                if (random.nextInt(3) == 0) {
                    failPower();
                    assertThat(isInDoubt())
                            .as("after a power failure in life %s", life)
                            .isFalse();
                }
                assertThat(highest()).isGreaterThanOrEqualTo(committed);
            }
            loseSomething();
        }

        /** Works until it is killed, somewhere; answers the highest number that it was told to be committed. */
        private long life() throws IOException {
            FailingConnection connection = new FailingConnection();
            long committed = 0;
            StateDirectory held = StateDirectory.hold(state);
            try {
                switch (random.nextInt(3)) {
                    case 0 -> connection.killAt(random.nextInt(60), random.nextBoolean());
                    case 1 -> marksLeft = random.nextInt(60);
                    default -> {}
                }
                Store store = Store.open(held, connection::around, this::marking);
                held.holder();
                try {
                    committed = work(store);
                } finally {
                    marksLeft = -1;
                    store.close();
                }
            } catch (Crash e) {
                marksLeft = -1;
            } finally {
                held.close();
            }
            return committed;
        }

        private void marking(String doing) {
            if (marksLeft-- == 0) {
                throw new Crash();
            }
            if (doing.equals("flush")) {
                flushed = marked();
            }
        }

        private byte[] marked() {
            try {
                return Files.readAllBytes(marker());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private long work(Store store) throws IOException {
            Journal journal = new Journal(store, time);
            long committed = 0;
            int transactions = random.nextInt(40);
            for (int i = 0; i < transactions; i++) {
                int lines = random.nextInt(4);
                store.change(handle -> {
                    for (int line = 0; line < lines; line++) {
                        journal.append(handle, JournalDraft.of("note", Actor.TIMER, "line"));
                    }
                });
                committed = store.view().number();
                if (random.nextInt(20) == 0) {
                    copy(store);
                }
            }
            return committed;
        }

        private void copy(Store store) {
            Path copy = state.resolveSibling(state.getFileName() + "-copy-" + copies.size());
            long number = store.view().number();
            if (!copies.containsKey(number)) {
                store.copyTo(copy);
                copies.put(number, copy);
            }
        }

        private Path marker() {
            return state.resolve("store-marker");
        }

        /** Of the marker only that is left which was flushed. */
        private void failPower() throws IOException {
            if (flushed.length > 0) {
                Files.write(marker(), flushed);
            }
        }

        private boolean isInDoubt() {
            try (StateDirectory held = StateDirectory.hold(state);
                    Store store = Store.open(held)) {
                return store.doubt().isPresent();
            }
        }

        private long highest() {
            try (StateDirectory held = StateDirectory.hold(state);
                    Store store = Store.open(held)) {
                return store.view().number();
            }
        }

        /** A copy takes the store's place: whatever was committed since is lost. */
        private void loseSomething() throws IOException {
            long highest = highest();
            for (var copy : copies.entrySet()) {
                assertThat(isInDoubtWith(copy.getValue()))
                        .as("%s of %s", copy.getKey(), highest)
                        .isEqualTo(copy.getKey() < highest);
            }
            long committed = life();
            failPower();
            for (var copy : copies.headMap(committed - StoreMarker.BLOCK, true).entrySet()) {
                assertThat(isInDoubtWith(copy.getValue()))
                        .as("%s of %s after a power failure", copy.getKey(), committed)
                        .isTrue();
            }
        }

        private boolean isInDoubtWith(Path copy) throws IOException {
            Path database = state.resolve("demarc.sqlite");
            byte[] store = Files.readAllBytes(database);
            byte[] marker = marked();
            Files.write(database, Files.readAllBytes(copy));
            boolean isInDoubt = isInDoubt();
            Files.write(database, store);
            Files.write(marker(), marker);
            return isInDoubt;
        }
    }
}
