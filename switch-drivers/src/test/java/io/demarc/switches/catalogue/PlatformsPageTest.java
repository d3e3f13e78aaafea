/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.demarc.switches.Capability;
import io.demarc.switches.platform.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The table of docs/platforms.md is what the definitions say (renew: {@code -Dgolden.update}). */
final class PlatformsPageTest {
    private static final Path PAGE = Path.of("../docs/platforms.md");
    private static final String HEADING = "| platform | for | by | verified | can |\n| --- | --- | --- | --- | --- |\n";

    @Test
    void theTableIsWhatTheDefinitionsSay() throws IOException {
        String page = Files.readString(PAGE);
        String table = HEADING
                + Platforms.builtIn().all().stream().map(PlatformsPageTest::row).collect(Collectors.joining());
        int begin = page.indexOf(HEADING);
        assertThat(begin).isPositive();
        int end = page.indexOf("\n\n", begin) + 1;
        String actual = page.substring(0, begin) + table + page.substring(end);
        if (System.getProperty("golden.update") != null) {
            Files.writeString(PAGE, actual);
        }
        assertThat(Files.readString(PAGE)).isEqualTo(actual);
    }

    private static String row(Platform platform) {
        return "| `" + platform.name() + "` | " + platform.title() + " | "
                + (platform.transport() == Platform.Transport.SNMP ? "SNMPv3" : "SSH") + " | "
                + platform.verified().id() + " | "
                + platform.capabilities().stream()
                        .filter(capability -> capability != Capability.READ_PORTS)
                        .sorted()
                        .map(Capability::id)
                        .collect(Collectors.joining(" "))
                + " |\n";
    }
}
