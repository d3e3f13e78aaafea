/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import io.demarc.problem.ProblemCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ErrorsPageTest {
    private static final Path PAGE = Path.of("../docs/errors.md");

    @Test
    void everyCodeHasItsHeadingAndEveryHeadingItsCode() throws IOException {
        List<String> headings = Files.readAllLines(PAGE).stream()
                .filter(line -> line.startsWith("### "))
                .map(line -> line.substring(4))
                .toList();
        List<String> codes =
                Arrays.stream(ProblemCode.values()).map(ProblemCode::id).toList();
        assertThat(headings).containsExactlyElementsOf(codes);
    }

    @Test
    void everyHeadingHasTextBelowIt() throws IOException {
        List<String> lines = Files.readAllLines(PAGE);
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith("### ")) {
                assertThat(lines.get(i + 1)).as(lines.get(i)).hasSizeGreaterThan(20);
            }
        }
    }
}
