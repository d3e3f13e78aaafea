/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.snmp;

import static org.assertj.core.api.Assertions.assertThat;

import io.demarc.switches.PortState;
import io.demarc.switches.platform.Platform;
import io.demarc.switches.platform.Platform.SavedOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Walks under {@code walks/<platform>/}, and the port states that each must give (renew: {@code -Dgolden.update}). */
class WalkTest {
    private static final Path WALKS = Path.of("src/test/resources/walks");

    @TestFactory
    Stream<DynamicTest> walksGiveThePortStatesBesideThem() throws IOException {
        try (Stream<Path> files = Files.walk(WALKS)) {
            List<Path> walks = files.filter(file -> file.toString().endsWith(".txt"))
                    .sorted()
                    .toList();
            assertThat(walks).isNotEmpty();
            return walks.stream().map(walk -> DynamicTest.dynamicTest(walk.toString(), () -> check(walk)));
        }
    }

    private static void check(Path walk) throws IOException {
        String states = states(walk);
        Path golden = Path.of(walk.toString().replaceFirst("\\.txt$", ".states"));
        if (System.getProperty("golden.update") != null) {
            Files.writeString(golden, states);
        }
        assertThat(states).isEqualTo(Files.readString(golden));
    }

    @Test
    void theWayAWalkIsPrintedChangesNothing() throws IOException {
        Path folder = WALKS.resolve("snmp-qbridge");

        assertThat(states(folder.resolve("iso.txt"))).isEqualTo(states(folder.resolve("numeric.txt")));
        assertThat(states(folder.resolve("numeric-hex.txt"))).isEqualTo(states(folder.resolve("numeric.txt")));
    }

    private static String states(Path walk) throws IOException {
        String name = walk.getName(walk.getNameCount() - 2).toString();
        Platform platform = SnmpPlatform.load(name, SnmpDefinitionFileTest.builtIn(name));
        return platform.parse(List.of(new SavedOutput("walk", Files.readString(walk)))).stream()
                .map(WalkTest::line)
                .collect(Collectors.joining());
    }

    private static String line(PortState state) {
        String description = state.description();
        String label = description == null ? "no label" : '"' + description.replace("\n", "\\n") + '"';
        return state.port() + ": " + state.inWords() + (state.tagged() == null ? ", tagged unknown" : "") + ", " + label
                + "\n";
    }
}
