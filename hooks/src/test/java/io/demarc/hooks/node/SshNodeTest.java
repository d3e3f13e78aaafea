/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SshNodeTest {
    /** Asked of a real shell: it prints its arguments back, whatever they are. */
    @Test
    void noWordIsEverMoreThanAnArgumentToTheShell() throws IOException {
        Random random = new Random(20261124);
        String alphabet = "a '\"$`\\;&|<>(){}*?[]~#!\n\té-";
        for (int i = 0; i < 100; i++) {
            StringBuilder word = new StringBuilder("x");
            for (int n = random.nextInt(12); n > 0; n--) {
                word.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            String second = "$(touch /nonexistent/owned)";
            Process shell = new ProcessBuilder(
                            "sh", "-c", SshNode.quoted(List.of("printf", "%s\\0%s", word.toString(), second)))
                    .redirectErrorStream(true)
                    .start();
            assertThat(new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo(word + "\0" + second);
        }
    }
}
