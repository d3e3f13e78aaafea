/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.endtoend;

import static io.demarc.lab.endtoend.SwitchUnderTest.NETWORK;
import static io.demarc.lab.endtoend.SwitchUnderTest.PORT;
import static io.demarc.lab.endtoend.SwitchUnderTest.awaitPort;
import static org.assertj.core.api.Assertions.assertThat;

import io.demarc.lab.cloudstack.SimulatedCloudStack;
import io.demarc.lab.endtoend.DaemonUnderTest.Ran;
import io.demarc.lab.snmp.AgentUser;
import io.demarc.lab.snmp.SimulatedSnmpSwitch;
import io.demarc.lab.ssh.SimulatedIosSwitch;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a switch gets before a port of it is adopted and after: through the real daemon, its command and CloudStack's entry point. */
class AdoptedPortsIT {
    private static final Pattern FINGERPRINT = Pattern.compile("SHA256:[A-Za-z0-9+/]+");

    @TempDir
    Path directory;

    /** Everything an operator, CloudStack and the timer may do to a port that nobody has adopted. */
    private static void doEverything(DaemonUnderTest daemon, SimulatedCloudStack cloudStack) {
        daemon.demarc("reconcile");
        daemon.demarc("attach", "alice-vpn", "a1");
        cloudStack.implement(NETWORK, 150);
        daemon.call("iso-first-vm.5.implement-network", NETWORK, "150", 20);
        daemon.demarc("plan");
        daemon.demarc("doctor");
        daemon.demarc("adopt", "tor-a1", "--dry-run");
        assertThat(daemon.mustRun("port", "list")).contains("observed");
    }

    @Test
    void aSwitchIsOnlyAskedUntilItsPortIsAdoptedAndThenGetsWhatWasShown() {
        try (SimulatedCloudStack cloudStack = new SimulatedCloudStack(InstantSource.system());
                SimulatedIosSwitch device = SwitchUnderTest.start();
                DaemonUnderTest daemon = new DaemonUnderTest(directory, cloudStack)) {
            device.configure("vlan 42", "exit", "interface " + PORT, "switchport access vlan 42", "exit");
            device.plug(PORT, "02:00:5e:00:53:07");
            SwitchUnderTest.describe(daemon, device, cloudStack);
            doEverything(daemon, cloudStack);

            assertThat(device.portsEverWritten()).isEmpty();
            assertThat(changes(device)).isEmpty();
            assertThat(device.port(PORT).inWords()).contains("VLAN 42 untagged, up");
            Ran mistyped = daemon.demarc("adopt", "tor-a1", "--live", "2");
            assertThat(mistyped.status()).isEqualTo(2);
            assertThat(changes(device)).isEmpty();

            Ran shown = daemon.demarc("adopt", "tor-a1", "--dry-run");
            assertThat(shown.status()).isEqualTo(1);
            assertThat(shown.output())
                    .contains(
                            "LIVE: tor-a1 " + PORT
                                    + " has a link, carries VLAN 42, seen 02:00:5e:00:53:07, last frame 2 s"
                                    + " ago. Adopting it changes it.",
                            "- VLAN 42",
                            "+ VLAN 150");
            assertThat(daemon.demarc("adopt", "tor-a1", "--live", "1").status()).isZero();
            awaitPort(device, 150, true, daemon.log());
            assertThat(changes(device)).isEqualTo(lines(shown.output())).isNotEmpty();
            assertThat(daemon.mustRun("port", "show", "tor-a1", PORT))
                    .contains("was then   access, VLAN 42 untagged, up");

            // Another key may be another switch: it is looked at before it is touched, and its network keeps its VLAN.
            device.changeHostKey();
            Matcher key = FINGERPRINT.matcher(daemon.mustRun("switch", "trust", "tor-a1"));
            assertThat(key.find()).isTrue();
            int before = device.commandsReceived().size();
            assertThat(daemon.mustRun("switch", "trust", "tor-a1", "--fingerprint", key.group()))
                    .contains("only observed until somebody adopts them");
            device.configure("interface " + PORT, "switchport access vlan 120", "exit");
            daemon.demarc("reconcile");
            assertThat(daemon.mustRun("port", "list")).contains("observed");
            assertThat(changes(device, before)).isEmpty();

            // Nor does it help to write the key into the file by hand.
            daemon.adopt("tor-a1");
            awaitPort(device, 150, true, daemon.log());
            device.changeHostKey();
            daemon.knowHost(device.knownHostsLine());
            before = device.commandsReceived().size();
            device.configure("interface " + PORT, "switchport access vlan 120", "exit");
            daemon.demarc("reconcile");
            assertThat(daemon.mustRun("port", "list")).contains("observed");
            assertThat(changes(device, before)).isEmpty();
        }
    }

