/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.cloudstack;

import static org.assertj.core.api.Assertions.assertThat;

import io.demarc.plugin.cloudstack.setup.CloudStackSetup.Mode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The set-up of a CloudStack that can't call Demarc. */
class OlderCloudStackSetupIT {
    @TempDir
    Path directory;

    private SetupBench bench;

    @BeforeEach
    void open() {
        bench = new SetupBench(directory);
        bench.cloudStack.administration().beOlder("4.20.1.0");
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void itGetsRoleAccountAndKeysAndIsToldWhatIsDifferent() {
        assertThat(bench.run()).isTrue();

        assertThat(bench.lines.get(0))
                .contains(
                        "CloudStack 4.20.1.0 can't call Demarc",
                        "no custom actions",
                        "demarc attach",
                        "can't keep CloudStack from giving a VLAN to somebody else");
        assertThat(bench.cloudStack.administration().inWords())
                .contains("\"rule\":\"listNetworks\"", "account {")
                .doesNotContain("extension", "offering ");
        assertThat(bench.apiKeyFile).exists();
        assertThat(bench.script).doesNotExist();
        assertThat(told()).isEmpty();
        int before = bench.cloudStack.commandsReceived().size();
        assertThat(bench.run()).isTrue();
        List<String> again = bench.cloudStack.commandsReceived();
        assertThat(again.subList(before, again.size())).allMatch(it -> it.startsWith("list") || it.startsWith("get"));
    }

    @Test
    void itSaysTheSameOfEachOlderVersion() {
        for (String version : List.of("4.18.0.0", "4.19.3.0", "4.22.1.0")) {
            bench.cloudStack.administration().tellVersion(version);
            assertThat(bench.run()).isTrue();
            assertThat(bench.lines.get(0)).startsWith("CloudStack " + version + " can't call Demarc");
        }
    }

    @Test
    void interruptedAtAnyCallItFinishesWhenItIsRunAgain() throws IOException {
        bench.run();
        String whole = bench.cloudStack.administration().inWords();
        List<String> calls = bench.cloudStack.commandsReceived();
        for (int number = 1; number <= calls.size(); number++) {
            if (calls.get(number - 1).startsWith("list")) {
                continue; // It changes nothing, so it is as if the command had begun later.
            }
            Path fresh = Files.createDirectory(directory.resolve("" + number));
            try (SetupBench other = new SetupBench(fresh)) {
                other.cloudStack.administration().beOlder("4.20.1.0");
                assertThat(other.isInterruptedAt(number, true)).isTrue();
                assertThat(other.run()).as("after call %s", number).isTrue();
                assertThat(other.cloudStack.administration().inWords()).isEqualTo(whole);
            }
        }
    }

    @Test
    void newKeysTakeThePlaceOfTheOldOnes() throws IOException {
        bench.run();
        String before = Files.readString(bench.apiKeyFile).strip();
        bench.rotateKeys = true;
        assertThat(bench.run()).isTrue();
        bench.rotateKeys = false;

        assertThat(Files.readString(bench.apiKeyFile).strip()).isNotEqualTo(before);
        assertThat(bench.cloudStack.administration().keys(before)).isEmpty();
        assertThat(told()).isEmpty();
    }

    @Test
    void removingTakesEverythingAwayAgain() {
        String empty = bench.cloudStack.administration().inWords();
        bench.run();

        assertThat(bench.setup().remove(Mode.RUN)).isTrue();
        assertThat(bench.cloudStack.administration().inWords()).isEqualTo(empty);
        assertThat(bench.apiKeyFile).doesNotExist();
    }

    /** What the check tells but the sentence on what is different. */
    private List<String> told() {
        assertThat(bench.setup().setUp(Mode.CHECK)).isTrue();
        return bench.lines.stream()
                .skip(1)
                .filter(line -> !line.startsWith("ok "))
                .toList();
    }
}
