/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SavedLinesTest {
    @Test
    void everyKindOfLineEndEndsALine() {
        for (String end : List.of("\n", "\r\n", "\r", "\r\r\n", "\r\0\n")) {
            assertThat(lines(String.join(end, "Gi1/0/1 up", " Gi1/0/2", "", "Gi1/0/3 down") + end))
                    .as("%s", end.codePoints().boxed().toList())
                    .containsExactly("Gi1/0/1 up", " Gi1/0/2", "", "Gi1/0/3 down", "");
        }
    }

    @Test
    void linesThatReturnsAloneEndAreNotWrittenOverInAFileWithOtherEndsToo() {
        assertThat(lines("Port\nGi1/0/1 up\r Gi1/0/2\r\0Gi1/0/3\r   \nGi1/0/4\n"))
                .containsSubsequence("Gi1/0/1 up", " Gi1/0/2", "Gi1/0/3", "Gi1/0/4");
    }

    @Test
    void whatATerminalWipedStaysWiped() {
        assertThat(lines("a\n--More--\r        \rGi1/0/1 up\nb\n")).containsExactly("a", "Gi1/0/1 up", "b", "");
        assertThat(lines("a\n--More--\r\u001b[KGi1/0/1 up\n")).containsExactly("a", "Gi1/0/1 up", "");
        assertThat(lines("a\n--More--\r\r        \r\rGi1/0/1 up\n")).containsExactly("a", "Gi1/0/1 up", "");
    }

    @Test
    void aCursorSentFarAwayMakesNoLongLine() {
        assertThat(lines("a\u001b[9999C\u001b[9999C\u001b[9999Cb\u001b[9999Gc\n")
                        .get(0))
                .hasSizeLessThan(1100);
    }

    @Test
    void aCharacterOfSeveralOctetsIsWholeWhereverTheTextIsTakenApart() {
        String line = "é\uD83D\uDE00".repeat(9000);
        assertThat(lines(line + "\n" + line)).containsExactly(line, line);
    }

    private static List<String> lines(String text) {
        return TerminalText.linesOf(SavedLines.withEnds(text), List.of());
    }
}
