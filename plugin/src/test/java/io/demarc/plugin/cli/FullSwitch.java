/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cli;

import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What a switch with 48 ports in all 4,094 VLANs prints, where its platform lists the ports of each VLAN or the VLANs of each port. */
record FullSwitch(String platform, String command, String text) {
    static final int PORTS = 48;
    static final int VLANS = 4094;

    static FullSwitch of(String platform, int vlans) {
        return switch (platform) {
            case "dell-os9" ->
                new FullSwitch(
                        platform,
                        "show vlan",
                        "    NUM    Status    Description                     Q Ports\n"
                                + rows(
                                        vlans,
                                        vlan -> String.format("    %-6d Active    v%-30d T Te 0/0-47%n", vlan, vlan)));
            case "ruckus-fastiron" ->
                new FullSwitch(
                        platform,
                        "show running-config vlan",
                        rows(vlans, vlan -> "vlan " + vlan + " by port\n tagged ethe 1/1/1 to 1/1/48 \n!\n"));
            case "hpe-provision" ->
                new FullSwitch(
                        platform,
                        "show vlans ports all detail",
                        IntStream.rangeClosed(1, PORTS)
                                .mapToObj(port -> "\n Status and Counters - VLAN Information - for ports " + port
                                        + "\n\n  Port name: \n  VLAN ID Name                 | Status     Voice Jumbo Mode    \n"
                                        + "  ------- -------------------- + ---------- ----- ----- --------\n"
                                        + rows(
                                                vlans,
                                                vlan -> String.format(
                                                        "  %-7d v%-19d | Port-based No    No    Tagged  %n",
                                                        vlan, vlan)))
                                .collect(Collectors.joining()));
            case "huawei-vrp5", "huawei-vrp8" ->
                new FullSwitch(
                        platform,
                        "display vlan",
                        "VID  Type    Ports\n" + "-".repeat(80) + "\n"
                                + rows(
                                        vlans,
                                        vlan -> String.format("%-4d common  TG:", vlan) + listed("GE0/0/", "(U)", 4)));
            case "hpe-comware" ->
                new FullSwitch(
                        platform,
                        "display vlan all",
                        rows(
                                vlans,
                                vlan -> " VLAN ID: " + vlan + "\n VLAN type: Static\n Name: v" + vlan
                                        + "\n Tagged ports: \n    " + listed("GigabitEthernet1/0/", "", 2)
                                        + " Untagged ports: None\n\n"));
            case "extreme-exos" ->
                new FullSwitch(
                        platform,
                        "show configuration vlan",
                        rows(
                                        vlans,
                                        vlan -> "create vlan \"v" + vlan + "\"\nconfigure vlan v" + vlan + " tag "
                                                + vlan + "\n")
                                + rows(vlans, vlan -> "configure vlan v" + vlan + " add ports 1-48 tagged  \n"));
            case "cisco-smb" ->
                new FullSwitch(
                        platform,
                        "show vlan",
                        "Vlan       Name           Tagged Ports      UnTagged Ports      Created by    \n"
                                + "---- ----------------- ------------------ ------------------ ----------------\n"
                                + rows(
                                        vlans,
                                        vlan -> String.format(
                                                "%4d        v%-10d      gi1-48                                      S%n",
                                                vlan, vlan)));
            case "mikrotik-routeros7" ->
                new FullSwitch(
                        platform,
                        "/interface/bridge/vlan/print terse without-paging",
                        rows(
                                vlans,
                                vlan -> " " + vlan + "   bridge=bridge1 vlan-ids=" + vlan + " tagged="
                                        + listed("ether", ",", 0).strip() + "bond1 untagged=\"\"\n"));
            case "linux-bridge" ->
                new FullSwitch(
                        platform,
                        "bridge -j vlan show",
                        IntStream.rangeClosed(1, PORTS)
                                .mapToObj(port -> "{\"ifname\":\"swp" + port + "\",\"vlans\":["
                                        + IntStream.rangeClosed(1, vlans)
                                                .mapToObj(vlan -> "{\"vlan\":" + vlan + "}")
                                                .collect(Collectors.joining(","))
                                        + "]}")
                                .collect(Collectors.joining(",\n", "[", "]\n")));
            case "junos" ->
                new FullSwitch(
                        platform,
                        "show configuration interfaces | display set",
                        IntStream.range(0, PORTS)
                                .mapToObj(port -> rows(
                                        vlans,
                                        vlan -> "set interfaces ge-0/0/" + port
                                                + " unit 0 family ethernet-switching vlan members " + vlan + "\n"))
                                .collect(Collectors.joining()));
            default -> throw new IllegalArgumentException(platform);
        };
    }

    private static String rows(int vlans, IntFunction<String> row) {
        return IntStream.rangeClosed(1, vlans).mapToObj(row).collect(Collectors.joining());
    }

    /** Names of the ports; so many in a line, or all of them where that is nought. */
    private static String listed(String prefix, String mark, int perLine) {
        StringBuilder text = new StringBuilder();
        for (int port = 1; port <= PORTS; port++) {
            boolean isLast = port == PORTS || (perLine > 0 && port % perLine == 0);
            text.append(prefix).append(port).append(mark);
            text.append(perLine == 0 ? "" : isLast ? "\n" + (port < PORTS ? "                " : "") : "      ");
        }
        return text.append(perLine == 0 ? "\n" : "").toString();
    }
}
