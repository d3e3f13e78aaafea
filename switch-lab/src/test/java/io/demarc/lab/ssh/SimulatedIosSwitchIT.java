/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.KeyPair;
import io.demarc.lab.ground.LldpNeighbour;
import io.demarc.switches.PortMode;
import io.demarc.switches.PortState;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.PublicKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class SimulatedIosSwitchIT {
    private static final String PORT = "GigabitEthernet1/0/7";

    private final SimulatedIosSwitch device = SimulatedIosSwitch.named("tor-a1")
            .account(Account.withPassword("demarc", "secret"))
            .account(Account.withKeyboardInteractive("kim", "typed"))
            .enableSecret("enable-me")
            .ports("GigabitEthernet1/0/", 1, 24)
            .start();

    @AfterEach
    void stop() {
        device.close();
    }

    private Caller privileged() throws JSchException, IOException {
        Caller caller = Caller.of(device, "demarc", "secret");
        caller.readUntil("tor-a1>");
        caller.say("enable", "Password: ");
        caller.say("enable-me", "tor-a1#");
        caller.say("terminal length 0", "tor-a1#");
        return caller;
    }

    private Caller configuring() throws JSchException, IOException {
        Caller caller = privileged();
        caller.say("conf t", "tor-a1(config)#");
        return caller;
    }

    @Test
    void tellsThatAVlanIsSuspendedUntilItIsActiveAgain() {
        device.configure("vlan 150", "state suspend");
        assertThat(device.run("show vlan brief")).containsPattern("(?m)^150 +VLAN0150 +suspended");
        device.configure("vlan 150", "state active");
        assertThat(device.run("show vlan brief")).containsPattern("(?m)^150 +VLAN0150 +active");
    }

    @Test
    void putsPortIntoVlanAsAPersonWould() throws Exception {
        device.plug(PORT, "02:00:5e:00:53:01");
        try (Caller caller = configuring()) {
            caller.say("vlan 150", "(config-vlan)#");
            caller.say("name demarc-150", "(config-vlan)#");
            caller.say("int gi 1/0/7", "(config-if)#");
            caller.say("desc demarc alice-vpn", "(config-if)#");
            caller.say("sw mode acc", "(config-if)#");
            caller.say("sw acc vl 150", "(config-if)#");
            assertThat(caller.say("spanning-tree portfast", "(config-if)#")).contains("Use with CAUTION");
            caller.say("end", "tor-a1#");
            assertThat(caller.say("show interfaces Gi1/0/7 switchport", "tor-a1#"))
                    .contains("Name: Gi1/0/7\n")
                    .contains("Operational Mode: static access\n")
                    .contains("Access Mode VLAN: 150 (demarc-150)\n");
        }
        PortState state = device.port("Gi1/0/7");
        assertThat(state.mode()).isEqualTo(PortMode.ACCESS);
        assertThat(state.untagged()).hasToString("150");
        assertThat(state.description()).isEqualTo("demarc alice-vpn");
        assertThat(device.portsEverWritten()).containsExactly(PORT);
        assertThat(device.run("show mac address-table")).contains(" 150    0200.5e00.5301    DYNAMIC     Gi1/0/7");
    }

    @Test
    void createsVlanThatPortIsPutInto() throws Exception {
        try (Caller caller = configuring()) {
            caller.say("interface Gi1/0/7", "(config-if)#");
            assertThat(caller.say("switchport access vlan 150", "(config-if)#"))
                    .contains("% Access VLAN does not exist. Creating vlan 150\n");
        }
        assertThat(device.run("show vlan brief")).contains("150  VLAN0150                         active    Gi1/0/7\n");
    }

    @Test
    void marksTheFirstWordThatIsWrong() throws Exception {
        try (Caller caller = privileged()) {
            assertThat(caller.say("show interfaces Gi9/0/1 switchport", "tor-a1#"))
                    .contains("\n" + " ".repeat("tor-a1#show interfaces ".length())
                            + "^\n% Invalid input detected at '^' marker.\n");
            assertThat(caller.say("show interfaces s", "tor-a1#"))
                    .contains("% Ambiguous command:  \"show interfaces s\"");
            assertThat(caller.say("show lldp", "tor-a1#")).contains("% Incomplete command.");
        }
    }

    @Test
    void staysInThePortWhenTheNextOneDoesNotExist() throws Exception {
        try (Caller caller = configuring()) {
            caller.say("interface Gi1/0/7", "(config-if)#");
            assertThat(caller.say("interface Gi9/0/7", "#"))
                    .contains("% Invalid input")
                    .endsWith("(config-if)#");
            caller.say("shutdown", "(config-if)#");
        }
        assertThat(device.port(PORT).adminUp()).isFalse();
    }

    @Test
    void refusesWrongEnableSecretThreeTimes() throws Exception {
        try (Caller caller = Caller.of(device, "demarc", "secret")) {
            caller.readUntil("tor-a1>");
            caller.say("enable", "Password: ");
            caller.say("a", "Password: ");
            caller.say("b", "Password: ");
            assertThat(caller.say("c", "tor-a1>")).contains("% Bad secrets");
            assertThat(caller.say("configure terminal", "tor-a1>")).contains("% Invalid input");
        }
        assertThat(device.commandsReceived()).containsExactly("enable", "configure terminal");
    }

    @Test
    void letsInByKeyboardInteractiveAndByKey() throws Exception {
        try (Caller caller = Caller.of(device, "kim", "typed")) {
            assertThat(caller.readUntil(">")).endsWith("tor-a1>");
        }
        KeyPair pair = KeyPair.genKeyPair(new JSch(), KeyPair.ECDSA, 256);
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        pair.writePrivateKey(written);
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        pair.writePublicKey(line, "test");
        PublicKey key = PublicKeyEntry.parsePublicKeyEntry(line.toString(java.nio.charset.StandardCharsets.UTF_8))
                .resolvePublicKey(null, null, null);
        try (SimulatedIosSwitch other = SimulatedIosSwitch.named("b")
                        .account(Account.withKey("demarc", key))
                        .start();
                Caller caller =
                        new Caller(other.address(), other.knownHostsLine(), "demarc", null, written.toByteArray())) {
            assertThat(caller.readUntil(">")).endsWith("b>");
        }
    }

    @Test
    void refusesWrongPasswordAndChangedHostKey() {
        assertThatThrownBy(() -> Caller.of(device, "demarc", "wrong")).hasMessageContaining("Auth");
        String before = device.knownHostsLine();
        device.changeHostKey();
        assertThatThrownBy(() -> new Caller(device.address(), before, "demarc", "secret", null))
                .isInstanceOf(JSchException.class)
                .hasMessageContaining("HostKey");
    }

    @Test
    void pausesAfterEachPageUntilAKeyIsPressed() throws Exception {
        try (Caller caller = Caller.of(device, "demarc", "secret")) {
            caller.readUntil("tor-a1>");
            String first = caller.say("show interfaces status", " --More-- ");
            assertThat(first.lines().count()).isLessThanOrEqualTo(25);
            caller.type(" ");
            assertThat(caller.readUntil("tor-a1>")).contains("\b").contains("Gi1/0/24");
        }
    }

    @Test
    void losesUnsavedConfigurationAtReboot() {
        device.configure("interface Gi1/0/7", "switchport access vlan 150", "description kept");
        device.run("write memory");
        device.configure("interface Gi1/0/7", "switchport access vlan 160");
        assertThat(device.port(PORT).untagged()).hasToString("160");
        device.reboot();
        assertThat(device.port(PORT).untagged()).hasToString("150");
        assertThat(device.run("show vlan brief")).contains("160  VLAN0160");
        assertThat(device.portsEverWritten()).isEmpty();
    }

    @Test
    void showsTrunksChannelsAndNeighbours() {
        device.configure(
                "vlan 20",
                "vlan 30",
                "interface Gi1/0/1",
                "switchport mode trunk",
                "switchport trunk allowed vlan 20-30");
        device.configure("interface Gi1/0/2", "channel-group 1 mode active");
        device.configure("interface vlan 1", "ip address 192.0.2.10 255.255.255.0", "no shutdown");
        device.plug("Gi1/0/1", LldpNeighbour.bridge("core1", "Eth1/1"));
        device.plug("Gi1/0/2");
        assertThat(device.port("Gi1/0/1").tagged()).hasToString("[20, 30]");
        assertThat(device.run("show interfaces Gi1/0/1 switchport"))
                .contains("Operational Mode: trunk", "Trunking VLANs Enabled: 20-30");
        assertThat(device.run("show etherchannel summary")).contains("1      Po1(SU)         LACP      Gi1/0/2(P)");
        assertThat(device.run("show lldp neighbors"))
                .contains("core1               Gi1/0/1        120        B,R             Eth1/1");
        assertThat(device.run("show lldp neighbors detail"))
                .contains("Local Intf: Gi1/0/1", "Enabled Capabilities: B,R");
        assertThat(device.run("show ip interface brief | include 192"))
                .isEqualTo("Vlan1                  192.0.2.10      YES NVRAM  up                    up\n");
        assertThat(device.run("show run int gi1/0/1"))
                .contains(
                        "interface GigabitEthernet1/0/1\n switchport trunk allowed vlan 20-30\n switchport mode trunk\n");
    }

    @Test
    void rejectsIgnoresAndHangsWhenTold() throws Exception {
        try (Caller caller = configuring()) {
            device.faults().reject("switchport access vlan 13", "Command rejected: unlucky", 1);
            device.faults().ignore("shutdown");
            device.faults().syslog("*Mar  1 00:12:44.123: %LINK-3-UPDOWN: Interface GigabitEthernet1/0/3, up");
            caller.say("interface Gi1/0/7", "(config-if)#");
            assertThat(caller.say("switchport access vlan 13", "(config-if)#"))
                    .contains("Command rejected: unlucky\n", "%LINK-3-UPDOWN");
            assertThat(caller.say("switchport access vlan 13", "(config-if)#")).contains("Creating vlan 13");
            caller.say("shutdown", "(config-if)#");
            assertThat(device.port(PORT).adminUp()).isTrue();
            device.faults().clear().hangOn("do show vlan brief");
            caller.type("do show vlan brief\n");
            caller.readUntil("VLAN Name");
            device.faults().clear();
        }
    }

    @Test
    void dropsConnectionBeforeOrAfterTheCommand() throws Exception {
        List<String> told = new ArrayList<>();
        device.faults().listen(new CommandListener() {
            @Override
            public void after(String command) {
                told.add(command);
            }
        });
        try (Caller caller = configuring()) {
            caller.say("interface Gi1/0/7", "(config-if)#");
            device.faults().disconnectOn("switchport access vlan .*", Faults.Moment.AFTER);
            caller.say("switchport access vlan 150", "(config-if)#");
        }
        device.faults().clear().disconnectAtCommand(6, Faults.Moment.BEFORE);
        try (Caller caller = configuring()) {
            caller.say("interface Gi1/0/7", "(config-if)#");
            caller.say("description never", "(config-if)#");
            caller.say("shutdown", "(config-if)#");
        }
        assertThat(device.port(PORT).untagged()).hasToString("150");
        assertThat(device.port(PORT).adminUp()).isTrue();
        assertThat(told).contains("switchport access vlan 150").doesNotContain("shutdown");
    }

    @Test
    void refusesConnectionsUntilItIsBack() throws Exception {
        device.faults().refuseConnections(true);
        assertThatThrownBy(() -> Caller.of(device, "demarc", "secret")).hasMessageContaining("refused");
        device.faults().refuseConnections(false);
        try (Caller caller = Caller.of(device, "demarc", "secret")) {
            assertThat(caller.readUntil(">")).endsWith("tor-a1>");
        }
    }

    @Test
    void printsSlowlyInColoursBehindAMisleadingBanner() throws Exception {
        device.faults().banner("Welcome to\nwrong#\n").ansiCodes(true).characterByCharacter(Duration.ZERO);
        try (Caller caller = Caller.of(device, "demarc", "secret")) {
            assertThat(caller.readUntil("tor-a1>")).contains("wrong#\n");
            assertThat(caller.say("show vlan brief", "tor-a1>")).contains("\u001b[32m1    default");
        }
    }
}
