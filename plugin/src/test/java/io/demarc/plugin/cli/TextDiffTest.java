/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.demarc.plugin.operations.InventoryOperations.InventoryText;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class TextDiffTest {
    private static String diff(String before, String after) {
        return TextDiff.of(text(2, before), text(3, after)).unified();
    }

    private static InventoryText text(long version, String text) {
        return new InventoryText(version, "2026-11-24T08:15:30Z", "OPERATOR", "ada", text);
    }

    @Test
    void isWhatDiffSaysWithTheVersionsForFiles() {
        assertThat(diff("a\nb\nc\nd\ne\n", "a\nb\nc\nD\ne\n")).isEqualTo("""
                --- version 2\t2026-11-24T08:15:30Z OPERATOR ada
                +++ version 3\t2026-11-24T08:15:30Z OPERATOR ada
                @@ -1,5 +1,5 @@
                 a
                 b
                 c
                -d
                +D
                 e
                """);
    }

    @Test
    void nothingIsSaidOfTextsThatAreTheSame() {
        assertThat(diff("a\n", "a\n")).isEmpty();
        assertThat(diff("", "")).isEmpty();
    }

    @Test
    void aMissingLastLineBreakIsADifference() {
        assertThat(diff("a\n", "a")).endsWith("""
                -a
                +a
                \\ No newline at end of file
                """);
    }

    @Test
    void theFirstVersionComesOutOfNothing() {
        assertThat(TextDiff.of(new InventoryText(0, "", "", "", ""), text(1, "a\n"))
                        .unified())
                .isEqualTo("""
                --- nothing
                +++ version 1\t2026-11-24T08:15:30Z OPERATOR ada
                @@ -0,0 +1,1 @@
                +a
                """);
    }

    @RepeatedTest(200)
    void whatIsKeptAndRemovedIsTheOldTextAndWhatIsKeptAndAddedIsTheNewOne(RepetitionInfo info) {
        Random random = new Random(info.getCurrentRepetition());
        String before = text(random);
        String after = text(random);

        String diff = diff(before, after);

        if (before.equals(after)) {
            assertThat(diff).isEmpty();
        } else {
            assertThat(side(diff, '+')).isEqualTo(before);
            assertThat(side(diff, '-')).isEqualTo(after);
        }
    }

    /** Few enough lines that the hunks leave nothing out. */
    private static String text(Random random) {
        return IntStream.range(0, random.nextInt(8))
                .mapToObj(i -> "abc".charAt(random.nextInt(3)) + "\n")
                .collect(Collectors.joining());
    }

    private static String side(String diff, char other) {
        return diff.lines()
                .skip(3)
                .filter(line -> line.charAt(0) != other)
                .map(line -> line.substring(1) + "\n")
                .collect(Collectors.joining());
    }
}
