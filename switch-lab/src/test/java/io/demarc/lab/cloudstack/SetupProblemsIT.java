/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.cloudstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.demarc.plugin.cloudstack.setup.CloudStackSetup;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can be wrong with a CloudStack that is to be set up, each in words of its own. */
class SetupProblemsIT {
    @TempDir
    Path directory;

    private SetupBench bench;

    @BeforeEach
    void open() {
        bench = new SetupBench(directory);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void wrongKeysAreTold() {
        bench.giveWrongSecret();

        assertThatThrownBy(bench::run)
                .hasMessageContaining("CloudStack does not accept the administrator's keys")
                .hasMessageContaining("--admin-secret-key")
                .message()
                .doesNotContain("not-the-secret");
    }

    @Test
    void clocksThatDifferAreToldAsSuch() {
        bench.ahead = Duration.ofMinutes(-20);

        assertThatThrownBy(bench::run).hasMessageContainingAll("its clock shows", "Set both clocks right");
    }

    @Test
    void aCloudStackThatIsTooOldIsRefusedAndANewerOneThanAnybodyKnowsIsNot() {
        for (String version : List.of("4.17.2.0", "3.0.99.0", "", "next")) {
            bench.cloudStack.administration().tellVersion(version);
            assertThatThrownBy(bench::run)
                    .hasMessageContainingAll("version '" + version + "'", "4.18 and later", "Upgrade CloudStack");
            assertThatThrownBy(() -> bench.setup().remove(CloudStackSetup.Mode.RUN))
                    .hasMessageContaining("4.18 and later");
        }
        assertThat(bench.cloudStack.administration().inWords()).doesNotContain("role ");
        bench.cloudStack.administration().tellVersion("5.0.0.0");
        assertThat(bench.run()).isTrue();
    }

    @Test
    void aCertificateThatNobodyVouchesForIsToldAndItsAuthoritysFileHelps() throws Exception {
        SelfSigned certificate = SelfSigned.make("localhost", directory);
        bench.cloudStack.useTls(certificate.context());

        assertThatThrownBy(bench::run).hasMessageContainingAll("its certificate is not trusted", "cloudstack.ca-file");
        bench.caFile = certificate.pem();
        assertThat(bench.run()).isTrue();
    }

    @Test
    void aServerThatTakesNoJobsIsTold() {
        // By CloudStack's source: while it is prepared for maintenance, and when a job can't be queued.
        for (String why : List.of(
                "Maintenance or Shutdown has been initiated on this management server. Can not accept new jobs",
                "Unable to schedule async job for command registerUserKeys")) {
            bench.cloudStack.administration().refuse("registerUserKeys", why.startsWith("Unable") ? 530 : 503, why);
            assertThatThrownBy(bench::run)
                    .hasMessageContainingAll(
                            "CloudStack refused registerUserKeys",
                            why,
                            "It stopped at: keys of user demarc",
                            "goes on");
        }
    }

    @Test
    void aMissingRightIsTold() {
        bench.cloudStack.administration().forbid("createRole");

        assertThatThrownBy(bench::run)
                .hasMessageContainingAll(
                        "The administrator's keys may not call createRole",
                        "It stopped at: role Demarc",
                        "root administrator");
    }

    @Test
    void aPhysicalNetworkThatIsNotThereOrHasNoVlansIsTold() {
        bench.physicalNetworks = List.of("pn7");
        assertThatThrownBy(bench::run)
                .hasMessageContainingAll(
                        "No physical network is called 'pn7'", "pn0 in zone sim", "--physical-network");
        bench.cloudStack.administration().addPhysicalNetwork("pn1", "VXLAN");
        bench.physicalNetworks = List.of("pn1");
        assertThatThrownBy(bench::run).hasMessageContaining("separates guests by VXLAN");
        bench.cloudStack.administration().addPhysicalNetwork("pn2", "VLAN");
        bench.physicalNetworks = List.of();
        assertThatThrownBy(bench::run).hasMessageContaining("2 physical networks separate guests by VLAN");
        bench.zone = "elsewhere";
        assertThatThrownBy(bench::run)
                .hasMessageContainingAll("no physical network in a zone 'elsewhere'", "pn0 in zone sim");
        assertThat(bench.cloudStack.administration().inWords()).doesNotContain("role ");
    }

    @Test
    void aJobThatDoesNotEndIsLeftAndTold() {
        bench.cloudStack.administration().stickJobs();

        assertThatThrownBy(bench::run)
                .hasMessageContainingAll("registerUserKeys", "has not ended within 2 minutes", "its queue may be full");
    }

    @Test
    void anExtensionOrOfferingOfTheSameNameIsNotTakenOver() {
        bench.cloudStack.administration().addOffering("Isolated with VPN device", "VirtualRouter");

        assertThatThrownBy(bench::run)
                .hasMessageContainingAll("an offering 'Isolated with VPN device' with the services", "another name");
        bench.cloudStack.administration().spoil("extension", "demarc", "type", "Orchestrator");
        assertThatThrownBy(bench::run).hasMessageContaining("of type Orchestrator");
    }
}
