/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.http;

import io.demarc.problem.Problem;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/** The file that the daemon's socket is. */
record SocketFile(Path path) {
    /** Longest path of a UNIX socket on Linux (sockaddr_un, 108 with the closing zero). */
    private static final int LONGEST = 107;

    /**
     * Makes room for a new socket: removes the one of a daemon that died.
     *
     * @throws ProblemException when a daemon answers there, or something else than a socket stands there
     */
    void makeRoom() {
        if (path.toString().getBytes(StandardCharsets.UTF_8).length > LONGEST) {
            throw unfit("has a path of more than " + LONGEST + " bytes", "Choose a shorter one.", null);
        }
        Path directory = path.toAbsolutePath().getParent();
        if (directory == null || !Files.isDirectory(directory)) {
            throw unfit(
                    "cannot be made: there is no directory " + directory,
                    "Create it, writable for the daemon's user.",
                    null);
        }
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (isAnswered()) {
            throw ProblemException.of(
                    ProblemCode.CONFLICT,
                    "Another daemon answers on " + path + ".",
                    "Stop it first, or give this one another socket in its configuration.");
        }
        try {
            Files.delete(path);
        } catch (IOException e) {
            throw unfit("is left over and cannot be removed", "Remove it.", e);
        }
    }

    private boolean isAnswered() {
        try {
            if (!Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                    .isOther()) {
                throw unfit("is a file, and no socket", "Remove it, or choose another path.", null);
            }
            SocketChannel.open(UnixDomainSocketAddress.of(path)).close();
            return true;
        } catch (ConnectException e) {
            return false;
        } catch (IOException e) {
            throw unfit("cannot be tried: " + e.getMessage(), "Check who owns it, and its mode.", e);
        }
    }

    /** Owner and group may speak to it, nobody else. */
    void restrict() {
        try {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-rw----"));
        } catch (IOException e) {
            throw unfit("cannot be given mode 0660", "Check the file system of its directory.", e);
        }
    }

    void remove() {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw unfit("cannot be removed", "Remove it.", e);
        }
    }

    ProblemException unfit(String what, String fix, @Nullable Exception cause) {
        Problem problem = Problem.of(ProblemCode.CONFIG_INVALID, "Socket " + path + " " + what + ".", fix);
        return cause == null ? new ProblemException(problem) : new ProblemException(problem, cause);
    }
}
