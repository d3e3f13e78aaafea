/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.runbook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EvidenceTest {
    private static String kept(String output) {
        return new Evidence(Instant.EPOCH, "s", "ada", "cat", 0, output).output();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "shared-secret \"hunter2\";",
                "shared-secret hunter2;",
                "mysql --password=hunter2 -e x",
                "PASSWORD: 'hunter2'",
                "\"secretKey\": \"hunter2\"",
                "https://root:hunter2@host/x",
                "-----BEGIN OPENSSH PRIVATE KEY-----\nhunter2\n-----END OPENSSH PRIVATE KEY-----"
            })
    void secretsAreMasked(String output) {
        assertThat(kept("before\n" + output))
                .startsWith("before\n")
                .contains("***")
                .doesNotContain("hunter2");
    }

    @Test
    void whatDrbdPrintsStaysAsItIs() {
        String output = " 0: cs:Connected ro:Secondary/Primary ds:UpToDate/UpToDate C r-----\n\tns:0 nr:4 dw:4";

        assertThat(kept(output)).isEqualTo(output);
    }

    @Test
    void controlCharactersAndEndlessOutputDoNotReachTheReader() {
        assertThat(kept("a\u001b[2Jb\r\nc")).isEqualTo("a?[2Jb\nc");
        assertThat(kept("x".repeat(100_000))).hasSizeLessThan(66_000).endsWith("characters more]");
    }
}
