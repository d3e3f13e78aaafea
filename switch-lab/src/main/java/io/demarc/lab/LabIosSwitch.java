/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab;

import io.demarc.lab.ground.LldpNeighbour;
import io.demarc.lab.ssh.Account;
import io.demarc.lab.ssh.Faults;
import io.demarc.lab.ssh.SimulatedIosSwitch;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** A simulated Cisco IOS switch as the lab's first switch: an uplink, an address, and two ports for Demarc. Thread-safe. */
final class LabIosSwitch implements LabSwitch {
    private final String name;
    private final String password = UUID.randomUUID().toString();
    private final String enable = UUID.randomUUID().toString();
    private final SimulatedIosSwitch device;

    LabIosSwitch(String name) {
        this.name = name;
        device = SimulatedIosSwitch.named(name)
                .account(Account.withPassword("demarc", password))
                .enableSecret(enable)
                .ports("GigabitEthernet1/0/", 1, 24)
                .start();
        device.configure(
                "vlan 10",
                "name management",
                "vlan 999",
                "name parking",
                "interface Vlan10",
                "ip address 192.0.2.11 255.255.255.0",
                "interface GigabitEthernet1/0/24",
                "description uplink to core1",
                "switchport mode trunk");
        device.plug("GigabitEthernet1/0/24", LldpNeighbour.bridge("core1", "Ethernet1/1"));
        device.plug("GigabitEthernet1/0/7", "02:00:5e:00:53:07");
        device.plug("GigabitEthernet1/0/8", "02:00:5e:00:53:08");
        device.run("write memory");
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String say(String command) {
        return device.run(command);
    }

    @Override
    public String type(List<String> lines) {
        return device.configure(lines.toArray(String[]::new));
    }

    @Override
    public String show(String port) {
        String command = "show interfaces " + port + " status";
        return name + "#" + command + "\n" + device.run(command).strip() + "\n";
    }

    @Override
    public String state(String port) {
        return LabSwitch.inShort(device.port(port));
    }

    @Override
    public String tamper(String port, int vlan) {
        List<String> lines = List.of("interface " + port, "switchport access vlan " + vlan);
        type(lines);
        return name + "(config)#" + lines.get(0) + "\n" + name + "(config-if)#" + lines.get(1) + "\n";
    }

    @Override
    public void fault(String fault, Map<String, String> parameters) {
        Faults faults = device.faults();
        String command = parameters.getOrDefault("command", ".*");
        String text = parameters.getOrDefault("text", "");
        switch (fault) {
            case "clear" -> faults.clear();
            case "unreachable" -> faults.refuseConnections(true);
            case "reachable" -> faults.refuseConnections(false);
            case "latency" ->
                faults.latency(Duration.ofMillis(Long.parseLong(parameters.getOrDefault("millis", "500"))));
            case "slow-print" -> faults.characterByCharacter(Duration.ofMillis(2));
            case "ansi" -> faults.ansiCodes(true);
            case "syslog" -> faults.syslog(text);
            case "banner" -> faults.banner(text + "\n");
            case "hang" -> faults.hangOn(command);
            case "disconnect" -> faults.disconnectOn(command, Faults.Moment.AFTER);
            case "reject" -> faults.reject(command, text);
            case "ignore" -> faults.ignore(command);
            case "change-host-key" -> device.changeHostKey();
            case "reboot" -> device.reboot();
            default -> throw new IllegalArgumentException(name + " knows no fault called " + fault);
        }
    }

    @Override
    public Map<String, String> secrets() {
        return Map.of(name + "-password", password, name + "-enable", enable);
    }

    @Override
    public String inventoryEntry(Path secretsDirectory) {
        return """
                  - name: %1$s
                    platform: cisco-ios
                    address: 127.0.0.1:%2$d
                    login:
                      user: demarc
                      password: '${file:%3$s/%1$s-password}'
                      enable: '${file:%3$s/%1$s-enable}'
                    vlans: 100-199
                    idle: { vlan: 999, down: true }
                    forbidden-vlans: [1, 10]
                    ports: [Gi1/0/7, Gi1/0/8]
                """.formatted(name, device.address().getPort(), secretsDirectory);
    }

    @Override
    public String deviceEntries() {
        return """
                  - name: alice-vpn
                    owner: { domain: ROOT, account: alice }
                    port: { switch: %1$s, name: Gi1/0/7 }
                  - name: mallory-vpn
                    owner: { domain: ROOT/acme, account: mallory }
                    port: { switch: %1$s, name: Gi1/0/8 }
                """.formatted(name);
    }

    @Override
    public Optional<String> knownHostsLine() {
        return Optional.of(device.knownHostsLine());
    }

    @Override
    public void close() {
        device.close();
    }
}
