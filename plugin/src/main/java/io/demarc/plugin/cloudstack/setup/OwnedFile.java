/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cloudstack.setup;

import io.demarc.access.FileFault;
import io.demarc.problem.Problem;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * A file with an owner and a mode. It is replaced whole: nobody ever reads half of it, or all of it in the wrong mode.
 *
 * @param mode  such as {@code rw-------}
 * @param owner name of a user
 */
record OwnedFile(Path path, String mode, String owner) {
    /** What of owner and mode is wrong, in words; empty when nothing is, or when there is no such file. */
    Optional<String> fault() {
        try {
            PosixFileAttributes seen = Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            String found = PosixFilePermissions.toString(seen.permissions());
            if (!seen.isRegularFile()) {
                return Optional.of("it is no regular file");
            }
            return found.equals(mode) && seen.owner().getName().equals(owner)
                    ? Optional.empty()
                    : Optional.of("it is " + seen.owner().getName() + "'s with mode " + found + " instead of " + owner
                            + "'s with mode " + mode);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Empty when there is no such file or it can't be read. */
    Optional<byte[]> content() {
        try {
            return Optional.of(Files.readAllBytes(path));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    Path directory() {
        return Objects.requireNonNull(path.toAbsolutePath().getParent(), "a file's path has a directory");
    }

    void write(byte[] bytes) {
        try {
            Path directory = directory();
            if (!Files.isDirectory(directory)) {
                Files.createDirectory(
                        directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
                giveTo(directory);
            }
            Path draft = directory.resolve(".demarc-" + UUID.randomUUID());
            try {
                create(draft, bytes);
                giveTo(draft);
                Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(draft);
            }
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    void delete() {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    private void create(Path draft, byte[] bytes) throws IOException {
        try (SeekableByteChannel channel = Files.newByteChannel(
                draft,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode)))) {
            ByteBuffer left = ByteBuffer.wrap(bytes);
            while (left.hasRemaining()) {
                channel.write(left);
            }
        }
    }

    /** Never through a symbolic link, here as in {@link #create}: whoever owns the directory could lay one in between. */
    private void giveTo(Path of) throws IOException {
        Files.getFileAttributeView(of, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .setOwner(of.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(owner));
    }

    private ProblemException unusable(IOException e) {
        return new ProblemException(
                Problem.of(
                        ProblemCode.CONFIG_INVALID,
                        path + " cannot be put in place for user " + owner + ": " + FileFault.inWords(e) + ".",
                        "Check that its directory can be written and that there is such a user, then run the command"
                                + " again."),
                e);
    }
}
