/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.reconcile;

import io.demarc.plugin.books.Wishes;
import io.demarc.plugin.words.Adoption;
import io.demarc.plugin.words.Attachment;
import io.demarc.plugin.words.Device;
import io.demarc.plugin.words.DeviceName;
import io.demarc.plugin.words.ManagedSwitch;
import io.demarc.plugin.words.NetworkIdentity;
import io.demarc.plugin.words.NetworkRecord;
import io.demarc.plugin.words.NetworkRecord.State;
import io.demarc.plugin.words.PortAddress;
import io.demarc.plugin.words.PortClaim;
import io.demarc.problem.Problem;
import io.demarc.problem.ProblemCode;
import io.demarc.switches.PortDescription;
import io.demarc.switches.PortName;
import io.demarc.switches.SwitchName;
import io.demarc.switches.Vlan;
import io.demarc.switches.provision.PortTarget;
import io.demarc.switches.provision.PortTarget.Carry;
import io.demarc.switches.provision.PortTarget.Idle;
import io.demarc.switches.provision.PortTarget.Restore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What every managed port should be: a pure function of the wishes. A port carries a VLAN only if everything speaks for
 * it; in every other case it is idle, and where somebody wished otherwise the refusal says why.
 */
public final class DesiredPorts {
    private final Wishes wishes;
    private final Map<PortAddress, Device> devices;
    private final Map<DeviceName, Attachment> attachments = new HashMap<>();
    private final Map<String, NetworkRecord> networks = new HashMap<>();
    private final Map<PortAddress, Set<Vlan>> placed = new HashMap<>();
    private final Set<PortClaim> claims;

    private DesiredPorts(Wishes wishes) {
        this.wishes = wishes;
        this.devices = wishes.inventory().devicesByPort();
        this.claims = Set.copyOf(wishes.claims());
        wishes.attachments().forEach(attachment -> attachments.put(attachment.device(), attachment));
        for (NetworkRecord network : wishes.networks()) {
            NetworkIdentity identity = network.identity();
            if (identity != null) {
                networks.merge(identity.uuid(), network, DesiredPorts::livelier);
            }
        }
        wishes.claims()
                .forEach(claim -> placed.computeIfAbsent(claim.port(), port -> new HashSet<>())
                        .add(claim.vlan()));
    }

    private static NetworkRecord livelier(NetworkRecord one, NetworkRecord other) {
        return one.state() == State.IMPLEMENTED ? one : other;
    }

    /** For each switch one entry for each of its managed ports, in the ports' order. */
    public static Map<SwitchName, List<DesiredPort>> of(Wishes wishes) {
        DesiredPorts desired = new DesiredPorts(wishes);
        Map<SwitchName, List<DesiredPort>> all = new TreeMap<>();
        wishes.inventory().switches().values().forEach(managed -> all.put(managed.name(), desired.portsOf(managed)));
        return all;
    }

    /** As {@link #of(Wishes)}, of one switch; empty when it is not in the inventory. */
    public static List<DesiredPort> of(Wishes wishes, SwitchName name) {
        ManagedSwitch managed = wishes.inventory().switches().get(name);
        return managed == null ? List.of() : new DesiredPorts(wishes).portsOf(managed);
    }

    private List<DesiredPort> portsOf(ManagedSwitch managed) {
        List<DesiredPort> ports = new ArrayList<>();
        for (PortName port : managed.rules().managed().keySet()) {
            ports.add(desired(managed, new PortAddress(managed.name(), port)));
        }
        return refuseSharedVlans(ports);
    }

    private DesiredPort desired(ManagedSwitch managed, PortAddress address) {
        Adoption adoption = wishes.adoptions().get(address);
        Device device = devices.get(address);
        if (adoption != null && adoption.isLeaving()) {
            return leaving(adoption, device);
        }
        if (device == null) {
            return idle(address, null, null, "no device is plugged into it", null);
        }
        Attachment attachment = attachments.get(device.name());
        if (attachment == null) {
            return idle(address, device, null, "device " + device.name() + " is attached to no network", null);
        }
        NetworkRecord network = networks.get(attachment.networkUuid());
        if (network == null) {
            String why = "device " + device.name() + " is attached to network " + attachment.networkUuid()
                    + ", of which CloudStack has told no VLAN";
            return idle(address, device, null, why, null);
        }
        String why = "device " + device.name() + " is attached to " + network.inWords();
        Vlan vlan = network.vlan();
        if (network.state() != State.IMPLEMENTED || vlan == null) {
            return idle(address, device, network, why + ", which is down", null);
        }
        Problem refusal = refusal(managed, device, attachment, network, vlan);
        if (refusal != null) {
            return idle(address, device, network, why, refusal);
        }
        return new DesiredPort(address, carry(address, vlan, device), device, network, why, permission(address), null);
    }

    private DesiredPort leaving(Adoption adoption, @Nullable Device device) {
        PortAddress address = adoption.port();
        Restore was = Restoring.target(adoption, placed.getOrDefault(address, Set.of()))
                .orElseThrow(() -> new IllegalStateException(address + " can't be restored, but is to be"));
        Problem refusal = wishes.networks().stream()
                .filter(network -> network.isOn(was.vlan()))
                .findFirst()
                .map(network -> Restoring.belongsTo(address, was.vlan(), network))
                .orElse(null);
        String why = "it is given back as it was when it was adopted";
        return refusal != null
                ? idle(address, device, null, why, refusal)
                : new DesiredPort(address, was, device, null, why, permission(address), null);
    }

    private DesiredPort idle(
            PortAddress address,
            @Nullable Device device,
            @Nullable NetworkRecord network,
            String why,
            @Nullable Problem refusal) {
        PortTarget target = new Idle(address.port(), placed.getOrDefault(address, Set.of()));
        return new DesiredPort(address, target, device, network, why, permission(address), refusal);
    }

