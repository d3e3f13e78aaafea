/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.snmp;

import java.util.Set;
import java.util.TreeSet;

/**
 * What a simulated switch does with a port, whatever its agent says of it.
 *
 * @param vlans   every VLAN whose frames go in or out there
 * @param alive   the switch's VLANs that carry frames
 * @param adminUp administratively enabled
 */
public record PortTruth(Set<Integer> vlans, Set<Integer> alive, boolean adminUp) {
    public PortTruth {
        vlans = Set.copyOf(vlans);
        alive = Set.copyOf(alive);
    }

    public boolean isIn(int vlan) {
        return vlans.contains(vlan);
    }

    public boolean isOnlyIn(int vlan) {
        return vlans.equals(Set.of(vlan));
    }

    static PortTruth of(SwitchModel model, LabPort port, boolean isCisco, int liveElsewhere) {
        Set<Integer> vlans = new TreeSet<>();
        if (liveElsewhere != 0 && port.hasLink()) {
            vlans.add(liveElsewhere);
        } else if (!isCisco) {
            vlans.addAll(model.untaggedOf(port));
            vlans.addAll(model.taggedOf(port));
            vlans.add(port.pvid);
        } else if (port.isTrunk()) {
            port.trunkVlans.stream().filter(model.vlans::containsKey).forEach(vlans::add);
        } else {
            vlans.add(port.pvid);
            if (port.voiceVlan < LabPort.NO_VOICE_VLAN) {
                vlans.add(port.voiceVlan);
            }
        }
        Set<Integer> alive = new TreeSet<>(model.vlans.keySet());
        alive.removeIf(id -> model.vlan(id).isSuspended);
        return new PortTruth(vlans, alive, port.adminUp);
    }
}
