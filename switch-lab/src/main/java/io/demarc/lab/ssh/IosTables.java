/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.ssh;

import io.demarc.switches.PortMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What {@code show} prints about ports and VLANs, in the layout of Catalyst 2960 switches. Confined to the device's monitor. */
final class IosTables {
    private static final String VLAN_HEAD = """

            VLAN Name                             Status    Ports
            ---- -------------------------------- --------- -------------------------------
            """;

    private final IosDevice device;

    IosTables(IosDevice device) {
        this.device = device;
    }

    String switchport(List<IosInterface> ports) {
        StringBuilder text = new StringBuilder();
        ports.forEach(port -> text.append(switchport(port)));
        return text.toString();
    }

    private String switchport(IosInterface port) {
        String name = "Name: " + IosNames.brief(port.name()) + "\n";
        if (port.isRouted()) {
            return name + "Switchport: Disabled\n\n";
        }
        boolean trunk = port.mode() == PortMode.TRUNK;
        boolean negotiates = !port.has(IosInterface.NONEGOTIATE)
                && !port.administrativeMode().equals("static access");
        return name
                + "Switchport: Enabled\n"
                + "Administrative Mode: " + port.administrativeMode() + "\n"
                + "Operational Mode: " + operationalMode(port) + "\n"
                + "Administrative Trunking Encapsulation: dot1q\n"
                + (device.isLinkUp(port)
                        ? "Operational Trunking Encapsulation: " + (trunk ? "dot1q" : "native") + "\n"
                        : "")
                + "Negotiation of Trunking: " + (negotiates ? "On" : "Off") + "\n"
                + "Access Mode VLAN: " + vlanWithName(port.accessVlan()) + "\n"
                + "Trunking Native Mode VLAN: " + vlanWithName(port.nativeVlan()) + "\n"
                + "Administrative Native VLAN tagging: enabled\n"
                + "Voice VLAN: " + port.value(IosInterface.VOICE_VLAN).orElse("none") + "\n"
                + "Administrative private-vlan host-association: none \n"
                + "Administrative private-vlan mapping: none \n"
                + "Administrative private-vlan trunk native VLAN: none\n"
                + "Administrative private-vlan trunk Native VLAN tagging: enabled\n"
                + "Administrative private-vlan trunk encapsulation: dot1q\n"
                + "Administrative private-vlan trunk normal VLANs: none\n"
                + "Administrative private-vlan trunk associations: none\n"
                + "Administrative private-vlan trunk mappings: none\n"
                + "Operational private-vlan: none\n"
                + "Trunking VLANs Enabled: "
                + port.value(IosInterface.ALLOWED_VLANS).orElse("ALL") + "\n"
                + "Pruning VLANs Enabled: 2-1001\n"
                + "Capture Mode Disabled\n"
                + "Capture VLANs Allowed: ALL\n\n"
                + "Protected: false\n"
                + "Unknown unicast blocked: disabled\n"
                + "Unknown multicast blocked: disabled\n"
                + "Appliance trust: none\n\n";
    }

    private String operationalMode(IosInterface port) {
        if (!device.isLinkUp(port)) {
            return "down";
        }
        String mode = port.mode() == PortMode.TRUNK ? "trunk" : "static access";
        return port.channelGroup()
                .map(group -> mode + " (member of bundle Po" + group + ")")
                .orElse(mode);
    }

    private String vlanWithName(int vlan) {
        return vlan + " (" + device.vlans().getOrDefault(vlan, "Inactive") + ")";
    }

    String description() {
        StringBuilder text = new StringBuilder("Interface                      Status         Protocol Description\n");
        for (IosInterface port : device.interfaces()) {
            boolean up = device.isLinkUp(port);
            text.append(String.format(
                            Locale.ROOT,
                            "%-30s %-14s %-8s %s",
                            IosNames.brief(port.name()),
                            port.isShut() ? "admin down" : up ? "up" : "down",
                            up ? "up" : "down",
                            port.description())
                    .stripTrailing());
            text.append('\n');
        }
        return text.toString();
    }

