/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.demarc.switches.PortState;
import io.demarc.switches.catalogue.Platforms;
import io.demarc.switches.cli.Samples.Sample;
import io.demarc.switches.platform.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Captures under {@code captures/<platform>/}, and the port states that each must give (renew: {@code -Dgolden.update}). */
final class CaptureTest {
    @TestFactory
    Stream<DynamicTest> capturesGiveThePortStatesBesideThem() {
        List<Sample> captures = Samples.find("captures", ".txt");
        assertThat(captures).isNotEmpty();
        return captures.stream().map(sample -> DynamicTest.dynamicTest(sample.name(), () -> check(sample)));
    }

    private static void check(Sample sample) throws IOException {
        Platform platform = Platforms.builtIn().find(sample.platform());
        List<PortState> states = platform.parse(Samples.outputs(sample.text()));
        Path golden = Path.of(sample.file().toString().replaceFirst("\\.txt$", ".json"));
        if (System.getProperty("golden.update") != null) {
            Files.writeString(golden, Samples.json(states));
        }
        assertThat(Samples.json(states)).isEqualTo(Samples.read(golden));
    }

    @Test
    void everyPlatformsCapturesNameTheirSource() {
        String page = Samples.read(Path.of("src/test/resources/captures/SOURCES.md"));
        assertThat(Samples.find("captures", ".txt"))
                .allSatisfy(sample -> assertThat(page).contains("| `" + sample.platform() + "` | "));
    }
}