    private Permission permission(PortAddress address) {
        return Permission.of(wishes, wishes.inventory().require(address.switchName()), address);
    }

    private Carry carry(PortAddress address, Vlan vlan, Device device) {
        PortDescription label = PortDescription.from(
                "demarc " + device.name() + " " + device.owner().name());
        return new Carry(address.port(), vlan, label, placed.getOrDefault(address, Set.of()));
    }

    private @Nullable Problem refusal(
            ManagedSwitch managed, Device device, Attachment attachment, NetworkRecord network, Vlan vlan) {
        NetworkIdentity identity = network.identity();
        if (identity == null || !wishes.owners().isOwn(device.owner(), identity)) {
            if (identity == null || !attachment.forced()) {
                return Problem.of(
                        ProblemCode.OWNER_MISMATCH,
                        "Device " + device.name() + " belongs to " + device.owner() + ", but " + network.inWords()
                                + " to "
                                + (identity == null
                                        ? "nobody known"
                                        : wishes.owners().inWords(device.owner(), identity))
                                + ".",
                        "Detach it; attach it with --force only if both owners agree.");
            }
        }
        if (!managed.serves(network)) {
            return Problem.of(
                    ProblemCode.CONFLICT,
                    "Switch " + managed.name() + " is not declared for zone " + network.zoneInWords() + " of "
                            + network.inWords() + ", only for " + new TreeSet<>(managed.zones()) + ".",
                    "Add the zone to the switch's zones in the inventory if its VLANs reach the switch.");
        }
        if (managed.rules().parking().equals(vlan)) {
            return Problem.of(
                    ProblemCode.VLAN_NOT_ALLOWED,
                    "VLAN " + vlan + " of " + network.inWords() + " is where switch " + managed.name()
                            + " parks idle ports.",
                    "Keep VLAN " + vlan
                            + " out of CloudStack's VLAN ranges, or give the switch another idle VLAN in the"
                            + " inventory.");
        }
        if (!managed.rules().tenants().contains(vlan)
                || managed.rules().forbidden().contains(vlan)) {
            return Problem.of(
                    ProblemCode.VLAN_NOT_ALLOWED,
                    "VLAN " + vlan + " of " + network.inWords() + " is not one that the inventory allows on switch "
                            + managed.name() + " (" + managed.rules().tenants() + ").",
                    "Widen the switch's vlans in the inventory if the VLAN is a tenant's.");
        }
        return wishes.networks().stream()
                .filter(other -> !other.id().equals(network.id()) && other.isOn(vlan))
                .filter(other -> other.wires().mayMeet(network.wires()))
                .findFirst()
                .map(other -> shared(vlan, network, other))
                .orElse(null);
    }

    /**
     * Two networks can't have one VLAN on one switch, wherever CloudStack says that they are: the one whose port has it already
     * keeps it, and a newcomer is refused. Where that isn't one alone, neither is followed.
     */
    private List<DesiredPort> refuseSharedVlans(List<DesiredPort> ports) {
        Map<Vlan, Set<NetworkRecord>> wished = new HashMap<>();
        Map<Vlan, Set<NetworkRecord>> carried = new HashMap<>();
        for (DesiredPort port : ports) {
            if (port.target() instanceof Carry carry && port.network() != null) {
                NetworkRecord network = port.network();
                wished.computeIfAbsent(carry.vlan(), vlan -> new HashSet<>()).add(network);
                if (claims.contains(new PortClaim(port.address(), carry.vlan(), network.id()))) {
                    carried.computeIfAbsent(carry.vlan(), vlan -> new HashSet<>())
                            .add(network);
                }
            }
        }
        return ports.stream().map(port -> refuseIfShared(port, wished, carried)).toList();
    }

    private DesiredPort refuseIfShared(
            DesiredPort port, Map<Vlan, Set<NetworkRecord>> wished, Map<Vlan, Set<NetworkRecord>> carried) {
        NetworkRecord network = port.network();
        if (!(port.target() instanceof Carry carry) || network == null) {
            return port;
        }
        Set<NetworkRecord> first = carried.getOrDefault(carry.vlan(), Set.of());
        if (first.equals(Set.of(network))) {
            return port;
        }
        boolean isTaken = first.size() == 1;
        return (isTaken ? first : wished.getOrDefault(carry.vlan(), Set.of()))
                .stream()
                        .filter(other -> !other.id().equals(network.id()))
                        .findFirst()
                        .map(other -> isTaken
                                ? taken(port.address().switchName(), carry.vlan(), network, other)
                                : shared(carry.vlan(), network, other))
                        .map(refusal -> idle(port.address(), port.device(), network, port.why(), refusal))
                        .orElse(port);
    }

    private static Problem taken(SwitchName name, Vlan vlan, NetworkRecord network, NetworkRecord first) {
        return Problem.of(
                ProblemCode.CONFLICT,
                "VLAN " + vlan + " of " + network.inWords() + " in zone " + network.zoneInWords()
                        + " can't be on switch " + name + ", where ports carry it for " + first.inWords() + " in zone "
                        + first.zoneInWords() + ".",
                "Limit the switch to its zones in the inventory, or give the zones different VLAN ranges if both reach it.");
    }

    private static Problem shared(Vlan vlan, NetworkRecord network, NetworkRecord other) {
        return Problem.of(
                ProblemCode.CONFLICT,
                "VLAN " + vlan + " belongs to " + network.inWords() + " and to " + other.inWords()
                        + " by what CloudStack has told: neither is followed.",
                "Restart both networks in CloudStack, so that it tells which one has the VLAN; limit the switch to its"
                        + " zones in the inventory if they are in different ones.");
    }
}
