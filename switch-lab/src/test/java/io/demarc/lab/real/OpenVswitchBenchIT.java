/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.real;

import static io.demarc.lab.real.CommandLine.output;
import static io.demarc.lab.real.CommandLine.snmp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.demarc.lab.real.OpenVswitchBench.Host;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class OpenVswitchBenchIT {
    private static final String SYSTEM_DESCRIPTION = ".1.3.6.1.2.1.1.1.0";

    @Test
    void framesFlowOnlyWhileTheApplianceIsInTheVlanOfTheVirtualMachine() {
        try (OpenVswitchBench bench = OpenVswitchBench.start()) {
            bench.plug(Host.VM, 193);
            assertThat(bench.ping(Host.VM, Host.VPN)).isFalse();

            bench.vsctl("set", "port", "vpn", "tag=193");
            assertThat(bench.ping(Host.VM, Host.VPN)).isTrue();
            assertThat(bench.switchSays(Host.VPN)).contains("193").contains("UP");

            bench.plug(Host.VM, 196);
            assertThat(bench.ping(Host.VM, Host.VPN)).isFalse();
            bench.vsctl("set", "port", "vpn", "tag=196");
            assertThat(bench.ping(Host.VM, Host.VPN)).isTrue();
            assertThat(bench.ping(Host.VM, Host.OTHER_VPN)).isFalse();
        }
    }

    @Test
    void theCaptureSeesWhatAnotherTenantSendsWhenThePortIsWrong() throws Exception {
        try (OpenVswitchBench bench = OpenVswitchBench.start();
                Capture capture = bench.capture(Host.VPN);
                AutoCloseable noise = bench.noise(Host.OTHER_VM)) {
            bench.plug(Host.OTHER_VM, 200);
            String sender = bench.mac(Host.OTHER_VM);
            bench.vsctl("set", "port", "vpn", "tag=200");

            await().atMost(Duration.ofSeconds(30))
                    .until(() -> capture.frames().stream()
                            .anyMatch(frame -> frame.source().equals(sender) && !frame.tagged()));

            bench.vsctl("set", "port", "vpn", "vlan_mode=trunk", "--", "clear", "port", "vpn", "tag");
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> capture.frames().stream()
                            .anyMatch(frame -> frame.source().equals(sender) && frame.tagged()));
        }
    }

    @Test
    void aSwitchOutOfReachAnswersNobodyAndForwardsAsBefore() {
        try (OpenVswitchBench bench = OpenVswitchBench.start();
                OpenVswitchBench other = OpenVswitchBench.start()) {
            bench.plug(Host.VM, 193);
            bench.vsctl("set", "port", "vpn", "tag=193");
            bench.setReachable(false);
            assertThat(output("ssh-keyscan", "-T", "1", bench.host())).doesNotContain("ssh-ed25519");
            assertThat(bench.ping(Host.VM, Host.VPN)).isTrue();
            assertThat(snmp("snmpget", other, SYSTEM_DESCRIPTION)).contains("Open vSwitch");
            assertThat(other.vsctl("get", "port", "vpn", "tag").strip()).isEqualTo("1");

            bench.setReachable(true);
            assertThat(snmp("snmpget", bench, SYSTEM_DESCRIPTION)).contains("Open vSwitch");
            assertThat(output("ssh-keyscan", "-t", "ed25519", bench.host())).contains(bench.knownHostsLine());
        }
    }

    @Test
    void nothingIsLeftBehind() {
        String address;
        Path state;
        try (OpenVswitchBench bench = OpenVswitchBench.start()) {
            address = bench.host();
            state = bench.state();
            assertThat(output("ip", "netns", "list")).contains(bench.namespace(Host.VM));
            assertThat(output("ip", "route")).contains(network(address));
            bench.close();
            assertNothingIsLeft(bench.namespace(Host.VM), address, state);
        }
    }

    @Test
    void nothingIsLeftBehindByAProcessThatIsKilled() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Doomed.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader said =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            String namespace = said.readLine();
            String address = said.readLine();
            String state = said.readLine();
            assertThat(Path.of(state)).isDirectory();
            process.destroyForcibly().waitFor();
            await().atMost(Duration.ofSeconds(30)).until(() -> Files.notExists(Path.of(state)));
            assertNothingIsLeft(namespace, address, Path.of(state));
        } finally {
            process.destroyForcibly();
        }
    }

    private static void assertNothingIsLeft(String namespace, String address, Path state) {
        assertThat(output("ip", "netns", "list")).doesNotContain(namespace);
        assertThat(output("ip", "route")).doesNotContain(network(address));
        assertThat(output("pgrep", "-fa", state.toString())).isEmpty();
        assertThat(state).doesNotExist();
    }

    private static String network(String address) {
        return address.substring(0, address.lastIndexOf('.') + 1)
                + (Integer.parseInt(address.substring(address.lastIndexOf('.') + 1)) - 2) + "/30";
    }

    /** A program that starts the bench, says where, and waits for its end. */
    static final class Doomed {
        private Doomed() {}

        public static void main(String[] arguments) throws Exception {
            OpenVswitchBench bench = OpenVswitchBench.start();
            System.out.println(bench.namespace(Host.VM) + "\n" + bench.host() + "\n" + bench.state());
            System.in.read();
        }
    }
}
