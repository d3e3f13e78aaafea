/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.ssh;

import static io.demarc.lab.ssh.IosInterface.ACCESS_VLAN;
import static io.demarc.lab.ssh.IosInterface.ADDRESS;
import static io.demarc.lab.ssh.IosInterface.ALLOWED_VLANS;
import static io.demarc.lab.ssh.IosInterface.CHANNEL_GROUP;
import static io.demarc.lab.ssh.IosInterface.DESCRIPTION;
import static io.demarc.lab.ssh.IosInterface.MODE;
import static io.demarc.lab.ssh.IosInterface.NATIVE_VLAN;
import static io.demarc.lab.ssh.IosInterface.NONEGOTIATE;
import static io.demarc.lab.ssh.IosInterface.NO_SWITCHPORT;
import static io.demarc.lab.ssh.IosInterface.SHUTDOWN;
import static io.demarc.lab.ssh.IosInterface.VOICE_VLAN;

import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** The commands of the interface configuration mode. Confined to the device's monitor. */
final class IosInterfaceCommands {
    private static final String PORTFAST = "spanning-tree portfast";
    private static final String BPDUGUARD = "spanning-tree bpduguard";

    private final IosDevice device;
    private final Supplier<IosInterface> selected;
    private final boolean console;

    IosInterfaceCommands(IosDevice device, Supplier<IosInterface> selected, boolean console) {
        this.device = device;
        this.selected = selected;
        this.console = console;
    }

    CommandTable addTo(CommandTable table) {
        addGeneral(table);
        addAccess(table);
        addTrunk(table);
        addGuards(table);
        return table;
    }

    private void addGeneral(CommandTable table) {
        table.on("description <line>", setting(DESCRIPTION))
                .on("no description", clearing(DESCRIPTION))
                .on("no description <line>", clearing(DESCRIPTION))
                .on("shutdown", flag(SHUTDOWN))
                .on("no shutdown", clearing(SHUTDOWN))
                .on("switchport", writing(port -> {
                    port.clear(NO_SWITCHPORT);
                    port.clear(ADDRESS);
                    return Reply.NOTHING;
                }))
                .on("no switchport", writing(port -> {
                    port.set(NO_SWITCHPORT, "");
                    return Reply.NOTHING;
                }))
                .on(
                        "ip address <word> <word>",
                        arguments -> write(port -> {
                            port.set(ADDRESS, arguments.get(0) + " " + arguments.get(1));
                            return Reply.NOTHING;
                        }))
                .on("no ip address", clearing(ADDRESS))
                .on("channel-group <number> mode <word>", this::joinChannel)
                .on("no channel-group", clearing(CHANNEL_GROUP));
    }

    private void addAccess(CommandTable table) {
        table.on("switchport mode access", mode("access"))
                .on("switchport mode dynamic auto", mode("dynamic auto"))
                .on("switchport mode dynamic desirable", mode("dynamic desirable"))
                .on("no switchport mode", switching(port -> {
                    port.clear(MODE);
                    return Reply.NOTHING;
                }))
                .on("switchport access vlan <vlan>", this::accessVlan)
                .on("no switchport access vlan", switchingClear(ACCESS_VLAN))
                .on("no switchport access vlan <vlan>", switchingClear(ACCESS_VLAN))
                .on("switchport voice vlan <vlan>", switchingSet(VOICE_VLAN))
                .on("no switchport voice vlan", switchingClear(VOICE_VLAN));
    }

    private void addTrunk(CommandTable table) {
        table.on("switchport mode trunk", mode("trunk"))
                .on("switchport trunk encapsulation dot1q", writing(port -> Reply.NOTHING))
                .on("switchport trunk native vlan <vlan>", switchingSet(NATIVE_VLAN))
                .on("no switchport trunk native vlan", switchingClear(NATIVE_VLAN))
                .on("switchport trunk allowed vlan <word>", switchingSet(ALLOWED_VLANS))
                .on("no switchport trunk allowed vlan", switchingClear(ALLOWED_VLANS))
                .on("no switchport nonegotiate", switchingClear(NONEGOTIATE))
                .on("switchport nonegotiate", switching(port -> {
                    if (port.administrativeMode().startsWith("dynamic")) {
                        return Reply.text("Command rejected: Conflict between 'nonegotiate' and 'dynamic' status on"
                                + " this interface: " + IosNames.brief(port.name()));
                    }
                    port.set(NONEGOTIATE, "");
                    return Reply.NOTHING;
                }));
    }

