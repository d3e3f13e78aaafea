/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.demarc.problem.ProblemException;
import io.demarc.switches.PortName;
import io.demarc.switches.PortState;
import io.demarc.switches.Vlan;
import io.demarc.switches.catalogue.Platforms;
import io.demarc.switches.cli.Samples.Sample;
import io.demarc.switches.platform.Platform;
import io.demarc.switches.platform.Platform.SavedOutput;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What can't be read makes nothing shorter: in every capture of every platform that tells records words are spoilt in turn, by
 * a change, by a word before them, and by the output's end, and no VLAN that the whole output names for a port counts as left.
 * {@code -Dspoilt.words=100000} spoils every one.
 */
class ReadingPropertyTest {
    private static final long SEED = 20261129;
    /** Of one output, about; every build spoils the same ones. */
    private static final long MOST_WORDS = Long.getLong("spoilt.words", 200);

    private static final Pattern WORD = Pattern.compile("\\S+");
    private static final Map<String, Spoiling> SPOILINGS = Map.of(
            "changed", (text, word) -> text.substring(0, word.start()) + "?" + text.substring(word.start()),
            "marked", (text, word) -> text.substring(0, word.end()) + "?" + text.substring(word.end()),
            "added", (text, word) -> text.substring(0, word.start()) + "?x " + text.substring(word.start()));

    private interface Spoiling {
        String spoil(String text, MatchResult word);
    }

    /** A line that is spoilt where a platform has a line for each row is {@code skip}'s business. */
    @TestFactory
    Stream<DynamicTest> noSpoiltWordMakesAVlanCountAsLeft() {
        return records()
                .flatMap(sample -> SPOILINGS.entrySet().stream()
                        .map(way -> DynamicTest.dynamicTest(
                                sample.name() + " " + way.getKey(), () -> spoilWords(sample, way.getValue()))));
    }

    @TestFactory
    Stream<DynamicTest> noRecordThatWasCutMakesAVlanCountAsLeft() {
        return records()
                .map(sample -> DynamicTest.dynamicTest(
                        sample.name(), () -> spoilWords(sample, (text, word) -> text.substring(0, word.start()))));
    }

    /** Where the platform itself says where what it tells of a port begins and ends. */
    private static Stream<Sample> records() {
        return Samples.find("captures", ".txt").stream()
                .filter(sample -> sample.text().startsWith("### show interfaces switchport")
                        || sample.text().contains("headings"));
    }

    private static void spoilWords(Sample sample, Spoiling spoiling) {
        Platform platform = Platforms.builtIn().find(sample.platform());
        List<SavedOutput> outputs = Samples.outputs(sample.text());
        Map<PortName, PortState> whole = states(platform, outputs);
        List<String> losses = new ArrayList<>();
        for (int i = 0; i < outputs.size(); i++) {
            SavedOutput output = outputs.get(i);
            Matcher words = WORD.matcher(output.text());
            long count = WORD.matcher(output.text()).results().count();
            Random chance = new Random(SEED);
            while (words.find()) {
                if (chance.nextLong(count) >= MOST_WORDS) {
                    continue;
                }
                List<SavedOutput> spoilt = new ArrayList<>(outputs);
                spoilt.set(i, new SavedOutput(output.command(), spoiling.spoil(output.text(), words.toMatchResult())));
                String where = "'" + output.command() + "', word " + words.group() + " at " + words.start();
                losses.addAll(losses(whole, states(platform, spoilt), where));
            }
        }
        assertThat(losses).isEmpty();
    }

    private static List<String> losses(Map<PortName, PortState> whole, Map<PortName, PortState> spoilt, String where) {
        List<String> losses = new ArrayList<>();
        whole.forEach((port, before) -> {
            PortState after = spoilt.get(port);
            named(before)
                    .filter(vlan -> after != null && after.isProvenWithout(vlan))
                    .limit(1)
                    .forEach(vlan -> losses.add(where + ": " + port + " counts as without VLAN " + vlan + " ("
                            + (after == null ? "" : after.inWords()) + ")"));
        });
        return losses;
    }

    /** The VLANs of a port; of a long list its ends. */
    private static Stream<Vlan> named(PortState state) {
        List<Vlan> tagged = state.tagged() == null ? List.of() : state.tagged();
        Stream<Vlan> ends =
                tagged.size() > 20 ? Stream.of(tagged.get(0), tagged.get(tagged.size() - 1)) : tagged.stream();
        return Stream.of(Stream.ofNullable(state.untagged()), state.alsoUntagged().stream(), ends)
                .flatMap(vlans -> vlans);
    }

    /** None where the outputs are refused. */
    private static Map<PortName, PortState> states(Platform platform, List<SavedOutput> outputs) {
        try {
            return platform.parse(outputs).stream().collect(Collectors.toMap(PortState::port, Function.identity()));
        } catch (ProblemException e) {
            return Map.of();
        }
    }
}
