/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.ssh;

import io.demarc.lab.ground.LldpNeighbour;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What {@code show} prints about LLDP neighbours and port channels. Confined to the device's monitor. */
final class IosNeighbours {
    private static final String LLDP_HEAD = """

            Capability codes:
                (R) Router, (B) Bridge, (T) Telephone, (C) DOCSIS Cable Device
                (W) WLAN Access Point, (P) Repeater, (S) Station, (O) Other

            Device ID           Local Intf     Hold-time  Capability      Port ID
            """;
    private static final String ETHERCHANNEL_HEAD = """
            Flags:  D - down        P - bundled in port-channel
                    I - stand-alone s - suspended
                    H - Hot-standby (LACP only)
                    R - Layer3      S - Layer2
                    U - in use      f - failed to allocate aggregator

                    M - not in use, minimum links not met
                    u - unsuitable for bundling
                    w - waiting to be aggregated
                    d - default port


            Number of channel-groups in use: %d
            Number of aggregators:           %d

            Group  Port-channel  Protocol    Ports
            ------+-------------+-----------+-----------------------------------------------
            """;

    private final IosDevice device;

    IosNeighbours(IosDevice device) {
        this.device = device;
    }

    String lldp() {
        StringBuilder text = new StringBuilder(LLDP_HEAD);
        int total = 0;
        for (IosInterface port : device.ports()) {
            LldpNeighbour neighbour = device.cable(port.name()).neighbour();
            if (neighbour != null && device.isLinkUp(port)) {
                String system = neighbour.systemName();
                text.append(String.format(
                        Locale.ROOT,
                        "%-20s%-15s%-11s%-16s%s\n",
                        system.substring(0, Math.min(20, system.length())),
                        IosNames.brief(port.name()),
                        "120",
                        neighbour.capabilities(),
                        neighbour.portId()));
                total++;
            }
        }
        return text + "\nTotal entries displayed: " + total + "\n\n";
    }

    String lldpDetail() {
        StringBuilder text = new StringBuilder();
        int total = 0;
        for (IosInterface port : device.ports()) {
            LldpNeighbour neighbour = device.cable(port.name()).neighbour();
            if (neighbour != null && device.isLinkUp(port)) {
                text.append(detail(port, neighbour));
                total++;
            }
        }
        return text + "\nTotal entries displayed: " + total + "\n\n";
    }

    private static String detail(IosInterface port, LldpNeighbour neighbour) {
        String capabilities = neighbour.capabilities();
        return "------------------------------------------------\n"
                + "Local Intf: " + IosNames.brief(port.name()) + "\n"
                + "Chassis id: " + IosTables.dotted(neighbour.chassis()) + "\n"
                + "Port id: " + neighbour.portId() + "\n"
                + "Port Description: " + neighbour.portId() + "\n"
                + "System Name: " + neighbour.systemName() + "\n\n"
                + "System Description: \n" + neighbour.systemName() + "\n\n"
                + "Time remaining: 98 seconds\n"
                + (capabilities.isEmpty()
                        ? "System Capabilities - not advertised\nEnabled Capabilities - not advertised\n"
                        : "System Capabilities: " + capabilities + "\nEnabled Capabilities: " + capabilities + "\n")
                + "Management Addresses - not advertised\n"
                + "Auto Negotiation - supported, enabled\n"
                + "Physical media capabilities:\n    1000baseT(FD)\n    100base-TX(FD)\n"
                + "Media Attachment Unit type: 30\n"
                + "Vlan ID: - not advertised\n\n";
    }

    String etherchannels() {
        List<IosInterface> channels = device.ports().stream()
                .filter(port -> port.name().startsWith("Port-channel"))
                .toList();
        StringBuilder text = new StringBuilder(ETHERCHANNEL_HEAD.formatted(channels.size(), channels.size()));
        channels.forEach(channel -> text.append(row(channel)));
        return text.append('\n').toString();
    }

    private String row(IosInterface channel) {
        List<String> members = new ArrayList<>();
        String protocol = "  -   ";
        for (IosInterface member : device.members(channel)) {
            String flag = device.isLinkUp(member) ? "P" : "D";
            members.add(String.format(Locale.ROOT, "%-12s", IosNames.brief(member.name()) + "(" + flag + ")"));
            protocol = member.channelMode().filter("on"::equals).isPresent() ? "  -   " : "  LACP";
        }
        return String.format(
                Locale.ROOT,
                "%-7s%-14s%-12s%s\n",
                channel.name().substring("Port-channel".length()),
                IosNames.brief(channel.name())
                        + (channel.isRouted() ? "(R" : "(S")
                        + (device.isLinkUp(channel) ? "U)" : "D)"),
                protocol,
                String.join("", members).stripTrailing());
    }
}
