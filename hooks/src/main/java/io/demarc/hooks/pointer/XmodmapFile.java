/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.pointer;

import io.demarc.access.FileFault;
import io.demarc.problem.Problem;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The file that a login gives to xmodmap. One caller at a time. */
final class XmodmapFile {
    private static final Pattern POINTER = Pattern.compile("\\s*pointer\\s*=.*", Pattern.CASE_INSENSITIVE);

    private final Path path;

    XmodmapFile(Path path) {
        this.path = path;
    }

    /** The text with this line about the pointer, in the place of the one that it has; every other line as it was. */
    static String withPointer(String text, String line) {
        List<String> lines = new ArrayList<>();
        boolean isIn = false;
        for (String each : text.lines().toList()) {
            if (!POINTER.matcher(each).matches()) {
                lines.add(each);
            } else if (!isIn) {
                lines.add(line);
                isIn = true;
            }
        }
        if (!isIn) {
            lines.add(line);
        }
        return String.join("\n", lines) + "\n";
    }

    /** The text without any line about the pointer. */
    static String withoutPointer(String text) {
        return text.lines()
                .filter(line -> !POINTER.matcher(line).matches())
                .map(line -> line + "\n")
                .collect(Collectors.joining());
    }

    /** The last line about the pointer, which is the one that counts. */
    static Optional<String> pointer(String text) {
        return text.lines()
                .filter(line -> POINTER.matcher(line).matches())
                .reduce((one, other) -> other)
                .map(line -> line.strip().replaceAll("\\s+", " "));
    }

    /** Empty when there is no file. */
    Optional<String> read() {
        try {
            return Optional.of(Files.readString(path, StandardCharsets.ISO_8859_1));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    /** Wholly or not at all; a link is followed, the mode stays. */
    void write(String text) {
        try {
            Path target = Files.exists(path) ? path.toRealPath() : path;
            Path fresh = target.resolveSibling(target.getFileName() + ".demarc-new");
            Files.writeString(fresh, text, StandardCharsets.ISO_8859_1);
            Files.setPosixFilePermissions(
                    fresh,
                    Files.exists(target)
                            ? Files.getPosixFilePermissions(target)
                            : PosixFilePermissions.fromString("rw-r--r--"));
            Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
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

    private ProblemException unusable(IOException e) {
        return new ProblemException(
                Problem.of(
                        ProblemCode.NODE_COMMAND_FAILED,
                        path + " can't be used: " + FileFault.inWords(e) + ".",
                        "See that it is a file that you may write."),
                e);
    }
}
