/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.demarc.access.Deadline;
import io.demarc.problem.ProblemException;
import io.demarc.switches.catalogue.Platforms;
import io.demarc.switches.cli.Samples.Sample;
import io.demarc.switches.platform.Platform;
import io.demarc.switches.session.SwitchSession;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Plays every file under {@code transcripts/<platform>/} over real SSH on loopback. Its head says what to do in the
 * session ({@code do:}) and what must come of it ({@code told:}, one line for each thing told); after {@code ---} comes
 * what both sides say.
 */
final class TranscriptIT {
    private static final long SEED = 20261123;

    @TempDir
    Path folder = Path.of("");

    @TestFactory
    Stream<DynamicTest> transcriptsGoAsTheySay() {
        List<Sample> samples = Samples.find("transcripts", ".txt");
        assertThat(samples).isNotEmpty();
        return samples.stream().map(sample -> DynamicTest.dynamicTest(sample.name(), () -> play(sample)));
    }

    private void play(Sample sample) {
        String[] parts = sample.text().split("(?m)^---\n", 2);
        List<String> wanted = values(parts[0], "told: ");
        for (Random chunks : Arrays.asList(null, new Random(SEED))) {
            TranscriptScript script = new TranscriptScript(parts[1], chunks);
            List<String> told = new ArrayList<>();
            try (ScriptedSwitch server = new ScriptedSwitch(script)) {
                String bridge =
                        values(parts[0], "bridge: ").stream().findFirst().orElse(null);
                Platform platform = Platforms.builtIn().find(sample.platform());
                Deadline deadline = Deadline.after(Duration.ofSeconds(30), InstantSource.system());
                try (SwitchSession session =
                        platform.open(server.access(folder, Duration.ofSeconds(5), bridge), deadline)) {
                    values(parts[0], "do: ")
                            .forEach(line -> TranscriptActs.read(line).play(session, told));
                    assertThat(session.transcript())
                            .noneMatch(line -> line.contains(ScriptedSwitch.PASSWORD))
                            .noneMatch(line -> line.contains(ScriptedSwitch.ENABLE));
                } catch (ProblemException e) {
                    told.add(TranscriptActs.inWords(e.problem()));
                }
                assertThat(server.complaints()).isEmpty();
            }
            assertThat(told).containsExactlyElementsOf(wanted);
            assertThat(script.rest()).as("what was not played").allMatch(line -> line.startsWith("> exit"));
        }
    }

    private static List<String> values(String head, String key) {
        return head.lines()
                .filter(line -> line.startsWith(key))
                .map(line -> line.substring(key.length()))
                .toList();
    }
}
