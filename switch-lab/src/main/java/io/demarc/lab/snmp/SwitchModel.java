/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.snmp;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** Everything that a simulated switch is at one moment. Sets work on a copy, which replaces it as a whole. */
final class SwitchModel {
    final String hostname;
    final NavigableMap<Integer, LabPort> ports = new TreeMap<>();
    final NavigableMap<Integer, LabVlan> vlans = new TreeMap<>();
    /** The switch's own addresses, by ifIndex. */
    final Map<Integer, String> addresses = new TreeMap<>();

    String editOwner = "";
    int editStatus = 2;
    final NavigableMap<Integer, PendingVlan> edits = new TreeMap<>();
    final NavigableMap<Integer, CopyJob> copies = new TreeMap<>();
    int saves;

    /** A row of the VTP edit buffer. */
    record PendingVlan(String name, int type, int saidOctets) {}

    /** A row of ccCopyTable. */
    record CopyJob(int source, int destination, int state) {}

    SwitchModel(String hostname) {
        this.hostname = hostname;
    }

    SwitchModel copy() {
        SwitchModel copy = new SwitchModel(hostname);
        ports.forEach((number, port) -> copy.ports.put(number, port.copy()));
        vlans.forEach((id, vlan) -> copy.vlans.put(id, vlan.copy()));
        copy.addresses.putAll(addresses);
        copy.editOwner = editOwner;
        copy.editStatus = editStatus;
        copy.edits.putAll(edits);
        copy.copies.putAll(copies);
        copy.saves = saves;
        return copy;
    }

    Optional<LabPort> byIfIndex(int ifIndex) {
        return ports.values().stream().filter(port -> port.ifIndex == ifIndex).findFirst();
    }

    LabPort require(String name) {
        return ports.values().stream()
                .filter(port -> port.name.equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(hostname + " has no port called " + name));
    }

    LabVlan vlan(int id) {
        return vlans.computeIfAbsent(id, key -> new LabVlan(key, "VLAN" + key));
    }

    /** VLANs whose frames leave the port untagged, ascending. */
    List<Integer> untaggedOf(LabPort port) {
        List<Integer> found = new ArrayList<>();
        vlans.values().stream()
                .filter(vlan -> vlan.egress.get(port.number) && vlan.untagged.get(port.number))
                .forEach(vlan -> found.add(vlan.id));
        return found;
    }

    List<Integer> taggedOf(LabPort port) {
        List<Integer> found = new ArrayList<>();
        vlans.values().stream()
                .filter(vlan -> vlan.egress.get(port.number) && !vlan.untagged.get(port.number))
                .forEach(vlan -> found.add(vlan.id));
        return found;
    }
}
