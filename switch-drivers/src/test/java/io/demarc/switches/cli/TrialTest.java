/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.demarc.switches.PortState;
import io.demarc.switches.catalogue.Platforms;
import io.demarc.switches.cli.Samples.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Definitions that somebody wrote for trial ({@code trials/<platform>.yaml}; none was tried on a real switch), and what they
 * make of outputs: the port states beside them (renew: {@code -Dgolden.update}). Where the form of definitions can't say yet
 * what an output takes, the states beside it have doubts, and none of them proves anything.
 */
final class TrialTest {
    private static final Path TRIALS = Path.of("src/test/resources/trials");

    /** Outputs that no definition can read yet, and what it takes. */
    private static final Map<String, String> NOT_YET = Map.of(
            "extreme-exos/configuration-vlan.txt",
            "rows of VLANs that make their ports exist: lists of ports can be read only of ports that another output shows",
            "mikrotik-routeros7/comment-like-a-key.txt",
            "a reader for key=value pairs whose values hold blanks");

    @TestFactory
    Stream<DynamicTest> everyTrialIsADefinition() throws IOException {
        try (Stream<Path> files = Files.list(TRIALS)) {
            List<Path> trials = files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
            assertThat(trials).isNotEmpty();
            return trials.stream()
                    .map(file -> DynamicTest.dynamicTest(
                            file.getFileName().toString(),
                            () -> assertThat(Platforms.check(file)).isEmpty()));
        }
    }

    @TestFactory
    Stream<DynamicTest> outputsGiveThePortStatesBesideThem() {
        return samples().stream().map(sample -> DynamicTest.dynamicTest(sample.name(), () -> check(sample)));
    }

    @Test
    void whatCannotBeReadYetIsThere() {
        assertThat(samples()).extracting(Sample::name).containsAll(NOT_YET.keySet());
    }

    private static List<Sample> samples() {
        return Samples.find("trials", ".txt");
    }

    private static void check(Sample sample) throws IOException {
        CliPlatform platform =
                CliPlatform.load(sample.platform(), Samples.read(TRIALS.resolve(sample.platform() + ".yaml")));
        List<PortState> states = platform.parse(Samples.outputs(sample.text()));
        Path golden = Path.of(sample.file().toString().replaceFirst("\\.txt$", ".json"));
        if (System.getProperty("golden.update") != null) {
            Files.writeString(golden, Samples.json(states));
        }
        assertThat(Samples.json(states)).isEqualTo(Samples.read(golden));
        String missing = NOT_YET.get(sample.name());
        if (missing == null) {
            assertThat(platform.unread(Samples.outputs(sample.text()))).isEmpty();
            assertThat(states).allMatch(state -> state.doubts().isEmpty());
        } else {
            assertThat(states).as(missing).noneMatch(state -> state.doubts().isEmpty());
        }
    }
}
