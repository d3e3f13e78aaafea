/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import com.jcraft.jsch.JSchException;
import io.demarc.lab.ground.LldpNeighbour;
import io.demarc.lab.ground.ManualLabTimers;
import io.demarc.switches.PortMode;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class SimulatedJunosSwitchIT {
    private static final String PORT = "ge-0/0/7";
    private static final String OPERATIONAL = "demarc@tor-c1> ";
    private static final String CONFIGURATION = "demarc@tor-c1# ";
    private static final String SWITCHING = "interfaces ge-0/0/7 unit 0 family ethernet-switching";

    private final ManualLabTimers timers = new ManualLabTimers();
    private final SimulatedJunosSwitch device = SimulatedJunosSwitch.named("tor-c1")
            .account(Account.withPassword("demarc", "secret"))
            .ports("ge-0/0/", 0, 11)
            .timers(timers)
            .start();

    @AfterEach
    void stop() {
        device.close();
    }

    private Caller operational() throws JSchException, IOException {
        Caller caller = new Caller(device.address(), device.knownHostsLine(), "demarc", "secret", null);
        caller.readUntil(OPERATIONAL);
        caller.say("set cli screen-length 0", OPERATIONAL);
        return caller;
    }

    @Test
    void commitsWhatAPersonWouldType() throws Exception {
        device.plug(PORT, "02:00:5e:00:53:01");
        try (Caller caller = operational()) {
            assertThat(caller.say("configure private", CONFIGURATION))
                    .contains("Entering configuration mode", "[edit]");
            caller.say("set vlans demarc-150 vlan-id 150", CONFIGURATION);
            caller.say("set " + SWITCHING + " interface-mode access", CONFIGURATION);
            caller.say("set " + SWITCHING + " vlan members demarc-150", CONFIGURATION);
            caller.say("set interfaces ge-0/0/7 description \"demarc alice-vpn\"", CONFIGURATION);
            assertThat(caller.say("show | compare", CONFIGURATION)).contains("+", "vlan-id 150;");
            assertThat(device.port(PORT).untagged()).hasToString("1");
            assertThat(caller.say("commit", CONFIGURATION)).contains("commit complete\n");
            caller.say("exit configuration-mode", OPERATIONAL);
            assertThat(caller.say("show configuration interfaces ge-0/0/7 | display set", OPERATIONAL))
                    .contains("set interfaces ge-0/0/7 description \"demarc alice-vpn\"\n")
                    .contains("set " + SWITCHING + " interface-mode access\n")
                    .contains("set " + SWITCHING + " vlan members demarc-150\n");
        }
        assertThat(device.port(PORT).mode()).isEqualTo(PortMode.ACCESS);
        assertThat(device.port(PORT).untagged()).hasToString("150");
        assertThat(device.port(PORT).description()).isEqualTo("demarc alice-vpn");
        assertThat(device.portsEverWritten()).containsExactly(PORT);
        assertThat(device.run("show ethernet-switching interface ge-0/0/7"))
                .containsPattern("demarc-150 +150 +65535 +0 +Forwarding +untagged");
        assertThat(device.run("show vlans demarc-150")).containsPattern("demarc-150 +150\n +ge-0/0/7.0\\*\n");
        assertThat(device.run("show ethernet-switching table")).contains("02:00:5e:00:53:01");
    }

    @Test
    void addsMembersInsteadOfReplacingThem() throws Exception {
        device.configure("set vlans a vlan-id 10", "set vlans b vlan-id 20", "set " + SWITCHING + " vlan members a");
        try (Caller caller = operational()) {
            caller.say("configure private", CONFIGURATION);
            caller.say("set " + SWITCHING + " vlan members b", CONFIGURATION);
            assertThat(caller.say("commit check", CONFIGURATION))
                    .contains("more than one vlan member", "error: configuration check-out failed");
            caller.say("delete " + SWITCHING + " vlan members a", CONFIGURATION);
            assertThat(caller.say("delete " + SWITCHING + " vlan members a", CONFIGURATION))
                    .contains("warning: statement not found");
            assertThat(caller.say("commit and-quit", OPERATIONAL)).contains("commit complete");
        }
        assertThat(device.port(PORT).untagged()).hasToString("20");
    }

    @Test
    void keepsSwitchingWhenAllMembersAreDeleted() {
        device.configure("set vlans a vlan-id 10", "set " + SWITCHING + " vlan members a");
        device.configure("delete " + SWITCHING + " vlan");
        assertThat(device.port(PORT).mode()).isEqualTo(PortMode.ACCESS);
        assertThat(device.port(PORT).untagged()).hasToString("1");
    }

    @Test
    void takesUnconfirmedCommitBackWhenTimeIsOver() throws Exception {
        try (Caller caller = operational()) {
            caller.say("configure exclusive", CONFIGURATION);
            caller.say("set interfaces ge-0/0/7 disable", CONFIGURATION);
            assertThat(caller.say("commit confirmed 2", CONFIGURATION))
                    .contains(
                            "will be automatically rolled back in 2 minutes", "commit complete", "# commit confirmed");
            assertThat(device.port(PORT).adminUp()).isFalse();
            timers.advance(Duration.ofMinutes(2));
            assertThat(device.port(PORT).adminUp()).isTrue();
            caller.say("set interfaces ge-0/0/7 disable", CONFIGURATION);
            caller.say("commit confirmed 2", CONFIGURATION);
            assertThat(caller.say("commit", CONFIGURATION)).doesNotContain("# commit confirmed");
            timers.advance(Duration.ofMinutes(5));
        }
        assertThat(device.port(PORT).adminUp()).isFalse();
    }

    @Test
    void keepsOthersOutWhileLocked() throws Exception {
        device.lockConfiguration("netadmin");
        try (Caller caller = operational()) {
            assertThat(caller.say("configure private", OPERATIONAL))
                    .contains("error: configuration database locked by:\n  netadmin terminal");
            device.unlockConfiguration();
            assertThat(caller.say("configure private", CONFIGURATION)).contains("Entering");
        }
    }

    @Test
    void forgetsPrivateEditsWhenTheConnectionEnds() throws Exception {
        try (Caller caller = operational()) {
            caller.say("configure private", CONFIGURATION);
            caller.say("set interfaces ge-0/0/7 disable", CONFIGURATION);
        }
        assertThat(device.port(PORT).adminUp()).isTrue();
        assertThat(device.portsEverWritten()).isEmpty();
    }

    @Test
    void asksBeforeItThrowsEditsAway() throws Exception {
        try (Caller caller = operational()) {
            caller.say("configure private", CONFIGURATION);
            caller.say("set interfaces ge-0/0/7 disable", CONFIGURATION);
            caller.say("exit", "Discard uncommitted changes? [yes,no] (yes) ");
            caller.say("no", CONFIGURATION);
            assertThat(caller.say("rollback 0", CONFIGURATION)).contains("load complete");
            assertThat(caller.say("exit", OPERATIONAL)).contains("Exiting configuration mode");
        }
    }

    @Test
    void refusesWhatItDoesNotKnow() throws Exception {
        try (Caller caller = operational()) {
            assertThat(caller.say("frobnicate", OPERATIONAL)).contains("^\nunknown command.");
            assertThat(caller.say("show frobnication", OPERATIONAL)).contains("syntax error, expecting <command>.");
            caller.say("configure private", CONFIGURATION);
            assertThat(caller.say("set interfaces ge-0/0/7 colour blue", CONFIGURATION))
                    .contains("^\nsyntax error.");
            caller.say("set " + SWITCHING + " vlan members nowhere", CONFIGURATION);
            assertThat(caller.say("commit", CONFIGURATION))
                    .contains("[edit interfaces ge-0/0/7 unit 0", "error: configuration check-out failed");
        }
    }

    @Test
    void showsTrunksChannelsAndNeighbours() {
        device.configure(
                "set vlans a vlan-id 10",
                "set vlans b vlan-id 20",
                "set interfaces ge-0/0/0 unit 0 family ethernet-switching interface-mode trunk",
                "set interfaces ge-0/0/0 unit 0 family ethernet-switching vlan members [ a b ]",
                "set interfaces ge-0/0/0 native-vlan-id 10",
                "set interfaces ge-0/0/1 ether-options 802.3ad ae0",
                "set interfaces irb unit 10 family inet address 192.0.2.12/24");
        device.plug("ge-0/0/0", LldpNeighbour.bridge("core1", "et-0/0/1"));
        assertThat(device.port("ge-0/0/0").tagged()).hasToString("[20]");
        assertThat(device.port("ge-0/0/0").untagged()).hasToString("10");
        assertThat(device.run("show lldp neighbors"))
                .containsPattern("ge-0/0/0 +- +02:00:5e:00:10:01 +et-0/0/1 +core1");
        assertThat(device.run("show lldp neighbors interface ge-0/0/0")).contains("Bridge");
        assertThat(device.run("show interfaces terse"))
                .contains("irb.10                  up    up   inet     192.0.2.12/24");
        assertThat(device.run("show configuration interfaces ge-0/0/1"))
                .contains("ether-options {\n    802.3ad ae0;\n}\n");
    }
}
