/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.demarc.lab.real.OpenVswitchBench.Host;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class OpenVswitchBenchIT {
    @Test
    void framesFlowOnlyWhileTheApplianceIsInTheVlanOfTheVirtualMachine() {
        try (OpenVswitchBench bench = OpenVswitchBench.start()) {
            bench.plug(Host.VM, 193);
            assertThat(bench.ping(Host.VM, Host.VPN)).isFalse();

            bench.vsctl("set", "port", "vpn", "tag=193");
            assertThat(bench.ping(Host.VM, Host.VPN)).isTrue();
            assertThat(bench.switchSays(Host.VPN)).contains("193").contains("UP");

            bench.vsctl("set", "port", "vpn", "tag=999");
            assertThat(bench.ping(Host.VM, Host.VPN)).isFalse();
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

            await().until(() ->
                    capture.frames().stream().anyMatch(frame -> frame.source().equals(sender) && !frame.tagged()));

            bench.vsctl("set", "port", "vpn", "vlan_mode=trunk", "--", "clear", "port", "vpn", "tag");
            await().until(() ->
                    capture.frames().stream().anyMatch(frame -> frame.source().equals(sender) && frame.tagged()));
        }
    }

    @Test
    void theAgentChangesTheSwitchAndSeesWhatOthersChange() throws Exception {
        try (OpenVswitchBench bench = OpenVswitchBench.start()) {
            String ports = snmp("snmpwalk", bench, ".1.3.6.1.2.1.17.1.4.1.1");
            assertThat(ports.lines()).hasSize(2);

            bench.vsctl("set", "port", "vpn", "tag=150");
            // The agent remembers what it read for a third of a second.
            await().until(() ->
                    snmp("snmpwalk", bench, ".1.3.6.1.2.1.17.7.1.4.5.1.1").contains("Gauge32: 150"));

            String port = vpnPort(bench);
            String mask = port.equals("2") ? "40" : "20";
            String untagged = ".1.3.6.1.2.1.17.7.1.4.3.1";
            snmp("snmpset", bench, untagged + ".5.160", "i", "4");
            snmp("snmpset", bench, untagged + ".2.160", "x", mask, untagged + ".4.160", "x", mask);
            snmp("snmpset", bench, ".1.3.6.1.2.1.17.7.1.4.5.1.1." + port, "u", "160");
            snmp("snmpset", bench, untagged + ".4.150", "x", "00", untagged + ".2.150", "x", "00");

            assertThat(bench.switchSays(Host.VPN))
                    .contains("tag                 : 160")
                    .contains("access");
        }
    }

    @Test
    void nothingIsLeftBehind() throws Exception {
        String before = output("ip", "netns", "list");
        String id;
        try (OpenVswitchBench bench = OpenVswitchBench.start()) {
            id = bench.host();
            assertThat(output("ip", "-br", "addr")).contains(id.substring(0, id.lastIndexOf('.')));
        }
        assertThat(output("ip", "netns", "list")).isEqualTo(before);
        assertThat(output("ip", "-br", "addr")).doesNotContain(id.substring(0, id.lastIndexOf('.')) + ".");
        assertThat(output("pgrep", "-fa", "demarc-bench-")).doesNotContain("qbridge-agent", "snmpd", "sshd", "ovs");
    }

    private static String vpnPort(OpenVswitchBench bench) {
        return bench.vsctl("--bare", "--columns=ofport", "list", "interface", "vpn")
                .strip();
    }

    private static String snmp(String program, OpenVswitchBench bench, String... arguments) throws Exception {
        java.util.List<String> command = new java.util.ArrayList<>(java.util.List.of(
                program,
                "-v3",
                "-l",
                "authPriv",
                "-u",
                OpenVswitchBench.SNMP_USER,
                "-a",
                "SHA-256",
                "-A",
                OpenVswitchBench.SNMP_AUTH_SECRET,
                "-x",
                "AES",
                "-X",
                OpenVswitchBench.SNMP_PRIV_SECRET,
                "-On",
                bench.host()));
        command.addAll(java.util.List.of(arguments));
        return output(command.toArray(new String[0]));
    }

    private static String output(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }
}
