/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.ground;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The {@code demarc} command as a process of its own. Hundreds are started: where the other modules are jars, as in {@code bin/test}, with
 * the class archive that an installation has.
 */
public final class DemarcProcess {
    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");
    private static final Path ARCHIVER = Path.of("../plugin/src/main/scripts/class-archive.sh")
            .toAbsolutePath()
            .normalize();
    private static final List<String> PROGRAM = program();

    private DemarcProcess() {}

    /** Words of the command line. */
    public static List<String> command(String... arguments) {
        List<String> command = new ArrayList<>(PROGRAM);
        command.addAll(List.of(arguments));
        return command;
    }

    private static List<String> program() {
        List<String> program = new ArrayList<>(List.of(
                JAVA.toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx256m",
                // As it is delivered, not as tests have it: to standard error, which is kept.
                "-Dlogback.configurationFile=logback.xml"));
        List<Path> all = Pattern.compile(File.pathSeparator)
                .splitAsStream(System.getProperty("java.class.path"))
                .map(it -> Path.of(it).toAbsolutePath())
                .toList();
        Predicate<Path> isOfThisModule = it -> it.startsWith(Path.of("target").toAbsolutePath());
        List<Path> others = all.stream().filter(isOfThisModule.negate()).toList();
        String classPath = others.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
        // Java archives no classes of directories.
        if (others.stream().noneMatch(Files::isDirectory)) {
            program.add("-XX:SharedArchiveFile=" + archive(classPath));
        }
        program.addAll(List.of("-cp", classPath, "io.demarc.plugin.cli.DemarcCommand"));
        return List.copyOf(program);
    }

    private static Path archive(String classPath) {
        Path archive = Path.of("target", "demarc.jsa").toAbsolutePath();
        HostCommand.must(Duration.ofMinutes(2), ARCHIVER.toString(), JAVA.toString(), classPath, archive.toString());
        return archive;
    }
}
