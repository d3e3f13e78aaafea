/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.snmp;

import io.demarc.lab.ground.LldpNeighbour;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * A simulated switch on a loopback port, behind a real SNMP agent that can be written: Q-BRIDGE-MIB (platform
 * snmp-qbridge) or Cisco's VLAN objects (platform snmp-cisco). Thread-safe. Methods that take a port's name throw {@link
 * IllegalArgumentException} for one that the switch doesn't have.
 */
public final class SimulatedSnmpSwitch implements AutoCloseable {
    /** An ifIndex is not a bridge port's number, and readers must not take one for the other. */
    private static final int IF_INDEX_BASE = 1000;

    private static final int FIRST_LAG = 5000;

    private final Faults faults = new Faults();
    private final AgentState state;
    private final RequestExecution execution;
    private final SnmpAgent agent;
    private final boolean isCisco;

    private SimulatedSnmpSwitch(Builder builder) {
        isCisco = builder.isCisco;
        SwitchModel model = new SwitchModel(builder.hostname);
        for (String name : builder.ports) {
            int number = model.ports.size() + 1;
            LabPort port = new LabPort(number, builder.ifIndexBase + number, name);
            model.ports.put(number, port);
            model.vlan(1).egress.set(number);
            model.vlan(1).untagged.set(number);
        }
        model.vlan(1).name = "default";
        CommonObjects common = builder.isCisco
                ? new CommonObjects("Cisco IOS Software, simulated", "1.3.6.1.4.1.9.1.516", faults)
                : new CommonObjects("Simulated Q-BRIDGE switch", "1.3.6.1.4.1.8072.3.2.10", faults);
        Dialect dialect = builder.isCisco ? new CiscoObjects(faults) : new QBridgeObjects(common, faults);
        state = new AgentState(model, common, dialect, faults);
        execution = new RequestExecution(state, faults);
        agent = new SnmpAgent(builder.udpPort, builder.users, faults, execution);
    }

    /** A switch with this host name; without further settings it has no ports and nobody can ask it. */
    public static Builder named(String hostname) {
        return new Builder(hostname);
    }

    /** Host (unresolved, 127.0.0.1) and UDP port of the agent. */
    public InetSocketAddress address() {
        return agent.address();
    }

    public Faults faults() {
        return faults;
    }

    public void listen(SetListener listener) {
        execution.listen(listener);
    }

    /** How many requests of any kind were received. */
    public int requestsReceived() {
        return execution.requests();
    }

    /** Every set that was received, in order, one line an object. */
    public List<List<String>> setsReceived() {
        return execution.sets();
    }

    /** Names of all ports that anybody tried to write to over SNMP, even without changing or achieving anything. */
    public Set<String> portsEverWritten() {
        Set<Integer> numbers = state.portsWritten();
        return state.look(model -> numbers.stream()
                .map(number -> model.ports.get(number))
                .map(port -> port.name)
                .collect(Collectors.toCollection(TreeSet::new)));
    }

    /** What the switch itself believes of a port: {@code 7: up, link, untagged 150, tagged none, pvid 150, "label"}. */
    public String portSays(String port) {
        return state.look(model -> inWords(model, model.require(port)));
    }

    /** What the switch itself believes of all its ports, one line a port. */
    public String portsSay() {
        return state.look(model ->
                model.ports.values().stream().map(port -> inWords(model, port)).collect(Collectors.joining("\n")));
    }

    private static String inWords(SwitchModel model, LabPort port) {
        String vlans = port.isTrunk()
                ? "trunk, native " + port.trunkNative
                : "untagged " + list(model.untaggedOf(port)) + ", tagged " + list(model.taggedOf(port)) + ", pvid "
                        + port.pvid;
        return port.name + ": " + (port.adminUp ? "up" : "down") + (port.hasLink() ? ", link, " : ", no link, ") + vlans
                + ", \"" + port.alias + "\"";
    }

    private static String list(List<Integer> vlans) {
        return vlans.isEmpty() ? "none" : vlans.stream().map(String::valueOf).collect(Collectors.joining(" "));
    }

