/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.runbook;

import io.demarc.access.FileFault;
import io.demarc.access.Printable;
import io.demarc.problem.Problem;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Every runbook, by name, and the step kinds that they are made of. Thread-safe. */
public final class Runbooks {
    private static final String FOLDER = "/io/demarc/hooks/runbooks/";

    private final StepKinds kinds;
    private final Supplier<Map<String, Runbook>> read;
    private @Nullable Map<String, Runbook> byName;

    private Runbooks(StepKinds kinds, Supplier<Map<String, Runbook>> read) {
        this.kinds = kinds;
        this.read = read;
    }

    /** Those that come with Demarc: the files that the folder's {@code index} lists. They are read when one is first asked for. */
    public static Runbooks builtIn(StepKinds kinds) {
        return new Runbooks(kinds, () -> read(resources(""), kinds));
    }

    private synchronized Map<String, Runbook> byName() {
        if (byName == null) {
            byName = read.get();
        }
        return byName;
    }

    /**
     * Those that come with Demarc for the machine that its command runs on, which need no daemon; and those in a folder of the
     * user's own.
     *
     * @param own need not be there
     * @throws ProblemException {@code RUNBOOK_INVALID} with every problem of every file
     */
    public static Runbooks forThisMachine(StepKinds kinds, Path own) {
        Map<String, String> files = new TreeMap<>(resources("this-machine/"));
        if (Files.isDirectory(own)) {
            try (Stream<Path> all = Files.list(own)) {
                for (Path file :
                        all.filter(it -> it.toString().endsWith(".yaml")).toList()) {
                    files.put(file.toString(), Files.readString(file));
                }
            } catch (IOException e) {
                throw ProblemException.of(
                        ProblemCode.RUNBOOK_INVALID,
                        "Folder " + own + " can't be read: " + FileFault.inWords(e) + ".",
                        "Mend it.");
            }
        }
        return of(files, kinds);
    }

    private static Map<String, String> resources(String folder) {
        Map<String, String> files = new TreeMap<>();
        for (String fileName : resource(folder + "index").lines().toList()) {
            files.put(fileName, resource(folder + fileName));
        }
        return files;
    }

    /**
     * Those in the files.
     *
     * @param files name of a file to its text
     * @throws ProblemException {@code RUNBOOK_INVALID} with every problem of every file
     */
    public static Runbooks of(Map<String, String> files, StepKinds kinds) {
        Map<String, Runbook> byName = read(files, kinds);
        return new Runbooks(kinds, () -> byName);
    }

    private static Map<String, Runbook> read(Map<String, String> files, StepKinds kinds) {
        Map<String, Runbook> byName = new TreeMap<>();
        List<String> problems = new ArrayList<>();
        new TreeMap<>(files).forEach((fileName, text) -> {
            try {
                Runbook runbook = RunbookFile.read(fileName, text, kinds);
                if (byName.putIfAbsent(runbook.name(), runbook) != null) {
                    problems.add(fileName + ": name: another file defines '" + runbook.name() + "' as well");
                }
            } catch (ProblemException e) {
                e.problem().details().forEach(line -> problems.add(fileName + ": " + line));
            }
        });
        if (!problems.isEmpty()) {
            throw new Problem(
                            ProblemCode.RUNBOOK_INVALID,
                            "Runbooks have problems:",
                            "Mend the files; no run was started or changed.",
                            problems)
                    .exception();
        }
        return byName;
    }

    /**
     * The runbook of this name.
     *
     * @throws ProblemException {@code NOT_FOUND} naming those that there are
     */
    public Runbook find(String name) {
        Map<String, Runbook> all = byName();
        Runbook runbook = all.get(name);
        if (runbook == null) {
            throw ProblemException.of(
                    ProblemCode.NOT_FOUND,
                    "There is no runbook named '" + Printable.of(name) + "'.",
                    all.isEmpty() ? "There are none." : "Runbooks: " + String.join(", ", all.keySet()) + ".");
        }
        return runbook;
    }

    /** All of them, by name. */
    public List<Runbook> all() {
        return List.copyOf(byName().values());
    }

    StepKinds kinds() {
        return kinds;
    }

    private static String resource(String fileName) {
        try (InputStream in = Runbooks.class.getResourceAsStream(FOLDER + fileName)) {
            if (in == null) {
                throw new IllegalStateException("resource " + FOLDER + fileName + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
