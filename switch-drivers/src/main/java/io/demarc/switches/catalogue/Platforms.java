/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.catalogue;

import io.demarc.access.Deadline;
import io.demarc.access.FileFault;
import io.demarc.access.Printable;
import io.demarc.access.yaml.YamlSchema;
import io.demarc.access.yaml.YamlText;
import io.demarc.problem.Problem;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import io.demarc.switches.cli.CliPlatform;
import io.demarc.switches.cli.Identified;
import io.demarc.switches.platform.Platform;
import io.demarc.switches.session.SwitchAccess;
import io.demarc.switches.snmp.AgentIdentity;
import io.demarc.switches.snmp.SnmpPlatform;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.jspecify.annotations.Nullable;

/**
 * Every platform in force, by name: the built-in definitions, and those of directories that may replace them. A built-in one is read when
 * it is first asked for. Thread-safe.
 */
public final class Platforms {
    private static final String FOLDER = "/platforms/";
    private static final String BUILT_IN = "built-in:";

    private static final String SUFFIX = ".yaml";
    private static final int DIGITS = 12;

    private final Map<String, Supplier<Platform>> byName;
    private final Map<String, String> origins;
    private final Map<String, String> digests;

    private Platforms(
            Map<String, Supplier<Platform>> byName, Map<String, String> origins, Map<String, String> digests) {
        this.byName = byName;
        this.origins = origins;
        this.digests = new ConcurrentHashMap<>(digests);
    }

    /** The definitions that come with Demarc. */
    public static Platforms builtIn() {
        return builtInAnd(List.of());
    }

    /**
     * The built-in definitions and those in the directories' {@code *.yaml} files. A later file replaces an earlier one
     * that defines a platform of the same name; two files of one directory may not. A directory that isn't there, and a
     * file in it that looks like a definition and isn't read, is a problem.
     *
     * @throws ProblemException {@code PLATFORM_INVALID} with every problem of every file
     */
    public static Platforms builtInAnd(List<Path> directories) {
        Map<String, Supplier<Platform>> byName = new TreeMap<>();
        Map<String, String> origins = new TreeMap<>();
        Map<String, String> digests = new TreeMap<>();
        for (String fileName : builtInFiles()) {
            String name = fileName.substring(0, fileName.length() - SUFFIX.length());
            byName.put(name, new BuiltIn(fileName));
            origins.put(name, BUILT_IN + fileName);
        }
        List<String> problems = new ArrayList<>();
        for (Path directory : directories) {
            addAll(directory, byName, origins, digests, problems);
        }
        if (!problems.isEmpty()) {
            throw new Problem(
                            ProblemCode.PLATFORM_INVALID,
                            "Platform definitions have problems:",
                            "Mend the files; 'demarc platform check FILE' tells the problems of one file.",
                            problems)
                    .exception();
        }
        return new Platforms(byName, origins, digests);
    }

    /** Just these. */
    public static Platforms of(Collection<Platform> platforms) {
        Map<String, Supplier<Platform>> byName = new TreeMap<>();
        platforms.forEach(platform -> byName.put(platform.name(), () -> platform));
        return new Platforms(byName, Map.of(), Map.of());
    }

    /** The platform that a file defines; throws {@code PLATFORM_INVALID} with every problem of it. */
    public static Platform ofFile(Path file) {
        return load(file.toString(), read(file));
    }

