/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.books;

import io.demarc.access.FileFault;
import io.demarc.problem.Problem;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The daemon's own directory, mode 0700, held by one process at a time: the kernel lets go of the lock when that process
 * ends, however it ends.
 */
public final class StateDirectory implements AutoCloseable {
    private final Path directory;
    private final FileChannel channel;

    private StateDirectory(Path directory, FileChannel channel) {
        this.directory = directory;
        this.channel = channel;
    }

    /** Throws {@code CONFLICT} when another process holds it. */
    public static StateDirectory hold(Path directory) {
        PrivateFiles.createDirectory(directory);
        Path file = directory.resolve("lock");
        PrivateFiles.create(file);
        FileChannel channel = null;
        try {
            channel = FileChannel.open(file, StandardOpenOption.WRITE);
            if (lock(channel) == null) {
                channel.close();
                throw ProblemException.of(
                        ProblemCode.CONFLICT,
                        "Another Demarc daemon uses the state directory " + directory + ".",
                        "Stop it first, or give this one a state-directory of its own.");
            }
            return new StateDirectory(directory, channel);
        } catch (IOException e) {
            throw unusable(file, e);
        }
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    public Path database() {
        return directory.resolve("demarc.sqlite");
    }

    Path path() {
        return directory;
    }

    /** What says what the database once held. */
    Path marker() {
        return directory.resolve("store-marker");
    }

    /** Whether a daemon has worked here before. */
    boolean wasUsed() {
        return Files.exists(nodeId());
    }

    private Path nodeId() {
        return directory.resolve("node-id");
    }

    /** This daemon's name for leases: the same after every restart, so that it takes up its own again. */
    public String holder() {
        Path file = nodeId();
        try {
            if (Files.notExists(file) || Files.size(file) == 0) {
                PrivateFiles.create(file);
                Files.writeString(file, UUID.randomUUID() + "\n", StandardOpenOption.SYNC, StandardOpenOption.WRITE);
            }
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw unusable(file, e);
        }
    }

    private static ProblemException unusable(Path file, IOException e) {
        return new ProblemException(
                Problem.of(
                        ProblemCode.CONFIG_INVALID,
                        file + " cannot be used: " + FileFault.inWords(e) + ".",
                        "Check that the state directory belongs to the user that the daemon runs as."),
                e);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw unusable(directory, e);
        }
    }
}
