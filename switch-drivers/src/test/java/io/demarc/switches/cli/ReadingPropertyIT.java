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
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What can't be read makes nothing shorter: in every capture of every platform words are spoilt in turn, by a change, by a word
 * before them, and by the output's end before or within them, and no VLAN that the whole output names for a port counts as left.
 *
 * <p>A table that ends with a whole line can't be told from one that has no more lines: in a session the prompt says so, in a
 * file nothing does. So what only the lines behind a cut name may be lost with them; what the line that was cut names, and
 * what other outputs name, may not. Records and JSON say themselves where they end. {@code -Dspoilt.words=100000} spoils every
 * word.
 */
class ReadingPropertyIT {
    private static final long SEED = 20261129;
    /** Of one output, about; every build spoils the same ones. */
    private static final long MOST_WORDS = Long.getLong("spoilt.words", 100);

    private static final Pattern WORD = Pattern.compile("\\S+");
    private static final Map<String, Spoiling> SPOILINGS = Map.of(
            "changed", (text, word) -> text.substring(0, word.start()) + "?" + text.substring(word.start()),
            "marked", (text, word) -> text.substring(0, word.end()) + "?" + text.substring(word.end()),
            "added", (text, word) -> text.substring(0, word.start()) + "?x " + text.substring(word.start()));

    private interface Spoiling {
        String spoil(String text, MatchResult word);
    }

    @TestFactory
    Stream<DynamicTest> noSpoiltWordMakesAVlanCountAsLeft() {
        return captures()
                .flatMap(sample -> SPOILINGS.entrySet().stream()
                        .map(way -> DynamicTest.dynamicTest(
                                sample.name() + " " + way.getKey(), () -> spoilWords(sample, way.getValue()))));
    }

    @TestFactory
    Stream<DynamicTest> noOutputThatWasCutMakesAVlanCountAsLeft() {
        return captures().map(sample -> DynamicTest.dynamicTest(sample.name(), () -> cutAtWords(sample)));
    }

    private static Stream<Sample> captures() {
        return Samples.find("captures", ".txt").stream();
    }

    private static void spoilWords(Sample sample, Spoiling spoiling) {
        Platform platform = Platforms.builtIn().find(sample.platform());
        List<SavedOutput> outputs = Samples.outputs(sample.text());
        Map<PortName, PortState> whole = states(platform, outputs);
        List<String> losses = new ArrayList<>();
        forSomeWords(outputs, (output, word) -> {
            String text = spoiling.spoil(outputs.get(output).text(), word);
            losses.addAll(losses(whole, states(platform, with(outputs, output, text)), where(outputs, output, word)));
        });
        assertThat(losses).isEmpty();
    }

    private static void cutAtWords(Sample sample) {
        Platform platform = Platforms.builtIn().find(sample.platform());
        CliReader reader = new CliReader(CliPlatformAccess.definition(sample.platform()));
        List<SavedOutput> outputs = Samples.outputs(sample.text());
        List<String> losses = new ArrayList<>();
        forSomeWords(outputs, (output, word) -> {
            SavedOutput cut = outputs.get(output);
            boolean saysWhereItEnds = reader.find(cut.command()).stream()
                    .flatMap(read -> read.formats().stream())
                    .allMatch(format -> format.lines().isEmpty() && format.pairs() == null);
            List<SavedOutput> kept =
                    saysWhereItEnds ? outputs : with(outputs, output, upToTheEndOfTheLine(cut.text(), word.start()));
            Map<PortName, PortState> whole = states(platform, kept);
            for (int place : new TreeSet<>(List.of(word.start(), (word.start() + word.end()) / 2))) {
                String text = cut.text().substring(0, place);
                Map<PortName, PortState> left = states(platform, with(outputs, output, text));
                losses.addAll(losses(whole, left, where(outputs, output, word)));
            }
        });
        assertThat(losses).isEmpty();
    }

    /** The lines that were begun before the place, whole. */
    private static String upToTheEndOfTheLine(String text, int place) {
        boolean isAtLineStart =
                text.substring(text.lastIndexOf('\n', place - 1) + 1, place).isBlank();
        int end = isAtLineStart ? text.lastIndexOf('\n', place - 1) + 1 : text.indexOf('\n', place);
        return end < 0 ? text : text.substring(0, end);
    }

    private static void forSomeWords(List<SavedOutput> outputs, BiConsumer<Integer, MatchResult> use) {
        for (int i = 0; i < outputs.size(); i++) {
            Matcher words = WORD.matcher(outputs.get(i).text());
            long count = WORD.matcher(outputs.get(i).text()).results().count();
            Random chance = new Random(SEED);
            while (words.find()) {
                if (chance.nextLong(count) < MOST_WORDS) {
                    use.accept(i, words.toMatchResult());
                }
            }
        }
    }

    private static List<SavedOutput> with(List<SavedOutput> outputs, int output, String text) {
        List<SavedOutput> changed = new ArrayList<>(outputs);
        changed.set(output, new SavedOutput(outputs.get(output).command(), text));
        return changed;
    }

    private static String where(List<SavedOutput> outputs, int output, MatchResult word) {
        return "'" + outputs.get(output).command() + "', word " + word.group() + " at " + word.start();
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