    private void addGuards(CommandTable table) {
        table.on("spanning-tree portfast", writing(IosInterfaceCommands::portfast))
                .on("spanning-tree portfast edge", writing(IosInterfaceCommands::portfast))
                .on("no spanning-tree portfast", clearing(PORTFAST))
                .on("spanning-tree bpduguard <word>", setting(BPDUGUARD))
                .on("no spanning-tree bpduguard", clearing(BPDUGUARD))
                .on("switchport port-security <line>", setting("switchport port-security"))
                .on("no switchport port-security", clearing("switchport port-security"))
                .on("no switchport port-security <line>", clearing("switchport port-security"))
                .on("storm-control <line>", setting("storm-control"))
                .on("no storm-control <line>", clearing("storm-control"))
                .on("lldp <word>", writing(port -> Reply.NOTHING))
                .on("no lldp <word>", writing(port -> Reply.NOTHING))
                .on("no cdp enable", writing(port -> Reply.NOTHING))
                .on("cdp enable", writing(port -> Reply.NOTHING));
    }

    private Reply accessVlan(List<String> arguments) {
        return write(port -> {
            if (port.isRouted()) {
                return notSwitching(port);
            }
            int vlan = Integer.parseInt(arguments.get(0));
            boolean missing = !device.vlans().containsKey(vlan);
            port.set(ACCESS_VLAN, String.valueOf(vlan));
            if (vlan == IosDevice.DEFAULT_VLAN) {
                port.clear(ACCESS_VLAN);
            }
            if (missing && !device.isVtpClient()) {
                device.vlans().put(vlan, IosVlanEdit.defaultName(vlan));
                return Reply.text("% Access VLAN does not exist. Creating vlan " + vlan);
            }
            return Reply.NOTHING;
        });
    }

    private Reply joinChannel(List<String> arguments) {
        return write(port -> {
            String channel = "Port-channel" + arguments.get(0);
            boolean missing = device.find(channel).isEmpty();
            if (missing) {
                device.add(channel);
            }
            port.set(CHANNEL_GROUP, arguments.get(0) + " mode " + arguments.get(1));
            return missing
                    ? Reply.text("Creating a port-channel interface Port-channel " + arguments.get(0) + "\n")
                    : Reply.NOTHING;
        });
    }

    private static Reply portfast(IosInterface port) {
        port.set(PORTFAST, "");
        return Reply.text("%Warning: portfast should only be enabled on ports connected to a single\n"
                + " host. Connecting hubs, concentrators, switches, bridges, etc... to this\n"
                + " interface  when portfast is enabled, can cause temporary bridging loops.\n"
                + " Use with CAUTION\n\n"
                + "%Portfast has been configured on " + port.name() + " but will only\n"
                + " have effect when the interface is in a non-trunking mode.");
    }

    private Function<List<String>, Reply> setting(String key) {
        return arguments -> write(port -> {
            port.set(key, arguments.get(0));
            return Reply.NOTHING;
        });
    }

    private Function<List<String>, Reply> flag(String key) {
        return writing(port -> {
            port.set(key, "");
            return Reply.NOTHING;
        });
    }

    private Function<List<String>, Reply> clearing(String key) {
        return writing(port -> {
            port.clear(key);
            return Reply.NOTHING;
        });
    }

    private Function<List<String>, Reply> mode(String mode) {
        return switching(port -> {
            port.set(MODE, mode);
            return Reply.NOTHING;
        });
    }

    private Function<List<String>, Reply> switchingSet(String key) {
        return arguments -> write(port -> {
            if (port.isRouted()) {
                return notSwitching(port);
            }
            port.set(key, arguments.get(0));
            return Reply.NOTHING;
        });
    }

    private Function<List<String>, Reply> switchingClear(String key) {
        return switching(port -> {
            port.clear(key);
            return Reply.NOTHING;
        });
    }

    private Function<List<String>, Reply> switching(Function<IosInterface, Reply> change) {
        return writing(port -> port.isRouted() ? notSwitching(port) : change.apply(port));
    }

    private Function<List<String>, Reply> writing(Function<IosInterface, Reply> change) {
        return arguments -> write(change);
    }

    private Reply write(Function<IosInterface, Reply> change) {
        IosInterface port = selected.get();
        if (!console) {
            device.noteWrite(port.name());
        }
        return change.apply(port);
    }

    private static Reply notSwitching(IosInterface port) {
        return Reply.text("Command rejected: " + IosNames.brief(port.name()) + " not a switching port.");
    }
}
