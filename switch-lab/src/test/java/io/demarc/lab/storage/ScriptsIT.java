/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScriptsIT {
    @ParameterizedTest
    @ValueSource(
            strings = {"build-image.sh", "drbd-nodes.sh", "node-network", "write-on", "watch-role", "ramdisk-init"})
    void shellcheckFindsNothing(String script) throws Exception {
        Path file = Path.of("src/main/resources/io/demarc/lab/storage", script);
        Process process = new ProcessBuilder("shellcheck", file.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(output).isZero();
    }
}
