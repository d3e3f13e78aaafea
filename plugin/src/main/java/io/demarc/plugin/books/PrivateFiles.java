/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.books;

import io.demarc.access.FileFault;
import io.demarc.problem.Problem;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Files and directories that nobody but Demarc's user may look into. */
public final class PrivateFiles {
    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> DIRECTORY = PosixFilePermissions.fromString("rwx------");

    private PrivateFiles() {}

    /** Makes the directory with mode 0700 unless it is there; throws {@code FILE_MODE_UNSAFE} when others may enter it. */
    public static void createDirectory(Path directory) {
        try {
            if (!Files.isDirectory(directory)) {
                Files.createDirectories(directory, PosixFilePermissions.asFileAttribute(DIRECTORY));
            }
            requirePrivate(directory, "0700");
        } catch (IOException e) {
            throw unusable(directory, e);
        }
    }

    /** Makes the file, empty and with mode 0600, unless it is there; throws {@code FILE_MODE_UNSAFE} when others may read it. */
    public static void create(Path file) {
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(FILE));
        } catch (FileAlreadyExistsException e) {
            requirePrivate(file, "0600");
        } catch (IOException e) {
            throw unusable(file, e);
        }
    }

    /** Returns when the file's name is on the disk, too. */
    static void flushName(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file.resolveSibling("."), StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static void requirePrivate(Path path, String mode) {
        try {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path);
            if (permissions.stream().anyMatch(permission -> !permission.name().startsWith("OWNER_"))) {
                throw ProblemException.of(
                        ProblemCode.FILE_MODE_UNSAFE,
                        path + " has mode " + PosixFilePermissions.toString(permissions) + ": others may use it.",
                        "chmod " + mode + " it.");
            }
        } catch (IOException e) {
            throw unusable(path, e);
        }
    }

    private static ProblemException unusable(Path path, IOException e) {
        return new ProblemException(
                Problem.of(
                        ProblemCode.CONFIG_INVALID,
                        path + " cannot be used: " + FileFault.inWords(e) + ".",
                        "Check that it exists and belongs to the user that the daemon runs as."),
                e);
    }
}
