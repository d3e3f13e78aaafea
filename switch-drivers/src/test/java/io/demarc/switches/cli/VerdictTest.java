/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.demarc.switches.cli.Dialogue.ErrorPattern.Kind;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What the lines that switches print mean: {@code lines/lines.tsv}, and how lines beside each other go together. */
final class VerdictTest {
    private static final Map<String, Dialogue> DIALOGUES = Stream.of("cisco-ios", "junos", "openvswitch")
            .collect(Collectors.toMap(platform -> platform, CliPlatformAccess::dialogue));

    @TestFactory
    Stream<DynamicTest> everyKnownLineMeansWhatItMeans() {
        return Samples.read(Path.of("src/test/resources/lines/lines.tsv"))
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("\t", 3))
                .map(words -> DynamicTest.dynamicTest(
                        String.join(" ", words),
                        () -> assertThat(kind(words[0], words[2])).isEqualTo(words[1])));
    }

    private static String kind(String platform, String... lines) {
        Kind kind = verdict(platform, Command.plain("x"), lines).kind();
        return kind == null ? "benign" : kind.name().toLowerCase(Locale.ROOT);
    }

    private static Verdict verdict(String platform, Command command, String... lines) {
        Dialogue dialogue = java.util.Objects.requireNonNull(DIALOGUES.get(platform));
        return Verdict.of(List.of(lines), dialogue.errors(), command);
    }

    @Test
    void whoHoldsALockIsNamedWhereTheNextLineSaysIt() {
        Verdict verdict = verdict(
                "junos",
                Command.plain("configure exclusive"),
                "error: configuration database locked by:",
                "  alice terminal pts/0 (pid 12345) on since 2026-11-24 07:31:02 UTC, idle 00:01:12",
                "      exclusive {master:0}[edit]");
        assertThat(verdict.isBusy()).isTrue();
        assertThat(verdict.line())
                .isEqualTo("error: configuration database locked by: alice terminal pts/0 (pid 12345) on since"
                        + " 2026-11-24 07:31:02 UTC, idle 00:01:12");
    }

    @Test
    void aWarningGoesOnInTheLinesBelowItUntilOneIsAKnownError() {
        String warning = "%Warning: portfast should only be enabled on ports connected to a single";
        String rest = " host. Hubs that are not supported by this must not be used";
        assertThat(kind("cisco-ios", warning, rest)).isEqualTo("benign");
        assertThat(kind("cisco-ios", rest)).isEqualTo("rejected");
        assertThat(kind("cisco-ios", warning, " Command rejected: no")).isEqualTo("rejected");
        assertThat(kind("cisco-ios", warning, "Nothing like it cannot be")).isEqualTo("rejected");
    }

    @Test
    void whatTheCommandExpectsProvesThatALineNobodyKnowsIsNoError() {
        Command save = new Command(
                "write memory",
                List.of(),
                Map.of(),
                null,
                "",
                null,
                "",
                "",
                "",
                false,
                List.of(),
                Pattern.compile("\\[OK\\]"),
                List.of(),
                null);
        assertThat(verdict("cisco-ios", save, "% Nobody knows this", "[OK]").isFine())
                .isTrue();
        assertThat(verdict("cisco-ios", save, "% Nobody knows this").isFine()).isFalse();
        assertThat(verdict("cisco-ios", save, "[OK]", "%Error copying to the standby")
                        .isFine())
                .isFalse();
    }
}
