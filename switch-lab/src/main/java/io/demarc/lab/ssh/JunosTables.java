/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.ssh;

import io.demarc.lab.ground.LldpNeighbour;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What {@code show} prints about ports and VLANs, in the layout of EX switches with ELS. Confined to the device's monitor. */
final class JunosTables {
    private static final String SWITCHING_HEAD = """
            Routing Instance Name : default-switch
            Logical Interface flags (DL - disable learning, AD - packet action drop,
                                     LH - MAC limit hit, DN - interface down,
                                     MMAS - Mac-move action shutdown, AS - Autostate-exclude enabled,
                                     SCTL - shutdown by Storm-control, MI - MAC+IP limit hit)

            Logical          Vlan           TAG    MAC    MAC+IP STP         Logical           Tagging
            interface        members               limit  limit  state       interface flags
            """;
    private static final String MAC_HEAD = """

            MAC flags (S - static MAC, D - dynamic MAC, L - locally learned, P - Persistent static, C - Control MAC
                       SE - statistics enabled, NM - non configured MAC, R - remote PE MAC, O - ovsdb MAC)


            Ethernet switching table : %d entries, %d learned
            Routing instance : default-switch
                Vlan                MAC                 MAC         Age    Logical                NH        RTR
                name                address             flags              interface              Index     ID
            """;

    private final JunosDevice device;

    JunosTables(JunosDevice device) {
        this.device = device;
    }

    String switching(List<String> ports) {
        StringBuilder text = new StringBuilder(SWITCHING_HEAD);
        for (String port : ports) {
            if (!device.isSwitched(port)) {
                continue;
            }
            boolean up = device.isLinkUp(port);
            String tagging = device.isTrunk(port) ? "tagged" : "untagged";
            text.append(row(
                    "%-17s%-15s%-7s%-7s%-7s%-12s%-18s%s",
                    port + ".0", "", "", "65535", "0", "", up ? "" : "DN", tagging));
            device.members(port).forEach((name, tag) -> {
                boolean isNative = device.nativeVlan(port).filter(tag::equals).isPresent();
                text.append(row(
                        "%-17s%-15s%-7s%-7s%-7s%-12s%-18s%s",
                        "",
                        name.substring(0, Math.min(14, name.length())),
                        String.valueOf(tag),
                        "65535",
                        "0",
                        up ? "Forwarding" : "Discarding",
                        "",
                        isNative ? "untagged" : tagging));
            });
        }
        return text.toString();
    }

    String vlans(List<String> names) {
        StringBuilder text =
                new StringBuilder("\nRouting instance        VLAN name             Tag          Interfaces\n");
        Map<String, Integer> vlans = device.vlans();
        for (String name : names) {
            if (!vlans.containsKey(name)) {
                continue;
            }
            text.append(row("%-24s%-22s%-13s", "default-switch", name, String.valueOf(vlans.get(name))));
            for (String port : device.ports()) {
                if (device.members(port).containsKey(name)) {
                    text.append(" ".repeat(59)).append(port).append(device.isLinkUp(port) ? ".0*\n" : ".0\n");
                }
            }
        }
        return text.toString();
    }

    String terse() {
        StringBuilder text =
                new StringBuilder("Interface               Admin Link Proto    Local                 Remote\n");
        for (String port : allInterfaces()) {
            boolean physical = device.ports().contains(port);
            String admin = device.isUp(port) ? "up" : "down";
            String link = (physical ? device.isLinkUp(port) : device.isUp(port)) ? "up" : "down";
            text.append(row("%-24s%-6s%s", port, admin, link));
            for (String unit : device.committed().values("interfaces", port, "unit")) {
                String address = device.committed()
                        .value("interfaces", port, "unit", unit, "family", "inet", "address")
                        .orElse("");
                text.append(row(
                        "%-24s%-6s%-5s%-9s%s",
                        port + "." + unit, "up", link, address.isEmpty() ? "eth-switch" : "inet", address));
            }
        }
        return text.toString();
    }

    private List<String> allInterfaces() {
        List<String> all = new ArrayList<>(device.ports());
        device.committed().values("interfaces").stream()
                .filter(name -> !all.contains(name))
                .forEach(all::add);
        return all;
    }

    String descriptions() {
        StringBuilder text = new StringBuilder();
        for (String port : allInterfaces()) {
            device.committed()
                    .value("interfaces", port, "description")
                    .ifPresent(description -> text.append(row(
                            "%-16s%-6s%-5s%s",
                            port,
                            device.isUp(port) ? "up" : "down",
                            device.isLinkUp(port) ? "up" : "down",
                            description)));
        }
        return text.isEmpty() ? "" : "Interface       Admin Link Description\n" + text;
    }

    String neighbours() {
        StringBuilder text = new StringBuilder(
                "Local Interface    Parent Interface    Chassis Id          Port info          System Name\n");
        for (String port : device.ports()) {
            LldpNeighbour neighbour = device.cable(port).neighbour();
            if (neighbour != null && device.isLinkUp(port)) {
                String parent = device.committed()
                        .value("interfaces", port, "ether-options", "802.3ad")
                        .orElse("-");
                text.append(row(
                        "%-19s%-20s%-20s%-19s%s",
                        port, parent, neighbour.chassis(), neighbour.portId(), neighbour.systemName()));
            }
        }
        return text.toString();
    }

    /** {@code show lldp neighbors interface}. */
    String neighbour(String port) {
        LldpNeighbour neighbour =
                device.ports().contains(port) ? device.cable(port).neighbour() : null;
        if (neighbour == null || !device.isLinkUp(port)) {
            return "";
        }
        String capabilities = neighbour
                .capabilities()
                .replace("B", "Bridge")
                .replace("R", "Router")
                .replace("S", "Station Only");
        return "LLDP Neighbor Information:\nLocal Information:\nIndex: 1 Time to live: 120 Time mark: Tue Nov 24 08:00:00 2026"
                + " Age: 11 secs\n"
                + "Local Interface    : " + port + "\n"
                + "Parent Interface   : -\n"
                + "Local Port ID      : 501\n"
                + "Ageout Count       : 0\n\n"
                + "Neighbour Information:\n"
                + "Chassis type       : Mac address\n"
                + "Chassis ID         : " + neighbour.chassis() + "\n"
                + "Port type          : Interface name\n"
                + "Port ID            : " + neighbour.portId() + "\n"
                + "System name        : " + neighbour.systemName() + "\n\n"
                + (capabilities.isEmpty()
                        ? ""
                        : "System capabilities\n        Supported  : " + capabilities.replace(",", " ")
                                + "\n        Enabled    : " + capabilities.replace(",", " ") + "\n");
    }

    String macTable(List<String> ports) {
        StringBuilder rows = new StringBuilder();
        int total = 0;
        for (String port : ports) {
            if (!device.isLinkUp(port)) {
                continue;
            }
            for (String mac : device.cable(port).macs()) {
                String vlan = device.members(port).keySet().stream().findFirst().orElse("default");
                rows.append(row("    %-20s%-20s%-12s%-7s%-23s%-10s%s", vlan, mac, "D", "-", port + ".0", "0", "0"));
                total++;
            }
        }
        return MAC_HEAD.formatted(total, total) + rows;
    }

    private static String row(String format, Object... values) {
        return String.format(Locale.ROOT, format, values).stripTrailing() + "\n";
    }
}