    String status(List<IosInterface> ports) {
        StringBuilder text =
                new StringBuilder("\nPort      Name               Status       Vlan       Duplex  Speed Type\n");
        for (IosInterface port : ports) {
            boolean up = device.isLinkUp(port);
            String description = port.description();
            text.append(String.format(
                    Locale.ROOT,
                    "%-9s %-18s %-12s %-10s %6s %6s %s\n",
                    IosNames.brief(port.name()),
                    description.substring(0, Math.min(18, description.length())),
                    port.isShut() ? "disabled" : up ? "connected" : "notconnect",
                    vlanInStatus(port),
                    up ? "a-full" : "auto",
                    up ? "a-1000" : "auto",
                    port.name().startsWith("Port") ? "" : "10/100/1000BaseTX"));
        }
        return text.toString();
    }

    private static String vlanInStatus(IosInterface port) {
        return switch (port.mode()) {
            case TRUNK -> "trunk";
            case ROUTED -> "routed";
            case ACCESS, HYBRID, UNKNOWN -> String.valueOf(port.accessVlan());
        };
    }

    String vlanBrief() {
        StringBuilder text = new StringBuilder(VLAN_HEAD);
        device.vlans().forEach((vlan, name) -> {
            List<String> rows = wrapped(portsIn(vlan));
            String status = device.suspended().contains(vlan) ? "suspended" : "active";
            text.append(row(String.valueOf(vlan), name, status, rows.get(0)));
            rows.stream().skip(1).forEach(row -> text.append(row("", "", "", row)));
        });
        text.append(row("1002", "fddi-default", "act/unsup", ""));
        text.append(row("1003", "token-ring-default", "act/unsup", ""));
        text.append(row("1004", "fddinet-default", "act/unsup", ""));
        text.append(row("1005", "trnet-default", "act/unsup", ""));
        return text.toString();
    }

    private static String row(String vlan, String name, String status, String ports) {
        return String.format(Locale.ROOT, "%-4s %-32s %-9s %s\n", vlan, name, status, ports);
    }

    private List<String> portsIn(int vlan) {
        return device.ports().stream()
                .filter(port -> port.mode() == PortMode.ACCESS && device.liveVlan(port) == vlan)
                .filter(port -> port.channelGroup().isEmpty())
                .map(port -> IosNames.brief(port.name()))
                .toList();
    }

    private static List<String> wrapped(List<String> names) {
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < names.size(); i += 4) {
            rows.add(String.join(", ", names.subList(i, Math.min(i + 4, names.size()))));
        }
        return rows.isEmpty() ? List.of("") : rows;
    }

    String ipBrief() {
        StringBuilder text =
                new StringBuilder("Interface              IP-Address      OK? Method Status                Protocol\n");
        for (IosInterface port : device.interfaces()) {
            boolean up = device.isLinkUp(port);
            Optional<String> address = port.address();
            text.append(String.format(
                    Locale.ROOT,
                    "%-22s %-15s YES %-6s %-21s %s\n",
                    port.name(),
                    address.orElse("unassigned"),
                    address.isPresent() ? "NVRAM" : "unset",
                    port.isShut() ? "administratively down" : up ? "up" : "down",
                    up ? "up" : "down"));
        }
        return text.toString();
    }

    /** @param mac only this address, dotted; empty for all */
    String macTable(List<IosInterface> ports, Optional<String> mac) {
        StringBuilder rows = new StringBuilder();
        int total = 0;
        for (IosInterface port : ports) {
            if (!device.isLinkUp(port) || port.isRouted()) {
                continue;
            }
            int vlan = port.mode() == PortMode.TRUNK ? port.nativeVlan() : device.liveVlan(port);
            for (String learned : device.cable(port.name()).macs()) {
                String dotted = dotted(learned);
                if (mac.isEmpty() || mac.get().equalsIgnoreCase(dotted)) {
                    rows.append(String.format(
                            Locale.ROOT, "%4d    %s    DYNAMIC     %s\n", vlan, dotted, IosNames.brief(port.name())));
                    total++;
                }
            }
        }
        return "          Mac Address Table\n-------------------------------------------\n\n"
                + "Vlan    Mac Address       Type        Ports\n"
                + "----    -----------       --------    -----\n"
                + rows
                + "Total Mac Addresses for this criterion: " + total + "\n";
    }

    /** Six octets with colons as Cisco writes them: 0200.5e00.1001. */
    static String dotted(String mac) {
        String hex = mac.replaceAll("[^0-9A-Fa-f]", "").toLowerCase(Locale.ROOT);
        return hex.substring(0, 4) + "." + hex.substring(4, 8) + "." + hex.substring(8, 12);
    }
}
