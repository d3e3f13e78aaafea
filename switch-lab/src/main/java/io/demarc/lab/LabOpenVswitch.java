/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab;

import io.demarc.lab.real.OpenVswitchBench;
import io.demarc.lab.real.OpenVswitchBench.Host;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The real switch as the lab's only one, managed either by SSH (platform openvswitch) or by SNMPv3 (platform
 * snmp-qbridge). Needs root. Its console takes {@code ovs-vsctl} arguments. Thread-safe.
 */
final class LabOpenVswitch implements LabSwitch {
    /** How Demarc is to manage it. */
    enum Driver {
        OPENVSWITCH,
        SNMP_QBRIDGE
    }

    private static final Pattern TAG = Pattern.compile("(?m)^tag\\s*: (\\d+)");

    private final String name;
    private final Driver driver;
    private final OpenVswitchBench bench = OpenVswitchBench.start();

    LabOpenVswitch(String name, Driver driver) {
        this.name = name;
        this.driver = driver;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public synchronized String say(String command) {
        return bench.vsctl(command.strip().split(" +", -1));
    }

    @Override
    public synchronized String type(List<String> lines) {
        StringBuilder printed = new StringBuilder();
        lines.forEach(line -> printed.append(bench.vsctl(line.strip().split(" +", -1))));
        return printed.toString();
    }

    @Override
    public synchronized String show(String port) {
        return name + "# ovs-vsctl list port " + port + "; ip -br link show dev " + port + "\n"
                + bench.switchSays(host(port)) + "\n";
    }

    @Override
    public synchronized String state(String port) {
        String said = bench.switchSays(host(port));
        Matcher tag = TAG.matcher(said);
        return (tag.find() ? tag.group(1) : "none") + (said.endsWith(": UP") ? " up" : " down");
    }

    @Override
    public synchronized String tamper(String port, int vlan) {
        bench.vsctl("set", "port", host(port).port(), "tag=" + vlan);
        return name + "# ovs-vsctl set port " + port + " tag=" + vlan + "\n";
    }

    /** What the hypervisor does when the virtual machine's network has got its VLAN. */
    synchronized void plug(String vm, int vlan) {
        bench.plug(host(vm), vlan);
    }

    /** Pings once and again for some seconds: whether an answer came. */
    synchronized boolean ping(String from, String to) {
        return bench.ping(host(from), host(to));
    }

    @Override
    public synchronized void fault(String fault, Map<String, String> parameters) {
        switch (fault) {
            case "clear", "reachable" -> bench.setReachable(true);
            case "unreachable" -> bench.setReachable(false);
            default ->
                throw new IllegalArgumentException(
                        "a real switch can only be made unreachable and reachable, not '" + fault + "'");
        }
    }

    @Override
    public Map<String, String> secrets() {
        return Map.of(
                name + "-private-key", bench.privateKey(),
                name + "-auth", OpenVswitchBench.SNMP_AUTH_SECRET,
                name + "-priv", OpenVswitchBench.SNMP_PRIV_SECRET);
    }

    @Override
    public String inventoryEntry(Path secretsDirectory) {
        String login = switch (driver) {
            case OPENVSWITCH -> """
                            platform: openvswitch
                            bridge: %3$s
                            login: { user: %4$s, private-key: '${file:%5$s/%1$s-private-key}' }
                        """;
            case SNMP_QBRIDGE -> """
                            platform: snmp-qbridge
                            login:
                              user: %6$s
                              auth: { protocol: SHA256, secret: '${file:%5$s/%1$s-auth}' }
                              priv: { protocol: AES128, secret: '${file:%5$s/%1$s-priv}' }
                            no-evidence: [lldp, lag]
                            release-unsaved: allowed
                        """;
        };
        String entry = """
                  - name: %1$s
                    address: %2$s
                """ + login + """
                    vlans: 100-199
                    idle: { vlan: 999, down: true }
                    ports: [vpn, vpn2]
                """;
        return entry.formatted(
                name,
                bench.host(),
                OpenVswitchBench.BRIDGE,
                OpenVswitchBench.SSH_USER,
                secretsDirectory,
                OpenVswitchBench.SNMP_USER);
    }

    @Override
    public String deviceEntries() {
        return """
                  - name: alice-vpn
                    owner: { domain: ROOT, account: alice }
                    port: { switch: %1$s, name: vpn }
                  - name: mallory-vpn
                    owner: { domain: ROOT/acme, account: mallory }
                    port: { switch: %1$s, name: vpn2 }
                """.formatted(name);
    }

    @Override
    public Optional<String> knownHostsLine() {
        return driver == Driver.OPENVSWITCH ? Optional.of(bench.knownHostsLine()) : Optional.empty();
    }

    @Override
    public synchronized void close() {
        bench.close();
    }

    private static Host host(String port) {
        return Arrays.stream(Host.values())
                .filter(host -> host.port().equals(port))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the real switch has no port " + port + "; it has "
                        + Arrays.stream(Host.values()).map(Host::port).toList()));
    }
}
