/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.ssh;

import java.time.Duration;
import java.util.Collection;
import java.util.List;

/** Configurations as text, and what {@code show} prints about the switch itself. Confined to the device's monitor. */
final class IosConfigText {
    private static final String HEAD = """
            !
            version 15.2
            no service pad
            service password-encryption
            !
            hostname %s
            !
            lldp run
            !
            """;

    private final IosDevice device;

    IosConfigText(IosDevice device) {
        this.device = device;
    }

    String running() {
        String text = configuration(device.interfaces());
        return "Building configuration...\n\nCurrent configuration : " + text.length() + " bytes\n" + text;
    }

    String startup() {
        String text = configuration(device.startupInterfaces());
        return "Using " + text.length() + " out of 524288 bytes\n" + text;
    }

    String running(IosInterface port) {
        String text = "!\n" + block(port) + "end\n\n";
        return "Building configuration...\n\nCurrent configuration : " + text.length() + " bytes\n" + text;
    }

    private String configuration(Collection<IosInterface> interfaces) {
        StringBuilder text = new StringBuilder(HEAD.formatted(device.hostname()));
        interfaces.forEach(port -> text.append(block(port)).append("!\n"));
        return text + "line con 0\nline vty 0 4\n transport input ssh\n!\nend\n\n";
    }

    private static String block(IosInterface port) {
        List<String> lines = port.lines();
        String noAddress = port.isRouted() && port.address().isEmpty() ? " no ip address\n" : "";
        return "interface " + port.name() + "\n" + noAddress + (lines.isEmpty() ? "" : String.join("\n", lines) + "\n");
    }

    String version() {
        return "Cisco IOS Software, C2960X Software (C2960X-UNIVERSALK9-M), Version 15.2(7)E4, RELEASE SOFTWARE (fc2)\n"
                + "Technical Support: http://www.cisco.com/techsupport\n\n"
                + device.hostname() + " uptime is " + uptime() + "\n"
                + "System returned to ROM by power-on\n\n"
                + "cisco " + device.model() + " (APM86XXX) processor (revision V05) with 524288K bytes of memory.\n"
                + "Simulated: this switch is a program.\n\n"
                + "Configuration register is 0xF\n\n";
    }

    private String uptime() {
        Duration soFar = device.uptime().soFar();
        return soFar.toDays() / 7 + " weeks, " + soFar.toDays() % 7 + " days, " + soFar.toHoursPart() + " hours, "
                + soFar.toMinutesPart() + " minutes";
    }

    String interfaces(List<IosInterface> ports) {
        StringBuilder text = new StringBuilder();
        for (IosInterface port : ports) {
            boolean up = device.isLinkUp(port);
            text.append(port.name())
                    .append(port.isShut() ? " is administratively down" : up ? " is up" : " is down")
                    .append(", line protocol is ")
                    .append(up ? "up (connected)" : port.isShut() ? "down (disabled)" : "down (notconnect)")
                    .append("\n  Hardware is Gigabit Ethernet, address is 0200.5e00.0a01 (bia 0200.5e00.0a01)\n");
            if (!port.description().isEmpty()) {
                text.append("  Description: ").append(port.description()).append('\n');
            }
            text.append("  MTU 1500 bytes, BW 1000000 Kbit/sec, DLY 10 usec, \n")
                    .append("     reliability 255/255, txload 1/255, rxload 1/255\n")
                    .append("  Encapsulation ARPA, loopback not set\n")
                    .append("  Last input ")
                    .append(up && !device.cable(port.name()).macs().isEmpty() ? "00:00:02" : "never")
                    .append(", output 00:00:01, output hang never\n");
        }
        return text.toString();
    }
}
