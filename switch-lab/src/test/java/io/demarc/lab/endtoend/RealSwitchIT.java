/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.demarc.lab.cloudstack.NetworkOwner;
import io.demarc.lab.cloudstack.PayloadPlayer.Played;
import io.demarc.lab.cloudstack.SimulatedCloudStack;
import io.demarc.lab.cloudstack.SimulatedNetwork;
import io.demarc.lab.real.Capture;
import io.demarc.lab.real.OpenVswitchBench;
import io.demarc.lab.real.OpenVswitchBench.Host;
import io.demarc.lab.real.Traffic;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The main job on a real switch: a tenant's virtual machine reaches the tenant's appliance only while its network is
 * implemented, and nobody else's frames ever reach it. CloudStack's part is played from recorded calls through the real
 * entry point.
 */
class RealSwitchIT {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final long NETWORK = 204;

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"openvswitch", "snmp-qbridge"})
    void framesFlowBetweenTheTenantsMachineAndItsApplianceOnlyWhileAttached(String platform) throws Exception {
        try (OpenVswitchBench bench = OpenVswitchBench.start();
                SimulatedCloudStack cloudStack = new SimulatedCloudStack(InstantSource.system());
                DaemonUnderTest daemon = new DaemonUnderTest(directory, cloudStack);
                AutoCloseable noise = bench.noise(Host.OTHER_VM)) {
            bench.plug(Host.OTHER_VM, 194);
            cloudStack.add(SimulatedNetwork.created(
                    NETWORK, "50f13157-b872-444a-a9c1-91f6f85a1dd0", "a1", NetworkOwner.account("ROOT", "alice")));
            daemon.knowHost(bench.knownHostsLine());
            daemon.write("inventory.yaml", inventory(platform, bench, daemon));
            daemon.start();
            applyWithoutLosingAFrame(bench, daemon);
            daemon.adopt("ovs");
            assertThat(bench.switchSays(Host.VPN)).contains("999").contains("DOWN");
            Capture capture = bench.capture(Host.VPN);
            daemon.mustRun("attach", "alice-vpn", "a1");

            implement(bench, cloudStack, daemon, 193);
            assertThat(bench.ping(Host.VM, Host.VPN)).isTrue();
            assertThat(bench.ping(Host.OTHER_VM, Host.VPN)).isFalse();
            assertThat(bench.switchSays(Host.OTHER_VPN)).contains("999").contains("DOWN");

            bench.setReachable(false);
            Played away = daemon.call("gc.shutdown-network", NETWORK, "193", 8);
            assertThat(away.isSuccess()).as(away.output()).isFalse();
            assertThat(away.output()).contains("keeps its VLAN");
            bench.setReachable(true);
            // CloudStack asks again and again; the first time the attempt that found nobody may just be ending.
            Awaitility.await("the switch says that the port is out of VLAN 193")
                    .atMost(LIMIT)
                    .until(() -> daemon.call("gc.shutdown-network", NETWORK, "193", 60)
                            .isSuccess());
            assertThat(bench.ping(Host.VM, Host.VPN)).isFalse();
            cloudStack.shutDown(NETWORK);

            implement(bench, cloudStack, daemon, 196);
            assertThat(bench.ping(Host.VM, Host.VPN)).isTrue();

            Played gone = daemon.call("delete.destroy-network", NETWORK, "", 60);
            assertThat(gone.isSuccess()).as(gone.output() + daemon.log()).isTrue();
            assertThat(bench.ping(Host.VM, Host.VPN)).isFalse();
            assertThat(bench.switchSays(Host.VPN)).contains("999").contains("DOWN");

            capture.close();
            String alices = bench.mac(Host.VM);
            assertThat(capture.frames()).isNotEmpty().allSatisfy(frame -> {
                assertThat(frame.source()).as(frame.line()).isEqualTo(alices);
                assertThat(frame.tagged()).as(frame.line()).isFalse();
            });
        }
    }

    /** The other appliance's port carries somebody's traffic in VLAN 42: only an adoption may end that. */
    private void applyWithoutLosingAFrame(OpenVswitchBench bench, DaemonUnderTest daemon) {
        bench.plug(Host.OTHER_VPN, 42);
        bench.plug(Host.OTHER_VM, 42);
        assertThat(bench.ping(Host.OTHER_VM, Host.OTHER_VPN)).isTrue();
        try (Traffic traffic = bench.traffic(Host.OTHER_VM, Host.OTHER_VPN)) {
            String history = bench.history();
            daemon.mustRun("apply", "-f", directory.resolve("inventory.yaml").toString());
            daemon.mustRun("reconcile");
            assertThat(daemon.demarc("plan").output()).contains("is only observed");
            assertThat(daemon.demarc("adopt", "ovs", "--dry-run").output())
                    .contains("LIVE: ovs vpn2 has a link, carries VLAN 42");
            assertThat(daemon.demarc("adopt", "ovs", "--live", "0").status()).isEqualTo(2);
            assertThat(daemon.mustRun("port", "list")).contains("observed");
            Traffic.Sum sum = traffic.end();
            assertThat(sum.answered()).isEqualTo(sum.sent()).isGreaterThan(20);
            assertThat(bench.ping(Host.OTHER_VM, Host.OTHER_VPN))
                    .as("and it goes on")
                    .isTrue();
            assertThat(bench.history()).isEqualTo(history);
        }
        bench.plug(Host.OTHER_VM, 194);
    }

    private static void implement(
            OpenVswitchBench bench, SimulatedCloudStack cloudStack, DaemonUnderTest daemon, int vlan) {
        bench.plug(Host.VM, vlan);
        cloudStack.implement(NETWORK, vlan);
        Played played = daemon.call("iso-first-vm.5.implement-network", NETWORK, Integer.toString(vlan), 60);
        assertThat(played.isSuccess()).as(played.output()).isTrue();
        assertThat(played.output()).isEmpty();
    }

    private static String inventory(String platform, OpenVswitchBench bench, DaemonUnderTest daemon) {
        boolean ssh = platform.equals("openvswitch");
        daemon.secret("key", bench.privateKey());
        daemon.secret("auth", OpenVswitchBench.SNMP_AUTH_SECRET);
        daemon.secret("priv", OpenVswitchBench.SNMP_PRIV_SECRET);
        String login = ssh
                ? "{ user: root, private-key: '" + daemon.reference("key") + "' }"
                : "{ user: demarc, auth: { protocol: SHA256, secret: '" + daemon.reference("auth")
                        + "' }, priv: { protocol: AES128, secret: '" + daemon.reference("priv") + "' } }";
        return """
                switches:
                  - name: ovs
                    platform: %s
                    address: %s
                    login: %s
                    %s
                    command-timeout: 30s
                    vlans: 100-199
                    idle: { vlan: 999, down: true }
                    ports: [vpn, vpn2]
                devices:
                  - name: alice-vpn
                    owner: { domain: ROOT, account: alice }
                    port: { switch: ovs, name: vpn }
                """.formatted(
                        platform,
                        bench.host(),
                        login,
                        ssh ? "bridge: br0" : "no-evidence: [lldp, lag]\n    release-unsaved: allowed");
    }
}
