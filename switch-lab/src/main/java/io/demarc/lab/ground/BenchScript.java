/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.ground;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The script of a bench, and by it the bench's life: closing ends all that it has started and made; so does the end of the JVM, even
 * a sudden one. Thread-safe, but for {@link #up}.
 */
public final class BenchScript implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final String COMMON = "bench.sh";

    private final String bench;
    private final Path directory;
    private final String script;
    private final List<String> place;
    private final Thread closer = new Thread(this::down, "bench-closer");
    private @Nullable Process leash;
    private boolean isDown;

    private BenchScript(String bench, Path directory, String script, List<String> place) {
        this.bench = bench;
        this.directory = directory;
        this.script = script;
        this.place = place;
    }

    /**
     * Copies the script, what all scripts have in common, and more resources of the class to a fresh private directory. It is where
     * the bench has its state, unless {@link #at} says otherwise.
     *
     * @param bench in words
     */
    public static BenchScript unpack(String bench, Class<?> owner, String script, String... more) {
        try {
            Path directory = Files.createTempDirectory("demarc-bench-");
            copy(BenchScript.class, COMMON, directory);
            copy(owner, script, directory);
            for (String resource : more) {
                copy(owner, resource, directory);
            }
            return new BenchScript(bench, directory, script, List.of(directory.toString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copy(Class<?> owner, String resource, Path directory) throws IOException {
        try (InputStream in = Objects.requireNonNull(owner.getResourceAsStream(resource), resource)) {
            Files.copy(in, directory.resolve(resource));
        }
    }

    /** The script of another place: the directory of the bench's state and, if it has one, its id. */
    public BenchScript at(String... others) {
        return new BenchScript(bench, directory, script, List.of(others));
    }

    public String bench() {
        return bench;
    }

    /** Where it was unpacked. */
    public Path directory() {
        return directory;
    }

    /**
     * Refuses a machine that a bench can't be on.
     *
     * @param bench    with what it does that only root may
     * @param programs each followed by the Debian package that has it
     * @throws IllegalStateException when not root, or when a program is missing, naming its package
     */
    public static void requireMachine(String bench, String does, List<String> programs) {
        if (!"root".equals(System.getProperty("user.name"))) {
            throw new IllegalStateException("The " + bench + " " + does + ": run it as root.");
        }
        requirePackages(
                bench,
                programs.stream()
                        .map(entry -> entry.split(" ", 2))
                        .filter(entry -> Stream.of("/usr/sbin", "/usr/bin", "/sbin", "/bin")
                                .noneMatch(directory -> Files.isExecutable(Path.of(directory, entry[0]))))
                        .map(entry -> entry[1])
                        .toList());
    }

    /** @throws IllegalStateException unless none is missing */
    public static void requirePackages(String bench, List<String> missing) {
        if (!missing.isEmpty()) {
            throw new IllegalStateException("The " + bench + " lacks the Debian packages " + missing
                    + ": bin/install-test-packages installs them.");
        }
    }

    /** Starts the bench; one that doesn't come up is ended. */
    public void up(String... more) {
        try {
            // In a session of its own, so no Ctrl-C reaches it: it ends the bench should this JVM die without another
            // word.
            List<String> command = new ArrayList<>(List.of("setsid"));
            command.addAll(List.of(words("leash")));
            leash = new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Runtime.getRuntime().addShutdownHook(closer);
        HostCommand up = run("up", more);
        if (!up.isSuccess()) {
            close();
            throw new IllegalStateException("The " + bench + " did not start: " + up.output());
        }
    }

    public HostCommand run(String command, String... more) {
        return HostCommand.run(LIMIT, words(command, more));
    }

    /** What runs the command. */
    public String[] words(String command, String... more) {
        List<String> words =
                new ArrayList<>(List.of("sh", directory.resolve(script).toString(), command));
        words.addAll(place);
        words.addAll(List.of(more));
        return words.toArray(String[]::new);
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(closer);
        } catch (IllegalStateException e) {
            // The JVM is ending already: whoever comes first does it, the other waits.
        }
        down();
    }

    private synchronized void down() {
        if (isDown) {
            return;
        }
        Process held = leash;
        if (held != null) {
            held.destroy();
            try {
                held.waitFor();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        HostCommand finished = run("down");
        isDown = true;
        if (!finished.isSuccess()) {
            throw new IllegalStateException(
                    "The " + bench + " in " + place.get(0) + " did not end: " + finished.output());
        }
        delete();
    }

    /** Removes the directory, if it is there. */
    void delete() {
        if (Files.notExists(directory)) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
