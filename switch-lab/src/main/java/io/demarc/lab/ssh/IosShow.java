/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.ssh;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The {@code show} commands of a simulated Cisco IOS switch. Confined to the device's monitor. */
final class IosShow {
    private final IosDevice device;
    private final IosTables tables;
    private final IosNeighbours neighbours;
    private final IosConfigText texts;

    IosShow(IosDevice device) {
        this.device = device;
        this.tables = new IosTables(device);
        this.neighbours = new IosNeighbours(device);
        this.texts = new IosConfigText(device);
    }

    CommandTable commandsForAll(CommandTable table) {
        table.on("show version", arguments -> Reply.text(texts.version()))
                .on("show interfaces", arguments -> Reply.text(texts.interfaces(List.copyOf(device.interfaces()))))
                .on("show interfaces <port>", onePort(port -> texts.interfaces(List.of(port))))
                .on("show interfaces switchport", arguments -> Reply.text(tables.switchport(device.ports())))
                .on("show interfaces <port> switchport", onePort(port -> tables.switchport(List.of(port))))
                .on("show interfaces description", arguments -> Reply.text(tables.description()))
                .on("show interfaces status", arguments -> Reply.text(tables.status(device.ports())))
                .on("show interfaces <port> status", onePort(port -> tables.status(List.of(port))))
                .on("show vlan", arguments -> Reply.text(tables.vlanBrief()))
                .on("show vlan brief", arguments -> Reply.text(tables.vlanBrief()))
                .on("show lldp neighbors", arguments -> Reply.text(neighbours.lldp()))
                .on("show lldp neighbors detail", arguments -> Reply.text(neighbours.lldpDetail()))
                .on("show etherchannel summary", arguments -> Reply.text(neighbours.etherchannels()))
                .on("show ip interface brief", arguments -> Reply.text(tables.ipBrief()));
        addMacTable(table, "show mac address-table");
        addMacTable(table, "show mac-address-table");
        return table;
    }

    CommandTable commandsForPrivileged(CommandTable table) {
        return table.on("show running-config", arguments -> Reply.text(texts.running()))
                .on("show running-config interface <port>", onePort(texts::running))
                .on("show startup-config", arguments -> Reply.text(texts.startup()));
    }

    private void addMacTable(CommandTable table, String command) {
        table.on(command, arguments -> Reply.text(tables.macTable(device.ports(), Optional.empty())))
                .on(command + " dynamic", arguments -> Reply.text(tables.macTable(device.ports(), Optional.empty())))
                .on(command + " interface <port>", onePort(port -> tables.macTable(List.of(port), Optional.empty())))
                .on(
                        command + " address <word>",
                        arguments -> Reply.text(tables.macTable(device.ports(), Optional.of(arguments.get(0)))));
    }

    private Function<List<String>, Reply> onePort(Function<IosInterface, String> text) {
        return arguments -> Reply.text(text.apply(device.require(arguments.get(0))));
    }
}
