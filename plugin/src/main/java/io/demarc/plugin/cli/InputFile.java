/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cli;

import io.demarc.problem.Problem;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import io.demarc.switches.Printable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A file named on the command line; {@code -} is standard input. */
final class InputFile {
    private static final int LARGEST_BYTES = 64 << 20;

    private InputFile() {}

    static byte[] read(String name, Terminal terminal) {
        try {
            if (name.equals("-")) {
                return bounded(terminal.in(), name);
            }
            try (InputStream in = Files.newInputStream(Path.of(name))) {
                return bounded(in, name);
            }
        } catch (NoSuchFileException e) {
            throw unreadable(name, "does not exist", e);
        } catch (IOException | InvalidPathException e) {
            throw unreadable(name, "cannot be read (" + Printable.of(String.valueOf(e.getMessage())) + ")", e);
        }
    }

    /** As text; what is not UTF-8 becomes a replacement character: saved switch output may be anything. */
    static String readText(String name, Terminal terminal) {
        return new String(read(name, terminal), StandardCharsets.UTF_8);
    }

    private static byte[] bounded(InputStream in, String name) throws IOException {
        byte[] bytes = in.readNBytes(LARGEST_BYTES + 1);
        if (bytes.length > LARGEST_BYTES) {
            throw new IOException(name + " has more than " + LARGEST_BYTES + " bytes");
        }
        return bytes;
    }

    private static ProblemException unreadable(String name, String why, Exception cause) {
        return new ProblemException(
                Problem.of(
                        ProblemCode.INPUT_INVALID,
                        "File " + Printable.of(name) + " " + why + ".",
                        "Name a file that you may read, or - for standard input."),
                cause);
    }
}
