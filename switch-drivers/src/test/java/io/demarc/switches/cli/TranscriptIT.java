/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.demarc.access.Deadline;
import io.demarc.problem.Problem;
import io.demarc.problem.ProblemException;
import io.demarc.switches.Observation;
import io.demarc.switches.PortDescription;
import io.demarc.switches.PortEvidence;
import io.demarc.switches.PortName;
import io.demarc.switches.Vlan;
import io.demarc.switches.catalogue.Platforms;
import io.demarc.switches.cli.Samples.Sample;
import io.demarc.switches.platform.Platform;
import io.demarc.switches.session.PortStep;
import io.demarc.switches.session.SwitchSession;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
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
                    values(parts[0], "do: ").forEach(line -> act(session, line.split(" ", -1), told));
                    assertThat(session.transcript())
                            .noneMatch(line -> line.contains(ScriptedSwitch.PASSWORD))
                            .noneMatch(line -> line.contains(ScriptedSwitch.ENABLE));
                } catch (ProblemException e) {
                    told.add(inWords(e.problem()));
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

    private static void act(SwitchSession session, String[] words, List<String> told) {
        try {
            switch (words[0]) {
                case "observe" -> observe(session, words, told);
                case "apply" -> session.apply(List.of(step(words)));
                case "confirm" -> session.confirm();
                case "roll-back" -> session.rollBack();
                case "save" -> session.save();
                case "locate" ->
                    told.add(words[1] + " is on "
                            + session.locate(words[1]).map(PortName::value).orElse("no port"));
                case "traffic" -> traffic(session, words, told);
                default -> throw new AssertionError("unknown action " + words[0]);
            }
        } catch (ProblemException e) {
            told.add(inWords(e.problem()));
        }
    }

    private static Set<PortName> ports(String[] words) {
        Set<PortName> ports = new TreeSet<>();
        Arrays.stream(words).skip(1).map(PortName::new).forEach(ports::add);
        return ports;
    }

    private static void traffic(SwitchSession session, String[] words, List<String> told) {
        session.traffic(ports(words))
                .forEach((port, traffic) -> told.add(port + ": "
                        + (traffic.macs() == null ? "addresses not told" : traffic.learned() + " " + traffic.macs())
                        + (traffic.lastFrame() == null ? "" : ", last frame " + traffic.lastFrame() + " ago")));
    }

    private static void observe(SwitchSession session, String[] words, List<String> told) {
        Observation seen = session.observe(ports(words));
        seen.ports()
                .forEach((port, state) -> told.add(port + ": " + state.inWords()
                        + (state.description() == null ? "" : ", '" + state.description() + "'")));
        seen.evidence().values().forEach(evidence -> told.add(inWords(evidence)));
        seen.unavailable().forEach((kind, why) -> told.add("no evidence of " + kind.id() + ": " + why));
        if (seen.vlans() != null) {
            told.add("VLANs " + seen.vlans() + (seen.suspended().isEmpty() ? "" : ", suspended " + seen.suspended()));
        }
    }

    private static String inWords(PortEvidence evidence) {
        StringBuilder words = new StringBuilder("evidence " + evidence.port());
        if (evidence.neighbour() != null) {
            words.append(", neighbour ")
                    .append(evidence.neighbour().systemName())
                    .append(evidence.neighbour().isBridge() ? " is a bridge" : " is none");
        }
        if (evidence.lag() != null) {
            words.append(", in ").append(evidence.lag());
        }
        if (evidence.managementAddress() != null) {
            words.append(", has ").append(evidence.managementAddress());
        }
        return words.toString();
    }

    private static String inWords(Problem problem) {
        return "problem " + problem.code().id() + ": " + problem.summary();
    }

    private static PortStep step(String[] words) {
        String[] rest = Arrays.copyOfRange(words, 2, words.length);
        return switch (words[1]) {
            case "create-vlan" -> new PortStep.CreateVlan(vlan(rest[0]), rest[1]);
            case "shut" -> new PortStep.Shut(new PortName(rest[0]));
            case "enable" -> new PortStep.Enable(new PortName(rest[0]));
            case "park" -> new PortStep.Park(new PortName(rest[0]), vlan(rest[1]), rest[2].equals("down"));
            case "attach" ->
                new PortStep.Attach(
                        new PortName(rest[0]),
                        vlan(rest[1]),
                        new PortDescription(String.join(" ", Arrays.copyOfRange(rest, 2, rest.length))));
            default -> throw new AssertionError("unknown step " + words[1]);
        };
    }

    private static Vlan vlan(String text) {
        return new Vlan(Integer.parseInt(text));
    }
}
