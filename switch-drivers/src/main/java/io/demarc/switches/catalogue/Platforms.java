/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.catalogue;

import io.demarc.access.FileFault;
import io.demarc.access.Printable;
import io.demarc.access.yaml.YamlText;
import io.demarc.problem.Problem;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import io.demarc.switches.cli.CliPlatform;
import io.demarc.switches.platform.Platform;
import io.demarc.switches.snmp.SnmpPlatform;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Every platform in force, by name: the built-in definitions, and those of directories that may replace them. A built-in one is read when
 * it is first asked for. Thread-safe.
 */
public final class Platforms {
    private static final String FOLDER = "/platforms/";
    private static final String BUILT_IN = "built-in:";

    private static final String SUFFIX = ".yaml";

    private final Map<String, Supplier<Platform>> byName;
    private final Map<String, String> origins;

    private Platforms(Map<String, Supplier<Platform>> byName, Map<String, String> origins) {
        this.byName = byName;
        this.origins = origins;
    }

    /** The definitions that come with Demarc. */
    public static Platforms builtIn() {
        return builtInAnd(List.of());
    }

    /**
     * The built-in definitions and those in the directories' {@code *.yaml} files. A later file replaces an earlier one
     * that defines a platform of the same name; two files of one directory may not. A directory that does not exist
     * counts as empty.
     *
     * @throws ProblemException {@code PLATFORM_INVALID} with every problem of every file
     */
    public static Platforms builtInAnd(List<Path> directories) {
        Map<String, Supplier<Platform>> byName = new TreeMap<>();
        Map<String, String> origins = new TreeMap<>();
        for (String fileName : resource("index").lines().toList()) {
            String name = fileName.substring(0, fileName.length() - SUFFIX.length());
            byName.put(name, new BuiltIn(fileName));
            origins.put(name, BUILT_IN + fileName);
        }
        List<String> problems = new ArrayList<>();
        for (Path directory : directories) {
            addAll(directory, byName, origins, problems);
        }
        if (!problems.isEmpty()) {
            throw new Problem(
                            ProblemCode.PLATFORM_INVALID,
                            "Platform definitions have problems:",
                            "Mend the files; 'demarc platform check FILE' tells the problems of one file.",
                            problems)
                    .exception();
        }
        return new Platforms(byName, origins);
    }

    /** Just these. */
    public static Platforms of(Collection<Platform> platforms) {
        Map<String, Supplier<Platform>> byName = new TreeMap<>();
        platforms.forEach(platform -> byName.put(platform.name(), () -> platform));
        return new Platforms(byName, Map.of());
    }

    /** Every problem of one definition file, each on one line with its place; empty when the file is fine. */
    public static List<String> check(Path file) {
        try {
            load(file.toString(), read(file));
            return List.of();
        } catch (ProblemException e) {
            List<String> details = e.problem().details();
            return details.isEmpty() ? List.of(e.problem().summary()) : details;
        }
    }

    /**
     * The platform of this name.
     *
     * @throws ProblemException {@code NOT_FOUND} naming those that there are
     */
    public Platform find(String name) {
        Supplier<Platform> platform = byName.get(name);
        if (platform == null) {
            throw ProblemException.of(
                    ProblemCode.NOT_FOUND,
                    "There is no platform named '" + Printable.of(name) + "'.",
                    "Known platforms: " + String.join(", ", byName.keySet()) + ".");
        }
        return platform.get();
    }

    /** All platforms, by name. */
    public Collection<Platform> all() {
        return byName.values().stream().map(Supplier::get).toList();
    }

    /** The file that defines the platform: a path, or {@code built-in:} and a name. */
    public Optional<String> origin(String name) {
        return Optional.ofNullable(origins.get(name));
    }

    private static void addAll(
            Path directory,
            Map<String, Supplier<Platform>> byName,
            Map<String, String> origins,
            List<String> problems) {
        Map<String, Path> here = new TreeMap<>();
        for (Path file : definitionsIn(directory)) {
            try {
                Platform platform = load(file.toString(), read(file));
                Path other = here.putIfAbsent(platform.name(), file);
                if (other != null) {
                    problems.add(file + " defines platform " + platform.name() + ", and so does " + other + ".");
                }
                byName.put(platform.name(), () -> platform);
                origins.put(platform.name(), file.toString());
            } catch (ProblemException e) {
                List<String> details = e.problem().details();
                (details.isEmpty() ? List.of(e.problem().summary()) : details)
                        .forEach(line -> problems.add(file + ": " + line));
            }
        }
    }

    private static List<Path> definitionsIn(Path directory) {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(SUFFIX))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw unreadable(directory, e);
        }
    }

    private static Platform load(String fileName, String yaml) {
        String transport = YamlText.peek(yaml, "transport");
        return "snmp".equals(transport) ? SnmpPlatform.load(fileName, yaml) : CliPlatform.load(fileName, yaml);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static ProblemException unreadable(Path file, IOException e) {
        return new ProblemException(
                Problem.of(
                        ProblemCode.PLATFORM_INVALID,
                        "Cannot read " + file + ": " + FileFault.inWords(e) + ".",
                        "Check that the file exists, is UTF-8 text and may be read by Demarc."),
                e);
    }

    private static String resource(String fileName) {
        try (InputStream in = Platforms.class.getResourceAsStream(FOLDER + fileName)) {
            if (in == null) {
                throw new IllegalStateException("resource " + FOLDER + fileName + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its file has the platform's name. */
    private static final class BuiltIn implements Supplier<Platform> {
        private final String fileName;
        private @Nullable Platform platform;

        BuiltIn(String fileName) {
            this.fileName = fileName;
        }

        @Override
        public synchronized Platform get() {
            if (platform == null) {
                platform = load(fileName, resource(fileName));
            }
            return platform;
        }
    }
}
