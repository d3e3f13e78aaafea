/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.demarc.lab.cloudstack.NetworkOwner;
import io.demarc.lab.cloudstack.SimulatedCloudStack;
import io.demarc.lab.cloudstack.SimulatedNetwork;
import io.demarc.lab.ssh.Account;
import io.demarc.lab.ssh.SimulatedIosSwitch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every example of docs/commands.md that is marked {@code live} is what the real command prints, asked of a real daemon with
 * two simulated switches, one after the other in the page's order. Times, durations and addresses are those of the page.
 * Renew it: {@code -Dgolden.update}.
 */
class CommandsDocLiveIT {
    private static final Path PAGE = Path.of("..", "docs", "commands.md");
    private static final Pattern EXAMPLE =
            Pattern.compile("```console live\n\\$ demarc([^\n]*)\n.*?```", Pattern.DOTALL);
    private static final String STATE = "/var/lib/demarc";
    private static final long NETWORK = 204;

    /** What differs from day to day, and what the page says instead: as long in tables, so that columns stay. */
    private static final List<Mask> MASKS = List.of(
            new Mask("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+Z|Z( {4})?)", "2026-11-24T08:15:30.742Z"),
            new Mask("(?<=over SSH )\\d\\d:\\d\\d:\\d\\d", "08:15:30"),
            new Mask("(?<=took       )\\d+ ms", "412 ms"),
            new Mask("(?<=up to )\\d+", "37"),
            new Mask("OPERATOR \\S+", "OPERATOR ada"),
            new Mask("127\\.0\\.0\\.1:\\d{5}(?=  )", "192.0.2.11:22  "),
            new Mask("127\\.0\\.0\\.1:\\d+", "192.0.2.11:22"),
            new Mask("\\b[0-9a-f]{32}\\b", "5c0a8e0f3d6b4a7c9e1f2b3d4c5e6f70"));

    /** @param said a regular expression */
    private record Mask(Pattern said, String shown) {
        Mask(String said, String shown) {
            this(Pattern.compile(said), shown);
        }
    }

    @TempDir
    Path directory;

    @Test
    void everyLiveExampleIsWhatADaemonAnswers() throws IOException {
        try (SimulatedCloudStack cloudStack = new SimulatedCloudStack(InstantSource.system());
                SimulatedIosSwitch first = device("tor-a1");
                SimulatedIosSwitch second = device("tor-b1");
                DaemonUnderTest daemon = new DaemonUnderTest(directory, cloudStack)) {
            prepare(daemon, cloudStack, first, second);
            Map<String, Runnable> before = Map.of("plan", () -> {
                daemon.mustRun("attach", "acme-vpn", "acme-net");
                first.configure("interface GigabitEthernet1/0/7", "switchport access vlan 120", "exit");
            });
            String page = Files.readString(PAGE);
            String actual = EXAMPLE.matcher(page)
                    .replaceAll(example -> Matcher.quoteReplacement(
                            run(daemon, before, example.group(1).strip())));
            if (System.getProperty("golden.update") != null) {
                Files.writeString(PAGE, actual);
            }
            assertThat(Files.readString(PAGE)).isEqualTo(actual);
        }
    }

    private String run(DaemonUnderTest daemon, Map<String, Runnable> before, String arguments) {
        before.getOrDefault(arguments, () -> {}).run();
        String typed = arguments
                .replace("inventory.yaml", daemon.path("new-inventory.yaml"))
                .replace(STATE, daemon.path("state"));
        String output = daemon.demarc(typed.split(" +", -1))
                .output()
                .replace(daemon.path("state"), STATE)
                .replace(directory + "/", "");
        for (Mask mask : MASKS) {
            output = mask.said().matcher(output).replaceAll(mask.shown());
        }
        return "```console live\n$ demarc " + arguments + "\n" + output + "```";
    }

    private static SimulatedIosSwitch device(String name) {
        return SimulatedIosSwitch.named(name)
                .account(Account.withPassword("demarc", "pw-of-the-test"))
                .enableSecret("enable-of-the-test")
                .ports("GigabitEthernet1/0/", 1, 8)
                .start();
    }

    private static void prepare(
            DaemonUnderTest daemon,
            SimulatedCloudStack cloudStack,
            SimulatedIosSwitch first,
            SimulatedIosSwitch second) {
        cloudStack.add(SimulatedNetwork.created(
                NETWORK,
                "50f13157-b872-444a-a9c1-91f6f85a1dd0",
                "acme-net",
                NetworkOwner.account("ROOT/acme", "alice")));
        daemon.knowHost(first.knownHostsLine() + "\n" + second.knownHostsLine());
        daemon.secret("password", "pw-of-the-test");
        daemon.secret("enable", "enable-of-the-test");
        String now = inventory(daemon, first, second, "100-199");
        daemon.write("inventory.yaml", now);
        daemon.write("new-inventory.yaml", inventory(daemon, first, second, "100-249") + deviceYaml("initech-vpn", 8));
        first.plug("GigabitEthernet1/0/7", "52:54:00:12:34:56");
        first.configure(
                "vlan 10",
                "exit",
                "vlan 20",
                "exit",
                "interface GigabitEthernet1/0/8",
                "switchport trunk allowed vlan 10,20",
                "switchport mode trunk",
                "exit");
        daemon.start();
        daemon.mustRun("apply", "-f", daemon.path("inventory.yaml"));
        daemon.demarc("reconcile");
        daemon.mustRun("attach", "acme-vpn", "acme-net");
        cloudStack.implement(NETWORK, 150);
        assertThat(daemon.call("iso-first-vm.5.implement-network", NETWORK, "150", 20)
                        .isSuccess())
                .isTrue();
    }

    private static String inventory(
            DaemonUnderTest daemon, SimulatedIosSwitch first, SimulatedIosSwitch second, String vlans) {
        return "switches:\n" + switchYaml(daemon, "tor-a1", first, vlans, "Gi1/0/7, Gi1/0/8")
                + switchYaml(daemon, "tor-b1", second, "100-199", "Gi1/0/5")
                + "servers:\n  - { name: web-1, address: 10.20.0.21, login: { user: root, password: '"
                + daemon.reference("password") + "' } }\n"
                + "devices:\n" + deviceYaml("acme-vpn", 7)
                + """
                  - name: globex-vpn
                    owner: { domain: ROOT/globex, project: branch-offices }
                    port: { switch: tor-b1, name: Gi1/0/5 }
                """;
    }

    private static String switchYaml(
            DaemonUnderTest daemon, String name, SimulatedIosSwitch device, String vlans, String ports) {
        return """
              - name: %s
                platform: cisco-ios
                address: 127.0.0.1:%d
                login: { user: demarc, password: '%s', enable: '%s' }
                vlans: %s
                idle: { vlan: 999, down: true }
                ports: [%s]
            """.formatted(
                        name,
                        device.address().getPort(),
                        daemon.reference("password"),
                        daemon.reference("enable"),
                        vlans,
                        ports);
    }

    private static String deviceYaml(String name, int port) {
        return """
              - name: %s
                owner: { domain: ROOT/acme, account: alice }
                port: { switch: tor-a1, name: Gi1/0/%d }
            """.formatted(name, port);
    }
}
