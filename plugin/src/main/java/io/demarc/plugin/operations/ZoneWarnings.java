/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.operations;

import io.demarc.access.Printable;
import io.demarc.plugin.operations.Views.Finding;
import io.demarc.plugin.words.Inventory;
import io.demarc.plugin.words.NetworkRecord;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Switches that any zone's networks may use although there are several: zones give out the same VLAN numbers. */
final class ZoneWarnings {
    private ZoneWarnings() {}

    static List<Finding> of(Inventory inventory, List<NetworkRecord> networks) {
        SortedMap<String, String> zones = new TreeMap<>();
        networks.stream()
                .filter(network -> !network.zoneId().isEmpty())
                .forEach(network -> zones.merge(
                        network.zoneId(),
                        inWords(network),
                        (one, other) -> one.length() > other.length() ? one : other));
        return zones.size() < 2
                ? List.of()
                : inventory.switches().values().stream()
                        .filter(managed -> managed.zones().isEmpty())
                        .map(managed -> new Finding(
                                "switch " + managed.name(),
                                "warning",
                                "networks of every zone may use it, and CloudStack has several ("
                                        + String.join(", ", zones.values())
                                        + "), which may give one VLAN number to different tenants",
                                "Say in the inventory which zones' VLANs reach it: zones: [NAME or UUID]."))
                        .toList();
    }

    private static String inWords(NetworkRecord network) {
        return network.zone().map(zone -> "'" + Printable.of(zone.name()) + "'").orElse("id " + network.zoneId());
    }
}
