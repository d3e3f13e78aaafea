/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import io.demarc.plugin.configuration.DaemonConfig;
import io.demarc.plugin.configuration.DaemonConfig.CloudStackAccess;
import io.demarc.plugin.configuration.DaemonConfigFile;
import io.demarc.plugin.inventory.InventoryFile;
import io.demarc.plugin.words.Inventory;
import io.demarc.problem.ProblemCode;
import io.demarc.switches.catalogue.Platforms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The example files are ones that work. */
class PackagingTest {
    private static final Path FOLDER = Path.of("../packaging");
    private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");
    private static final Pattern COMMENTED_KEY = Pattern.compile("(?m)^#(\\s*(?:[a-z-]+:|- /))");

    @Test
    void theConfigurationIsValid() {
        DaemonConfig config = DaemonConfigFile.read(FOLDER.resolve("demarc.yaml"));
        assertThat(config.cloudStack()).isNotNull();
    }

    @Test
    void whatStandsBehindAHashInTheConfigurationIsTheDefault() throws IOException {
        String text = Files.readString(FOLDER.resolve("demarc.yaml"));
        String uncommented = COMMENTED_KEY.matcher(text).replaceAll("$1");
        DaemonConfig written = DaemonConfigFile.parse(uncommented, "the example with every key");
        DaemonConfig usual = DaemonConfigFile.parse("", "nothing");
        CloudStackAccess cloudStack = Objects.requireNonNull(written.cloudStack());
        CloudStackAccess unsaid = Objects.requireNonNull(
                DaemonConfigFile.parse(text, "the example").cloudStack());

        assertThat(written.socket()).isEqualTo(usual.socket());
        assertThat(written.stateDirectory()).isEqualTo(usual.stateDirectory());
        assertThat(written.reconciling()).isEqualTo(usual.reconciling());
        assertThat(written.switchTimeouts()).isEqualTo(usual.switchTimeouts());
        assertThat(cloudStack.pollInterval()).isEqualTo(unsaid.pollInterval()).isEqualTo(Duration.ofMinutes(1));
        assertThat(cloudStack.timeout()).isEqualTo(unsaid.timeout());
        assertThat(cloudStack.verifyTls()).isEqualTo(unsaid.verifyTls());
        assertThat(written.platformDirectories()).isEqualTo(List.of(Path.of("/etc/demarc/platforms")));
    }

    @Test
    void systemdStartsADaemonAgainThatEndedBecauseItsSocketWasDead() throws IOException {
        List<String> unit = Files.readAllLines(FOLDER.resolve("demarc.service"));
        assertThat(unit).contains("Restart=on-failure", "RestartPreventExitStatus=2 3", "SuccessExitStatus=143");
        assertThat(ProblemCode.DAEMON_UNREACHABLE.kind()).isEqualTo(ProblemCode.Kind.BUSY);
    }

    @Test
    void theCommandIsBuiltAgainWhenAnyModuleThatItIsMadeOfIsNewer() throws IOException {
        String command = Files.readString(Path.of("../bin/demarc"));
        List<String> modules = MODULE.matcher(Files.readString(Path.of("../pom.xml")))
                .results()
                .map(module -> module.group(1))
                .filter(module -> !module.equals("switch-lab") && !module.equals("architecture-tests"))
                .toList();

        assertThat(modules)
                .contains("access", "plugin")
                .allSatisfy(
                        module -> assertThat(command).contains("/" + module + "/pom.xml", "/" + module + "/src/main"));
    }

    @Test
    void theInventoryIsValid() throws IOException {
        Inventory inventory =
                InventoryFile.parse(Files.readString(FOLDER.resolve("inventory.yaml")), Platforms.builtIn());
        assertThat(inventory.switches()).hasSize(2);
        assertThat(inventory.devices()).hasSize(2);
    }
}
