/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab;

import io.demarc.lab.ground.LldpNeighbour;
import io.demarc.lab.snmp.AgentUser;
import io.demarc.lab.snmp.Faults;
import io.demarc.lab.snmp.SimulatedSnmpSwitch;
import io.demarc.lab.snmp.SwitchConsole;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A simulated switch with an SNMPv3 agent as the lab's second switch: an uplink and two ports for Demarc. It has no
 * command line of its own: it is told {@code port NAME}, {@code ports}, {@code vlans}; {@code access PORT VLAN},
 * {@code shut PORT}, {@code enable PORT}, {@code label PORT TEXT}. Thread-safe.
 */
final class LabSnmpSwitch implements LabSwitch {
    private static final String UPLINK = "port24";

    private static final Pattern STATE =
            Pattern.compile(": (?<admin>up|down), (?:no )?link, untagged (?<vlan>\\d+|none)(?: [\\d ]+)?,");

    private final String name;
    private final String auth = UUID.randomUUID().toString();
    private final String priv = UUID.randomUUID().toString();
    private final SimulatedSnmpSwitch device;

    LabSnmpSwitch(String name) {
        this.name = name;
        device = SimulatedSnmpSwitch.named(name)
                .user(AgentUser.v3("demarc", auth, priv))
                .ports("port", 1, 24)
                .start();
        device.console().createVlan(10, "management").createVlan(999, "parking").tagged(UPLINK, 10);
        device.plug(UPLINK, LldpNeighbour.bridge("core1", "Ethernet1/2"));
        device.plug("port7", "02:00:5e:00:53:17");
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String say(String command) {
        String[] words = command.strip().split(" +", 2);
        return switch (words[0]) {
            case "port" -> device.portSays(words.length > 1 ? words[1] : "") + "\n";
            case "ports" -> device.portsSay() + "\n";
            case "vlans" ->
                device.vlans().entrySet().stream()
                        .map(vlan -> vlan.getKey() + " " + vlan.getValue() + "\n")
                        .collect(Collectors.joining());
            default ->
                throw new IllegalArgumentException(name + " has no command line; ask 'port NAME', 'ports' or"
                        + " 'vlans' instead of '" + command + "'");
        };
    }

    @Override
    public String type(List<String> lines) {
        lines.forEach(this::type);
        return "";
    }

    private void type(String line) {
        String[] words = line.strip().split(" +", 3);
        String port = words.length > 1 ? words[1] : "";
        String value = words.length > 2 ? words[2] : "";
        SwitchConsole console = device.console();
        switch (words[0]) {
            case "access" -> console.access(port, Integer.parseInt(value));
            case "shut" -> console.shut(port);
            case "enable" -> console.enable(port);
            case "label" -> console.label(port, value);
            default ->
                throw new IllegalArgumentException(
                        name + " can be told access, shut, enable or label, not '" + line + "'");
        }
    }

    @Override
    public String show(String port) {
        return name + " port table> " + device.portSays(port) + "\n";
    }

    @Override
    public String state(String port) {
        Matcher said = STATE.matcher(device.portSays(port));
        return said.find() ? said.group("vlan") + " " + said.group("admin") : "none down";
    }

    @Override
    public String tamper(String port, int vlan) {
        String line = "access " + port + " " + vlan;
        type(line);
        return name + " web page> " + line + "\n";
    }

    @Override
    public void fault(String fault, Map<String, String> parameters) {
        Faults faults = device.faults();
        switch (fault) {
            case "clear" -> faults.clear();
            case "unreachable" -> faults.silent(true);
            case "reachable" -> faults.silent(false);
            case "latency" ->
                faults.latency(Duration.ofMillis(Long.parseLong(parameters.getOrDefault("millis", "500"))));
            case "reboot" -> device.reboot();
            default -> faults.add(Faults.Vice.valueOf(fault.replace('-', '_').toUpperCase(Locale.ROOT)));
        }
    }

    @Override
    public Map<String, String> secrets() {
        return Map.of(name + "-auth", auth, name + "-priv", priv);
    }

    @Override
    public String inventoryEntry(Path secretsDirectory) {
        return """
                  - name: %1$s
                    platform: snmp-qbridge
                    address: 127.0.0.1:%2$d
                    login:
                      user: demarc
                      auth: { protocol: SHA256, secret: '${file:%3$s/%1$s-auth}' }
                      priv: { protocol: AES128, secret: '${file:%3$s/%1$s-priv}' }
                    vlans: 100-199
                    idle: { vlan: 999, down: true }
                    release-unsaved: allowed
                    forbidden-vlans: [1, 10]
                    ports: [port7, port8]
                """.formatted(name, device.address().getPort(), secretsDirectory);
    }

    @Override
    public String deviceEntries() {
        return """
                  - name: alice-firewall
                    owner: { domain: ROOT, account: alice }
                    port: { switch: %s, name: port7 }
                """.formatted(name);
    }

    @Override
    public Optional<String> knownHostsLine() {
        return Optional.empty();
    }

    @Override
    public void close() {
        device.close();
    }
}
