/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.real;

import static io.demarc.lab.real.CommandLine.snmp;
import static org.assertj.core.api.Assertions.assertThat;

import io.demarc.lab.real.OpenVswitchBench.Host;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The agent of the real bench, asked and told with net-snmp's own programs. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class QBridgeAgentIT {
    private static final String STATIC = ".1.3.6.1.2.1.17.7.1.4.3.1.";
    private static final String NAME = STATIC + "1.";
    private static final String EGRESS = STATIC + "2.";
    private static final String UNTAGGED = STATIC + "4.";
    private static final String ROW_STATUS = STATIC + "5.";
    private static final String CURRENT_EGRESS = ".1.3.6.1.2.1.17.7.1.4.2.1.4.0.";
    private static final String PVID = ".1.3.6.1.2.1.17.7.1.4.5.1.1.";
    private static final String ADMIN_STATUS = ".1.3.6.1.2.1.2.2.1.7.";
    private static final String OPER_STATUS = ".1.3.6.1.2.1.2.2.1.8.";
    private static final String ALIAS = ".1.3.6.1.2.1.31.1.1.1.18.";

    private final OpenVswitchBench bench = OpenVswitchBench.start();
    private final String port = bench.vsctl("get", "interface", "vpn", "ofport").strip();
    private final String trunkAndPort = list("trunk", "vpn");

    @BeforeAll
    void createVlans() {
        assertThat(set(ROW_STATUS + "150", "i", "4", NAME + "150", "s", "blue")).contains("blue");
        assertThat(set(EGRESS + "160", "x", list("trunk"), ROW_STATUS + "160", "i", "4"))
                .as("rows are made before they are filled, in whatever order the request has it")
                .doesNotContain("Error");
        bench.plug(Host.VM, 160);
    }

    @BeforeEach
    void putThePortInto150() {
        bench.vsctl("set", "port", "vpn", "vlan_mode=access", "tag=150", "--", "clear", "port", "vpn", "trunks");
    }

    @AfterAll
    void stop() {
        bench.close();
    }

    @Test
    void movesAPortStepByStepAndForwardsInOneVlanAtATime() {
        assertThat(get(PVID + port)).endsWith("Gauge32: 150");

        set(EGRESS + "160", "x", trunkAndPort, UNTAGGED + "160", "x", list("vpn"));
        assertThat(configured())
                .as("untagged in two VLANs, but its frames belong to the old one")
                .isEqualTo("150");
        assertThat(octets(EGRESS + "160")).isEqualTo(trunkAndPort);
        assertThat(octets(CURRENT_EGRESS + "160")).isEqualTo(list("trunk"));
        assertThat(bench.ping(Host.VM, Host.VPN)).isFalse();

        set(PVID + port, "u", "160");
        assertThat(configured()).isEqualTo("160");
        assertThat(octets(EGRESS + "150")).isEqualTo(trunkAndPort);
        assertThat(octets(CURRENT_EGRESS + "150")).isEqualTo(list("trunk"));
        assertThat(bench.ping(Host.VM, Host.VPN)).isTrue();

        set(UNTAGGED + "150", "x", "00", EGRESS + "150", "x", list("trunk"));
        assertThat(octets(EGRESS + "150")).isEqualTo(list("trunk"));
        assertThat(bench.switchSays(Host.VPN))
                .contains("tag                 : 160")
                .contains("access");
    }

    @Test
    void forwardsNothingWhereTheListsAndThePvidDisagree() {
        bench.vsctl("set", "port", "vpn", "tag=160");
        assertThat(bench.ping(Host.VM, Host.VPN)).isTrue();

        set(PVID + port, "u", "150");

        assertThat(bench.ping(Host.VM, Host.VPN)).isFalse();
        assertThat(octets(EGRESS + "160")).isEqualTo(trunkAndPort);
        assertThat(octets(CURRENT_EGRESS + "160")).isEqualTo(list("trunk"));
    }

    @Test
    void doesTheWholeRequestOrNothingOfIt() {
        assertThat(set(EGRESS + "160", "x", trunkAndPort, UNTAGGED + "160", "x", list("vpn"), PVID + port, "u", "170"))
                .contains("wrongValue");

        assertThat(octets(EGRESS + "160")).isEqualTo(list("trunk"));
        assertThat(configured()).isEqualTo("150");
    }

    @Test
    void refusesWhatCannotBe() {
        assertThat(set(EGRESS + "161", "x", trunkAndPort)).contains("inconsistentValue");
        assertThat(set(ROW_STATUS + "150", "i", "4")).contains("inconsistentValue");
        assertThat(set(ROW_STATUS + "150", "i", "6")).contains("inconsistentValue");
        assertThat(set(EGRESS + "150", "x", "383020"))
                .as("ports that are not there")
                .contains("wrongValue");
        assertThat(set(PVID + port, "i", "160")).contains("wrongType");
        assertThat(set(ADMIN_STATUS + ifIndex("vm"), "i", "2"))
                .as("not a port of this bridge")
                .contains("notWritable");
        assertThat(bench.switchSays(Host.VM)).endsWith(": UP");
    }

    @Test
    void removesAVlanThatNobodyIsIn() {
        set(ROW_STATUS + "170", "i", "4");
        assertThat(set(ROW_STATUS + "170", "i", "6")).doesNotContain("Error");

        assertThat(get(ROW_STATUS + "170")).contains("No Such Instance");
    }

    @Test
    void takesThePortDownAndUpAndSeesWhatOthersDo() {
        String index = ifIndex("vpn");
        set(ADMIN_STATUS + index, "i", "2");
        assertThat(bench.switchSays(Host.VPN)).endsWith(": DOWN");
        assertThat(get(OPER_STATUS + index)).endsWith("INTEGER: 2");

        set(ADMIN_STATUS + index, "i", "1");
        assertThat(bench.switchSays(Host.VPN)).endsWith(": UP");
        assertThat(get(OPER_STATUS + index)).endsWith("INTEGER: 1");
    }

    @Test
    void keepsTheLabelWhereEverybodyOnTheSwitchSeesIt() {
        String label = "acme: \"box\", rack=4 \\ 80 ";
        set(ALIAS + ifIndex("vpn"), "s", label);
        assertThat(bench.vsctl("get", "port", "vpn", "external_ids:demarc").strip())
                .isEqualTo("\"acme: \\\"box\\\", rack=4 \\\\ 80 \"");

        bench.vsctl("set", "port", "vpn", "external_ids:demarc=other");
        assertThat(get(ALIAS + ifIndex("vpn"))).contains("\"other\"");

        set(ALIAS + ifIndex("vpn"), "s", "");
        assertThat(bench.vsctl("get", "port", "vpn", "external_ids")).doesNotContain("demarc");
    }

    private String set(String... varbinds) {
        return snmp("snmpset", bench, varbinds);
    }

    private String get(String object) {
        return snmp("snmpget", bench, object).strip();
    }

    private String octets(String object) {
        return snmp("snmpget", bench, "-Ox", "-Oqv", object)
                .replaceAll("[^0-9A-Fa-f]", "")
                .toUpperCase(java.util.Locale.ROOT);
    }

    private String configured() {
        return bench.vsctl("get", "port", "vpn", "tag").strip();
    }

    private String ifIndex(String interfaceName) {
        return bench.vsctl("get", "interface", interfaceName, "ifindex").strip();
    }

    private String list(String... ports) {
        int octet = 0;
        for (String name : ports) {
            int number = Integer.parseInt(
                    bench.vsctl("get", "interface", name, "ofport").strip());
            octet |= 0x80 >> (number - 1);
        }
        return String.format("%02X", octet);
    }
}
