/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.cloudstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.demarc.access.Deadline;
import io.demarc.access.Secret;
import io.demarc.plugin.cloudstack.HttpCloudStackApi;
import io.demarc.plugin.cloudstack.setup.ApiCloudSide;
import io.demarc.plugin.operations.Views.Finding;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the daemon finds of CloudStack with its own keys, and what it tells there. */
class CloudSideIT {
    @TempDir
    Path directory;

    private SetupBench bench;
    /** How much this machine's clock is ahead. */
    private Duration ahead = Duration.ZERO;

    @BeforeEach
    void open() {
        bench = new SetupBench(directory);
        assertThat(bench.run()).isTrue();
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private ApiCloudSide side() {
        InstantSource clock = () -> Instant.now().plus(ahead);
        return new ApiCloudSide(
                new HttpCloudStackApi(
                        bench.access(),
                        () -> new Secret(read(bench.apiKeyFile)),
                        () -> new Secret(read(bench.secretKeyFile)),
                        clock),
                bench.access(),
                clock,
                bench.extensions,
                System.getProperty("user.name"));
    }

    private List<Finding> findings() {
        return side().examine(Deadline.after(Duration.ofSeconds(20), InstantSource.system()));
    }

    private List<Finding> faults() {
        return findings().stream()
                .filter(finding -> !finding.verdict().equals("ok"))
                .toList();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void afterTheSetUpNothingIsWrong() {
        assertThat(faults()).isEmpty();
        assertThat(findings())
                .anyMatch(it -> it.message().contains("version 4.23.0.0-SNAPSHOT: it can call Demarc"))
                .anyMatch(it -> it.message().startsWith("its clock and this machine's agree within"))
                .anyMatch(it -> it.message().contains("may call all that it calls"))
                .anyMatch(it -> it.message().endsWith("demarc.sh is this version's"));
        assertThat(bench.cloudStack.administration().alerts()).isEmpty();
    }

    @Test
    void eachRuleThatTheRoleLacksIsNamed() {
        bench.cloudStack.administration().spoil("rolepermission", "", "rule", "listNetworks");

        assertThat(faults()).singleElement().satisfies(it -> {
            assertThat(it.message())
                    .contains(
                            "listHosts (maintenance and state of the hosts that use a storage pair)",
                            "listCapabilities",
                            "generateAlert")
                    .doesNotContain("listNetworks");
            assertThat(it.fix()).contains("demarc cloudstack setup", "cloudstack.alerts: false");
        });
    }

    @Test
    void clocksThatDifferAreToldInSeconds() {
        ahead = Duration.ofSeconds(-100);

        assertThat(faults())
                .singleElement()
                .satisfies(
                        it -> assertThat(it.message())
                                .matches(
                                        "its clock is (99|100|101) seconds ahead of this machine's; requests are signed for 300.*"));
    }

    @Test
    void anEntryPointOfAnotherVersionOrModeIsTold() throws IOException {
        Files.writeString(bench.script, "#!/bin/sh\nexit 0\n");
        assertThat(faults())
                .singleElement()
                .satisfies(it -> assertThat(it.message())
                        .contains(bench.script.toString(), "another script is there, or that of another version"));
        Files.delete(bench.script);
        assertThat(faults())
                .singleElement()
                .satisfies(it -> assertThat(it.message()).contains("there is no such file"));
        Files.delete(bench.extensions.resolve("demarc"));
        assertThat(faults()).isEmpty();
    }

    @Test
    void theVersionSaysWhatIsPossible() {
        bench.cloudStack.administration().tellVersion("4.20.1.0");
        assertThat(faults()).isEmpty();
        assertThat(findings())
                .anyMatch(it -> it.message().equals("version 4.20.1.0: it can't call Demarc, which follows its API"));
        bench.cloudStack.administration().tellVersion("4.17.2.0");
        assertThat(faults())
                .singleElement()
                .satisfies(it -> assertThat(it.message()).contains("'4.17.2.0'", "4.18 and later"));
    }

    @Test
    void aCloudStackThatIsAwayIsAskedOnce() {
        bench.cloudStack.goDown();

        assertThat(findings()).singleElement().satisfies(it -> {
            assertThat(it.verdict()).isEqualTo("failed");
            assertThat(it.message()).contains("can't be asked", "The rest was not looked at");
        });
    }

    @Test
    void alertsAreSeenByAdministratorsEachUnderItsOwnNumber() {
        side().alert(7, "Demarc: switch tor can't be read or set.");
        side().alert(7, "Demarc: said under a number that is taken.");
        side().alert(8, "Demarc: over: switch tor. " + "ü".repeat(900));

        assertThat(bench.cloudStack.administration().alerts())
                .hasSize(2)
                .first()
                .isEqualTo("Demarc: switch tor can't be read or set.");
    }

    @Test
    void withoutTheRuleThereIsNoAlertAndTheSetUpGivesOrTakesIt() {
        bench.alerts = false;
        assertThat(bench.run()).isTrue();

        assertThatThrownBy(() -> side().alert(7, "Demarc: switch tor can't be read or set."))
                .hasMessageContainingAll("refused generateAlert", "cloudstack.alerts: false");
        assertThat(faults()).isEmpty();
        bench.alerts = true;
        assertThat(faults())
                .singleElement()
                .satisfies(it -> assertThat(it.message()).contains("generateAlert"));
        assertThat(bench.run()).isTrue();
        assertThat(faults()).isEmpty();
    }
}
