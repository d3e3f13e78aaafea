/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.books;

import io.demarc.access.FileFault;
import io.demarc.problem.Problem;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * A file of one disk sector beside the store, which says what the store has held. It is written after a commit and never
 * before, so it never says more than the store has. A killed process leaves it exact; a power failure at most {@value
 * #BLOCK} journal numbers behind, because only so often it waits for the disk. One caller at a time.
 */
final class StoreMarker implements AutoCloseable {
    static final int BLOCK = 32;
    /** Stands where any identity will do: the store has none yet. */
    static final String ANY = "-";

    private static final int SECTOR_BYTES = 512;
    /** What fits into the sector beside everything else. */
    private static final int MOST_WORDS = 380;

    private static final String HEAD = "demarc-store-marker 1";

    private final Path file;
    private final Consumer<String> doing;
    private @Nullable FileChannel channel;
    private long flushed = -1;

    /**
     * What the store has held.
     *
     * @param identity of the store, or {@link #ANY}
     * @param number   the highest number of its journal that is known to be committed
     * @param doubt    why the store is not the one that it should be; empty when it is
     */
    record Proven(String identity, long number, String doubt) {
        Proven doubted(String why) {
            return new Proven(identity, number, why);
        }
    }

    /** @param doing told {@code write} or {@code flush} right before it is done: tests end the process there */
    StoreMarker(Path file, Consumer<String> doing) {
        this.file = file;
        this.doing = doing;
    }

    /** Empty when there is no marker. One that was damaged proves nothing, and says so as a doubt. */
    Optional<Proven> read() {
        try {
            if (Files.notExists(file)) {
                return Optional.empty();
            }
            String text = Files.readString(file, StandardCharsets.ISO_8859_1).strip();
            String[] lines = text.split("\n", -1);
            boolean isWhole = lines.length == 5
                    && lines[0].equals(HEAD)
                    && lines[4].equals(checksum(text.substring(0, text.lastIndexOf('\n') + 1)));
            return Optional.of(
                    isWhole
                            ? new Proven(lines[1], Long.parseLong(lines[2]), lines[3])
                            : new Proven(ANY, 0, "the marker beside it, " + file + ", is damaged"));
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    /** Returns when it is on the disk. */
    void put(Proven proven) {
        write(proven);
        flush(proven.number());
    }

    /** After a commit; waits for the disk only at the end of a block. */
    void advance(Proven proven) {
        write(proven);
        if (proven.number() - flushed >= BLOCK) {
            flush(proven.number());
        }
    }

    private void write(Proven proven) {
        doing.accept("write");
        try {
            if (channel == null) {
                channel = open(proven);
            } else {
                channel.write(ByteBuffer.wrap(sector(proven)), 0);
            }
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    /** A new marker takes its place whole. */
    private FileChannel open(Proven proven) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        PrivateFiles.create(fresh);
        Files.write(
                fresh,
                sector(proven),
                StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.SYNC);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        PrivateFiles.flushName(file);
        return FileChannel.open(file, StandardOpenOption.WRITE);
    }

    private void flush(long number) {
        doing.accept("flush");
        try {
            if (channel != null) {
                channel.force(false);
                flushed = number;
            }
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    private static byte[] sector(Proven proven) {
        String doubt = proven.doubt().replaceAll("[^ -~]", "?");
        String words = String.join(
                        "\n",
                        HEAD,
                        proven.identity(),
                        Long.toString(proven.number()),
                        doubt.substring(0, Math.min(MOST_WORDS, doubt.length())))
                + "\n";
        String text = words + checksum(words) + "\n";
        String padded = text + " ".repeat(Math.max(0, SECTOR_BYTES - text.length()));
        return padded.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String checksum(String words) {
        CRC32 sum = new CRC32();
        sum.update(words.getBytes(StandardCharsets.ISO_8859_1));
        return Long.toHexString(sum.getValue());
    }

    private ProblemException unusable(IOException e) {
        return new ProblemException(
                Problem.of(
                        ProblemCode.CONFIG_INVALID,
                        "The store's marker " + file + " cannot be used: " + FileFault.inWords(e) + ".",
                        "Check the state directory's free space, owner and mode."),
                e);
    }

    @Override
    public void close() {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            throw unusable(e);
        }
    }
}
