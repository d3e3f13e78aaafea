/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cli;

import io.demarc.access.FileFault;
import io.demarc.access.Printable;
import io.demarc.problem.Problem;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A file named on the command line; {@code -} is standard input. */
final class InputFile {
    /** What fits into the memory of the command, with everything that is made of it. */
    private static final int LARGEST_MEBIBYTES = 32;

    private static final int LARGEST_BYTES = LARGEST_MEBIBYTES << 20;
    private static final int LOOK_AT_BYTES = 4096;
    private static final String MARK = "\uFEFF";

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
        } catch (IOException e) {
            throw unreadable(name, "cannot be read (" + FileFault.inWords(e) + ")", e);
        } catch (InvalidPathException e) {
            throw unreadable(name, "cannot be read (" + Printable.of(String.valueOf(e.getMessage())) + ")", e);
        }
    }

    /** Several files as text. What has no encoding becomes a replacement character: saved output may be anything. */
    static List<String> readTexts(List<String> names, Terminal terminal) {
        List<String> texts = new ArrayList<>();
        long characters = 0;
        for (String name : names) {
            String text = text(read(name, terminal), name);
            characters += text.length();
            if (characters > LARGEST_BYTES) {
                throw tooLarge("The files together are");
            }
            texts.add(text);
        }
        return texts;
    }

    /** UTF-8, or UTF-16 by its mark or by every other octet being zero: PowerShell's {@code >} writes that. */
    private static String text(byte[] bytes, String name) {
        if (startsWith(bytes, 0xff, 0xfe, 0, 0) || startsWith(bytes, 0, 0, 0xfe, 0xff)) {
            throw ProblemException.of(
                    ProblemCode.INPUT_INVALID, "File " + Printable.of(name) + " is UTF-32 text.", "Save it as UTF-8.");
        }
        boolean isBig = startsWith(bytes, 0xfe, 0xff) || isMostlyZero(bytes, 0);
        boolean isLittle = startsWith(bytes, 0xff, 0xfe) || isMostlyZero(bytes, 1);
        Charset charset = isBig == isLittle
                ? StandardCharsets.UTF_8
                : isBig ? StandardCharsets.UTF_16BE : StandardCharsets.UTF_16LE;
        String text = new String(bytes, charset);
        return text.startsWith(MARK) ? text.substring(1) : text;
    }

    private static boolean startsWith(byte[] bytes, int... octets) {
        for (int i = 0; i < octets.length; i++) {
            if (i >= bytes.length || (bytes[i] & 0xff) != octets[i]) {
                return false;
            }
        }
        return true;
    }

    /** Of each pair of octets, the one at this place; at the beginning of the file, which is enough to tell. */
    private static boolean isMostlyZero(byte[] bytes, int place) {
        int zeros = 0;
        int pairs = Math.min(bytes.length, LOOK_AT_BYTES) / 2;
        for (int i = 0; i < pairs; i++) {
            zeros += bytes[2 * i + place] == 0 ? 1 : 0;
        }
        return zeros * 2 > pairs;
    }

    private static byte[] bounded(InputStream in, String name) throws IOException {
        byte[] bytes = in.readNBytes(LARGEST_BYTES + 1);
        if (bytes.length > LARGEST_BYTES) {
            throw tooLarge("File " + Printable.of(name) + " is");
        }
        return bytes;
    }

    private static ProblemException tooLarge(String what) {
        return ProblemException.of(
                ProblemCode.INPUT_INVALID,
                what + " larger than " + LARGEST_MEBIBYTES + " MiB, the most that is read at once.",
                "Save less: the output of one command, or a walk of no more than ports and VLANs need"
                        + " (docs/platforms.md names the subtrees).");
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
