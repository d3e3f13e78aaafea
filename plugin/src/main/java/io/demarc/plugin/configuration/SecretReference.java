/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.configuration;

import io.demarc.access.Printable;
import io.demarc.access.Secret;
import io.demarc.problem.Problem;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a secret is to be found: {@code ${file:/etc/demarc/secrets/tor-a1}} or {@code ${env:TOR_A1_PASSWORD}}. The secret
 * itself is read just before use and kept nowhere.
 */
public record SecretReference(Source source, String place) {
    private static final Pattern FORM = Pattern.compile("\\$\\{(file|env):([^{}]+)}");
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,127}");
    private static final int LARGEST_BYTES = 65_536;
    private static final String ADVICE = "Write ${file:/path/of/a/file/with/mode/0600} or ${env:NAME}.";

    public enum Source {
        FILE,
        ENV
    }

    /**
     * Reads the written form.
     *
     * @throws IllegalArgumentException for anything else, a literal secret above all; the text is not repeated
     */
    public static SecretReference parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("a secret stands here by reference only. " + ADVICE);
        }
        Source source = matcher.group(1).equals("file") ? Source.FILE : Source.ENV;
        String place = matcher.group(2);
        if (source == Source.FILE && (!place.startsWith("/") || place.indexOf('\0') >= 0)) {
            throw new IllegalArgumentException("the file of a secret needs an absolute path. " + ADVICE);
        }
        if (source == Source.ENV && !VARIABLE.matcher(place).matches()) {
            throw new IllegalArgumentException("that is not the name of an environment variable. " + ADVICE);
        }
        return new SecretReference(source, place);
    }

    /** The secret; throws {@code SECRET_UNAVAILABLE} or {@code FILE_MODE_UNSAFE}. */
    public Secret resolve() {
        return resolve(System::getenv);
    }

    Secret resolve(Function<String, @Nullable String> environment) {
        String value = source == Source.FILE ? fromFile(Path.of(place)) : environment.apply(place);
        if (value == null || value.isEmpty()) {
            throw unavailable(source == Source.FILE ? "is empty" : "is not set", null);
        }
        return new Secret(value);
    }

    private String fromFile(Path file) {
        try {
            checkMode(file);
            byte[] bytes;
            try (var in = Files.newInputStream(file)) {
                bytes = in.readNBytes(LARGEST_BYTES + 1);
            }
            if (bytes.length > LARGEST_BYTES) {
                throw unavailable("has more than " + LARGEST_BYTES + " bytes", null);
            }
            return withoutLastLineBreak(new String(bytes, java.nio.charset.StandardCharsets.UTF_8));
        } catch (NoSuchFileException e) {
            throw unavailable("does not exist", e);
        } catch (IOException e) {
            throw unavailable("cannot be read by this user", e);
        }
    }

    /** Editors end a file with a line break that is no part of a password; in a private key it is. */
    private static String withoutLastLineBreak(String text) {
        String stripped = text.replaceFirst("\\r?\\n\\z", "");
        return stripped.indexOf('\n') < 0 ? stripped : text;
    }

    private void checkMode(Path file) throws IOException {
        PosixFileAttributes attributes = Files.readAttributes(file, PosixFileAttributes.class);
        Set<PosixFilePermission> permissions = attributes.permissions();
        boolean isPrivate =
                permissions.stream().allMatch(permission -> permission.name().startsWith("OWNER_"));
        Object owner = Files.getAttribute(file, "unix:uid");
        boolean isOurs = Objects.equals(owner, 0) || Objects.equals(owner, ownUserId());
        if (!attributes.isRegularFile() || !isPrivate || !isOurs) {
            throw ProblemException.of(
                    ProblemCode.FILE_MODE_UNSAFE,
                    "Secret file " + Printable.of(place) + " must be a regular file that belongs to Demarc's user or"
                            + " root and that nobody else may read or write.",
                    "chmod 0600 it, and chown it to the user that the daemon runs as.");
        }
    }

    private static Object ownUserId() throws IOException {
        return Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    }

    private ProblemException unavailable(String what, @Nullable IOException cause) {
        String thing = source == Source.FILE ? "Secret file " : "Environment variable ";
        Problem problem = Problem.of(
                ProblemCode.SECRET_UNAVAILABLE,
                thing + Printable.of(place) + " " + what + ".",
                source == Source.FILE
                        ? "Put the secret there, with mode 0600 and the daemon's user as its owner."
                        : "Set it in the environment of the daemon, or of the command that was told to read it.");
        return cause == null ? new ProblemException(problem) : new ProblemException(problem, cause);
    }

    /** As it is written. */
    @Override
    public String toString() {
        return "${" + (source == Source.FILE ? "file:" : "env:") + place + "}";
    }
}
