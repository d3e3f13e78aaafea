/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.inventory;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LiteralSecretsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "# password: hunter2",
                "    #password: hunter2",
                "  ## - password: 'hunter2 and more'",
                "login: { user: a }   # { user: a, password: hunter2 }",
                "# login: {user: a, password: hunter2, enable: '${env:E}'}",
                "# enable: \"hunter2\"",
                "# 'community': hunter2",
                "#   priv: { protocol: AES128, secret: hunter2 }",
                "# passphrase : hunter2   # an old one",
                "switches: []\r\n# password: hunter2\r\n"
            })
    void aCommentedOutSecretIsRefusedAndNotRepeated(String yaml) {
        assertThatThrownBy(() -> LiteralSecrets.refuseInComments(yaml))
                .hasMessageContaining("line ")
                .hasMessageNotContaining("hunter2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "password: hunter2",
                "# password: ${file:/etc/demarc/secrets/tor-a1}",
                "# password: '${env:TOR}', or a private-key",
                "# the password: see the vault",
                "# or private-key, with a passphrase if it has one",
                "# password:",
                "# enabled: true",
                "description: 'a#password: x'"
            })
    void whatIsNoSecretInACommentPasses(String yaml) {
        assertThatCode(() -> LiteralSecrets.refuseInComments(yaml)).doesNotThrowAnyException();
    }

    @Test
    @Timeout(10)
    void aLongCommentIsReadInNoTime() {
        String line = "# " + "secret: ${x} # ".repeat(60_000);

        assertThatCode(() -> LiteralSecrets.refuseInComments(line)).doesNotThrowAnyException();
    }

    @Test
    void theExampleThatIsShippedPasses() throws IOException {
        String example = Files.readString(Path.of("..", "packaging", "inventory.yaml"));

        assertThatCode(() -> LiteralSecrets.refuseInComments(example)).doesNotThrowAnyException();
    }
}