    /** The JSON Schema of definition files, for editors. */
    public static String schema() {
        return YamlSchema.of(
                "Demarc platform definition",
                List.of("platform", "title", "verified", "transport"),
                new YamlSchema.Choice("transport", "snmp", SnmpPlatform.file(), CliPlatform.file()));
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

    /** What a switch that is reached over SSH says that it is. */
    public Identified identify(SwitchAccess access, Deadline deadline) {
        List<CliPlatform> spoken = all().stream()
                .filter(CliPlatform.class::isInstance)
                .map(CliPlatform.class::cast)
                .toList();
        return Identified.ask(spoken, access, deadline);
    }

    /** The platforms that an agent is of by what it says of itself. */
    public List<Platform> identify(AgentIdentity agent) {
        return all().stream()
                .filter(platform -> platform.identity()
                        .map(it -> it.isAgent(agent.objectId(), agent.description()))
                        .orElse(false))
                .toList();
    }

    /** The file that defines the platform: a path, or {@code built-in:} and a name. */
    public Optional<String> origin(String name) {
        return Optional.ofNullable(origins.get(name));
    }

    /** Which text of a definition is in force: the beginning of its SHA-256, in hexadecimal digits. */
    public String digest(String name) {
        return digests.computeIfAbsent(name, it -> {
            String origin = origins.getOrDefault(it, "");
            return origin.startsWith(BUILT_IN) ? sha256(resource(origin.substring(BUILT_IN.length()))) : "";
        });
    }

    /** Where the platform's definition stands, and which text it is: {@code built-in:junos.yaml, sha256 0f1e2d3c4b5a}. */
    public String inWords(String name) {
        return origins.getOrDefault(name, "nowhere") + ", sha256 " + digest(name);
    }

    /** In words, those that don't come with Demarc: where each stands and which text it is. */
    public List<String> ownInWords() {
        return origins.entrySet().stream()
                .filter(origin -> !origin.getValue().startsWith(BUILT_IN))
                .map(origin -> "platform " + origin.getKey() + " is defined by " + inWords(origin.getKey())
                        + (Platforms.class.getResource(FOLDER + origin.getKey() + SUFFIX) == null
                                ? ""
                                : ", in place of the built-in definition"))
                .toList();
    }

    private static String sha256(String text) {
        try {
            byte[] sum = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(sum).substring(0, DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 belongs to every Java", e);
        }
    }

    /** Names of the definitions that lie beside each other, in a folder or in a jar. */
    private static List<String> builtInFiles() {
        URL folder = Platforms.class.getResource(FOLDER);
        try {
            URLConnection connection =
                    Objects.requireNonNull(folder, FOLDER + " is missing").openConnection();
            if (connection instanceof JarURLConnection jar) {
                return jar.getJarFile().stream()
                        .map(ZipEntry::getName)
                        .filter(name -> name.startsWith(FOLDER.substring(1)) && name.endsWith(SUFFIX))
                        .map(name -> name.substring(FOLDER.length() - 1))
                        .sorted()
                        .toList();
            }
            try (Stream<Path> files = Files.list(Path.of(folder.toURI()))) {
                return files.map(file -> String.valueOf(file.getFileName()))
                        .filter(name -> name.endsWith(SUFFIX))
                        .sorted()
                        .toList();
            }
        } catch (IOException | URISyntaxException e) {
            throw new IllegalStateException("cannot list " + FOLDER, e);
        }
    }

    private static void addAll(
            Path directory,
            Map<String, Supplier<Platform>> byName,
            Map<String, String> origins,
            Map<String, String> digests,
            List<String> problems) {
        Map<String, Path> here = new TreeMap<>();
        for (Path file : definitionsIn(directory, problems)) {
            try {
                String text = read(file);
                Platform platform = load(file.toString(), text);
                Path other = here.putIfAbsent(platform.name(), file);
                if (other != null) {
                    problems.add(file + " defines platform " + platform.name() + ", and so does " + other + ".");
                }
                byName.put(platform.name(), () -> platform);
                origins.put(platform.name(), file.toString());
                digests.put(platform.name(), sha256(text));
            } catch (ProblemException e) {
                List<String> details = e.problem().details();
                (details.isEmpty() ? List.of(e.problem().summary()) : details)
                        .forEach(line -> problems.add(file + ": " + line));
            }
        }
    }

    private static List<Path> definitionsIn(Path directory, List<String> problems) {
        if (!Files.isDirectory(directory)) {
            problems.add(directory + (Files.exists(directory) ? " is a file" : " does not exist")
                    + ": name a directory with definitions in *" + SUFFIX + " files.");
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            List<Path> all = files.filter(Files::isRegularFile).sorted().toList();
            all.stream()
                    .filter(file -> file.toString().matches("(?i).*\\.ya?ml"))
                    .filter(file -> !file.toString().endsWith(SUFFIX))
                    .forEach(file -> problems.add(file + " is not read: its name has to end with " + SUFFIX + "."));
            return all.stream().filter(file -> file.toString().endsWith(SUFFIX)).toList();
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