    @Test
    void aFreezeAPlanAndGivingBackDoToTheSwitchWhatTheySay() {
        try (SimulatedCloudStack cloudStack = new SimulatedCloudStack(InstantSource.system());
                SimulatedIosSwitch device = SwitchUnderTest.start();
                DaemonUnderTest daemon = new DaemonUnderTest(directory, cloudStack)) {
            device.configure("vlan 42", "exit", "interface " + PORT, "switchport access vlan 42", "exit");
            SwitchUnderTest.describe(daemon, device, cloudStack);
            daemon.adopt("tor-a1");
            awaitPort(device, 999, false, daemon.log());
            daemon.mustRun("freeze", "tor-a1", "--why", "new firmware until noon");
            int before = device.commandsReceived().size();
            daemon.demarc("attach", "alice-vpn", "a1", "--wait", "5");
            cloudStack.implement(NETWORK, 150);
            daemon.call("iso-first-vm.5.implement-network", NETWORK, "150", 20);

            assertThat(changes(device, before)).isEmpty();
            assertThat(daemon.mustRun("switch", "list"))
                    .contains("FROZEN: switch tor-a1 is frozen since", "new firmware");
            Ran reconcile = daemon.demarc("reconcile", "--dry-run");
            assertThat(reconcile.status()).isZero();
            assertThat(reconcile.output()).contains("new firmware until noon", "0 to change, 0 to add, 0 to remove");

            String file = daemon.path("plan.txt");
            daemon.mustRun("plan", "tor-a1", "-o", file);
            assertThat(daemon.mustRun("plan", "--execute", file))
                    .contains("Executed the plan. 1 of 1 ports are as wanted.");
            awaitPort(device, 150, true, daemon.log());
            assertThat(daemon.demarc("plan", "--execute", file).status()).isEqualTo(2);

            assertThat(daemon.demarc("unadopt", "tor-a1", PORT).output()).contains("detach it first");
            // Neither a freeze keeps a tenant's VLAN on a port that has no right to it any more.
            daemon.mustRun("detach", "alice-vpn");
            awaitPort(device, 999, false, daemon.log());
            daemon.mustRun("thaw", "tor-a1");
            assertThat(daemon.demarc("unadopt", "tor-a1", "--dry-run").status()).isEqualTo(1);
            daemon.mustRun("unadopt", "tor-a1", PORT, "--restore");
            awaitPort(device, 42, true, daemon.log());
            int after = device.commandsReceived().size();
            daemon.demarc("reconcile");
            assertThat(changes(device, after)).isEmpty();
            assertThat(daemon.demarc("unadopt", "tor-a1", "--dry-run").status()).isZero();
        }
    }

    @Test
    void aSwitchBySnmpIsOnlyAskedUntilItsPortIsAdopted() {
        try (SimulatedCloudStack cloudStack = new SimulatedCloudStack(InstantSource.system());
                SimulatedSnmpSwitch device = SimulatedSnmpSwitch.named("tor-a1")
                        .user(AgentUser.v3("demarc", "auth-of-the-test", "priv-of-the-test"))
                        .ports("port", 1, 8)
                        .start();
                DaemonUnderTest daemon = new DaemonUnderTest(directory, cloudStack)) {
            device.console().createVlan(42, "office").createVlan(999, "parking").access("port7", 42);
            device.plug("port7", "02:00:5e:00:53:07");
            daemon.secret("auth", "auth-of-the-test");
            daemon.secret("priv", "priv-of-the-test");
            SwitchUnderTest.describe(daemon, cloudStack, "port7", """
                - name: tor-a1
                  platform: snmp-qbridge
                  address: 127.0.0.1:%d
                  login: { user: demarc, auth: { protocol: SHA256, secret: '%s' }, priv: { protocol: AES128, secret: '%s' } }
                  release-unsaved: allowed
                """.formatted(
                            device.address().getPort(), daemon.reference("auth"), daemon.reference("priv")));
            doEverything(daemon, cloudStack);

            assertThat(device.setsReceived()).isEmpty();
            assertThat(device.portSays("port7")).contains("untagged 42");

            daemon.adopt("tor-a1");
            assertThat(device.portSays("port7")).contains("untagged 150");
            assertThat(device.portsEverWritten()).containsExactly("port7");
        }
    }

    /** The lines that a dry run says would be sent. */
    private static List<String> lines(String shown) {
        List<String> lines = new ArrayList<>();
        boolean isInside = false;
        for (String line : shown.lines().toList()) {
            if (line.endsWith("in this order:")) {
                isInside = true;
            } else if (!line.startsWith("    ")) {
                isInside = false;
            } else if (isInside) {
                lines.add(line.strip());
            }
        }
        return lines;
    }

    private static List<String> changes(SimulatedIosSwitch device) {
        return changes(device, 0);
    }

    /** What the switch was told after so many commands, but for what only asks, or takes leave. */
    private static List<String> changes(SimulatedIosSwitch device, int from) {
        List<String> received = device.commandsReceived();
        List<String> changes = new ArrayList<>();
        boolean isConfiguring = false;
        for (String line : received.subList(from, received.size())) {
            isConfiguring |= line.equals("configure terminal");
            if (isConfiguring || !line.matches("(?:show|terminal|enable|exit).*|")) {
                changes.add(line);
            }
            isConfiguring &= !line.equals("end");
        }
        return changes;
    }
}
