/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/dependencies.md, and what the build puts beside the daemon. */
class DependenciesPageTest {
    private static final Path PAGE = Path.of("..", "docs", "dependencies.md");
    private static final Path JARS = Path.of("..", "plugin", "target", "lib");
    private static final Set<String> OWN = Set.of("access", "switch-drivers", "hooks");

    @Test
    void thePageNamesEveryJarThatShipsAndNoOther() throws IOException {
        assertThat(JARS)
                .as("made by the package phase: run bin/check, or mvn verify")
                .isDirectory();

        assertThat(named()).containsExactlyInAnyOrderElementsOf(shipped());
    }

    private static Set<String> shipped() throws IOException {
        try (Stream<Path> jars = Files.list(JARS)) {
            return jars.map(jar -> jar.getFileName().toString().replaceFirst("-\\d[\\w.-]*\\.jar$", ""))
                    .filter(name -> !OWN.contains(name))
                    .collect(Collectors.toSet());
        }
    }

    /** The first column of the first table, without groups. */
    private static Set<String> named() throws IOException {
        return Files.readString(PAGE)
                .lines()
                .dropWhile(line -> !line.startsWith("| ---"))
                .skip(1)
                .takeWhile(line -> line.startsWith("|"))
                .map(line -> line.split("\\|")[1])
                .flatMap(cell -> Arrays.stream(cell.split(",")))
                .map(name -> name.strip().replaceFirst("^.*:", ""))
                .collect(Collectors.toSet());
    }
}
