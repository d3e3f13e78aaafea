/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cloudstack.setup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DaemonRoleTest {
    private static final Path SOURCES = Path.of("src/main/java/io/demarc/plugin/cloudstack");
    private static final Pattern COMMAND = Pattern.compile("\"((?:list|query|get|generate)[A-Z]\\w+)\"");

    @Test
    void theDaemonMayAskWhatItAsksAndNothingElse() throws IOException {
        Set<String> asked = new TreeSet<>();
        try (Stream<Path> files = Files.list(SOURCES)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                COMMAND.matcher(Files.readString(file)).results().forEach(match -> asked.add(match.group(1)));
            }
        }
        assertThat(DaemonRole.rights(true).keySet()).containsExactlyInAnyOrderElementsOf(asked);
    }

    @Test
    void withoutAlertsItMayOnlyRead() {
        assertThat(DaemonRole.rights(false).keySet()).allMatch(command -> command.startsWith("list"));
    }
}
