/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.demarc.switches.PortState;
import io.demarc.switches.catalogue.Platforms;
import io.demarc.switches.cli.Samples.Sample;
import io.demarc.switches.platform.Platform;
import io.demarc.switches.platform.Platform.SavedOutput;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What a terminal adds to an output changes nothing of what is read from it. The seed is in each test's name. */
final class NoisePropertyTest {
    private static final List<String> LOG = List.of(
            "*Mar  1 00:12:44.123: %LINK-3-UPDOWN: Interface GigabitEthernet1/0/3, changed state to up",
            "Nov 24 08:00:01.001 CET: %SYS-5-CONFIG_I: Configured from console by alice on vty1 (192.0.2.4)",
            "000217: .Nov 24 08:00:02: %SW_MATM-4-MACFLAP_NOTIF: Host 0200.5e00.5301 in vlan 10 is flapping",
            "%LINEPROTO-5-UPDOWN: Line protocol on Interface Vlan1, changed state to down");

    @TestFactory
    Stream<DynamicTest> capturesReadTheSameHoweverTheyWerePrinted() {
        Platforms platforms = Platforms.builtIn();
        return Samples.find("captures", ".txt").stream()
                .flatMap(sample -> new Random(20261124)
                        .longs(12)
                        .mapToObj(seed -> DynamicTest.dynamicTest(
                                sample.name() + " seed " + seed,
                                () -> check(sample, platforms.find(sample.platform()), new Random(seed)))));
    }

    private static void check(Sample sample, Platform platform, Random random) {
        List<SavedOutput> outputs = Samples.outputs(sample.text());
        List<PortState> expected = platform.parse(outputs);
        boolean isCisco = platform.name().equals("cisco-ios");
        List<SavedOutput> disturbed = outputs.stream()
                .map(output -> new SavedOutput(output.command(), disturb(output.text(), random, isCisco)))
                .toList();
        assertThat(platform.parse(disturbed)).isEqualTo(expected);
    }

    private static String disturb(String text, Random random, boolean withLog) {
        StringBuilder disturbed = new StringBuilder();
        String end = random.nextBoolean() ? "\r\n" : random.nextBoolean() ? "\r\r\n" : "\n";
        for (String line : text.replace("\r", "").split("\n", -1)) {
            if (withLog && random.nextInt(6) == 0) {
                disturbed.append(LOG.get(random.nextInt(LOG.size()))).append(end);
            }
            String colour = random.nextInt(4) == 0 ? "\u001b[1;3" + random.nextInt(8) + "m" : "";
            String wipe = random.nextInt(4) == 0 ? "\r\u001b[K" : "";
            String page = withLog && random.nextInt(12) == 0
                    ? " --More-- " + "\b".repeat(10) + " ".repeat(10) + "\b".repeat(10)
                    : "";
            disturbed.append(wipe).append(page).append(colour).append(line);
            disturbed.append(colour.isEmpty() ? "" : "\u001b[0m").append(end);
        }
        return disturbed.toString();
    }

    @Test
    void aTerminalShowsTheSameWhateverTheChunks() {
        String text = "sw1#show x\r\nab\bc\r\n\u001b[2Kone\u001b[0m two\r\n --More-- \b\b\b\b\b\b\b\b\b\b          "
                + "\b\b\b\b\b\b\b\b\b\bthree\r\n*Mar  1 00:12:44.123: %LINK-3-UPDOWN: x\r\n\u001b]0;title\u0007sw1#";
        List<Pattern> noise = List.of(Pattern.compile("%LINK-3"));
        List<String> whole = fed(text, noise, new Random(1), text.length());
        assertThat(whole).containsExactly("sw1#show x", "ac", "one two", "three", "sw1#");
        for (int seed = 0; seed < 300; seed++) {
            assertThat(fed(text, noise, new Random(seed), 7))
                    .as("seed %d", seed)
                    .isEqualTo(whole);
        }
    }

    private static List<String> fed(String text, List<Pattern> noise, Random random, int most) {
        TerminalText terminal = new TerminalText(noise, line -> "");
        for (int at = 0; at < text.length(); ) {
            int length = Math.min(text.length() - at, 1 + random.nextInt(most));
            terminal.feed(text.substring(at, at + length));
            at += length;
        }
        return terminal.allLines().stream().map(String::strip).toList();
    }

    @Test
    void everyPromptInATranscriptMeansExactlyOneMode() {
        List<String> unclear = new ArrayList<>();
        for (Sample sample : Samples.find("transcripts", ".txt")) {
            Dialogue dialogue = CliPlatformAccess.dialogue(sample.platform());
            List<String> lines = sample.text().lines().toList();
            for (int i = 1; i < lines.size(); i++) {
                boolean isPrompt = lines.get(i).startsWith(">")
                        && lines.get(i - 1).startsWith("< ")
                        && !lines.get(i - 1).contains("assword");
                String prompt = isPrompt ? lines.get(i - 1).substring(2) : "";
                long modes = dialogue.modes().values().stream()
                        .filter(mode -> mode.prompt().matcher(prompt).find())
                        .count();
                if (isPrompt && !dialogue.modes().isEmpty() && modes > 1) {
                    unclear.add(sample.name() + ": " + prompt);
                }
            }
        }
        assertThat(unclear).isEmpty();
    }
}