    /** What the switch does with a port, whatever its agent says. */
    public PortTruth truth(String port) {
        return state.look(model -> {
            LabPort at = model.require(port);
            return PortTruth.of(model, at, isCisco, faults.liveElsewhere(at.number));
        });
    }

    /** VLANs of the switch by id, with their names. */
    public Map<Integer, String> vlans() {
        return state.look(model -> {
            Map<Integer, String> vlans = new LinkedHashMap<>();
            model.vlans.values().forEach(vlan -> vlans.put(vlan.id, vlan.name));
            return vlans;
        });
    }

    /** How often the configuration was saved. */
    public int timesSaved() {
        return state.look(model -> model.saves);
    }

    /** Whether an untagged frame that enters at one port leaves untagged at another. */
    public boolean passes(String from, String to) {
        return state.look(model -> {
            LabPort source = model.require(from);
            LabPort target = model.require(to);
            LabVlan vlan = model.vlans.get(source.pvid);
            if (vlan == null || vlan.isSuspended || source.frameTypes == LabPort.TAGGED_FRAMES_ONLY) {
                return false;
            }
            return (!source.filtersIngress || vlan.egress.get(source.number))
                    && source.hasLink()
                    && target.hasLink()
                    && vlan.egress.get(target.number)
                    && vlan.untagged.get(target.number);
        });
    }

    /** What a person does at the switch itself. */
    public SwitchConsole console() {
        return new SwitchConsole(state);
    }

    /** Connects something with these MAC addresses (six octets with colons) to the port. */
    public void plug(String port, String... macs) {
        onPort(port, at -> {
            at.isPlugged = true;
            at.macs = new ArrayList<>(Arrays.asList(macs));
        });
    }

    /** Connects something to the port that announces itself by LLDP. */
    public void plug(String port, LldpNeighbour neighbour) {
        onPort(port, at -> {
            at.isPlugged = true;
            at.neighbour = neighbour;
        });
    }

    public void unplug(String port) {
        onPort(port, at -> {
            at.isPlugged = false;
            at.neighbour = null;
            at.macs = new ArrayList<>();
        });
    }

    /** Makes the port a member of an aggregation group. */
    public void aggregate(String port, int group) {
        onPort(port, at -> at.aggregator = FIRST_LAG + group);
    }

    /** Gives the switch an address of its own on this very port. */
    public void address(String port, String address) {
        state.change(model -> model.addresses.put(model.require(port).ifIndex, address));
    }

    private void onPort(String port, Consumer<LabPort> change) {
        state.change(model -> change.accept(model.require(port)));
    }

    /** What was not saved is lost. */
    public void reboot() {
        state.reboot();
    }

    @Override
    public void close() {
        agent.close();
    }

    /** What a switch is made of. One caller at a time. */
    public static final class Builder {
        private final String hostname;
        private final List<AgentUser> users = new ArrayList<>();
        private final List<String> ports = new ArrayList<>();
        private int ifIndexBase = IF_INDEX_BASE;
        private boolean isCisco;
        private int udpPort;

        private Builder(String hostname) {
            this.hostname = hostname;
        }

        public Builder user(AgentUser user) {
            users.add(user);
            return this;
        }

        /** Ports {@code prefix + first} to {@code prefix + last}; an empty prefix names them by number. */
        public Builder ports(String prefix, int first, int last) {
            for (int number = first; number <= last; number++) {
                ports.add(prefix + number);
            }
            return this;
        }

        /** A port's ifIndex is its number, as on many small switches; else it never is. */
        public Builder interfacesFromOne() {
            ifIndexBase = 0;
            return this;
        }

        /** Serves Cisco's VLAN objects instead of Q-BRIDGE-MIB. */
        public Builder cisco() {
            isCisco = true;
            return this;
        }

        /** Instead of any free one. */
        public Builder udpPort(int port) {
            udpPort = port;
            return this;
        }

        /** Starts the switch. */
        public SimulatedSnmpSwitch start() {
            return new SimulatedSnmpSwitch(this);
        }
    }
}
