/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.demarc.problem.ProblemException;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class MatchingTest {
    @Test
    void aPatternThatTriesForEverIsStopped() {
        Pattern pattern = Pattern.compile("^(a+)+\\1b$");
        assertThatThrownBy(() -> Matching.finds(pattern, "a".repeat(60) + "!"))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("^(a+)+\\1b$")
                .hasMessageContaining("aaa");
    }

    @Test
    void aPatternThatGoesTooDeepIsStopped() {
        Pattern pattern = Pattern.compile("^(?:a|b)*c");
        assertThatThrownBy(() -> Matching.finds(pattern, "a".repeat(1_000_000)))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("^(?:a|b)*c");
    }

    @Test
    void anOrdinaryPatternIsNotHoweverLongTheText() {
        String text = "Gi1/0/7 connected 150\n".repeat(20_000);
        assertThat(Matching.of(Pattern.compile("^(\\S+) (\\S+) (\\d+)$", Pattern.MULTILINE), text)
                        .results()
                        .count())
                .isEqualTo(20_000);
        assertThat(Matching.finds(Pattern.compile("notconnect"), text)).isFalse();
    }
}
