/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.ground;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScriptsIT {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "ground/bench.sh",
                "addresses/address-bench.sh",
                "real/database-bench.sh",
                "real/open-vswitch-bench.sh",
                "storage/build-image.sh",
                "storage/drbd-nodes.sh",
                "storage/node-network",
                "storage/write-on",
                "storage/watch-role",
                "storage/ramdisk-init"
            })
    void shellcheckFindsNothing(String script) throws Exception {
        Path file = Path.of("src/main/resources/io/demarc/lab").resolve(script);
        HostCommand checked = HostCommand.run(Duration.ofMinutes(1), "shellcheck", "-x", file.toString());

        assertThat(checked.exitStatus()).as(checked.output()).isZero();
    }
}
