/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.operations;

import io.demarc.plugin.books.Wishes;
import io.demarc.plugin.operations.Views.Finding;
import io.demarc.plugin.words.Device;
import io.demarc.plugin.words.NetworkIdentity;
import io.demarc.plugin.words.NetworkRecord;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Owners whom the inventory calls by a name that CloudStack has changed. */
final class RenamedOwners {
    private RenamedOwners() {}

    static List<Finding> of(Wishes wishes) {
        return wishes.inventory().devices().values().stream()
                .flatMap(device -> renamed(device, wishes).stream())
                .toList();
    }

    private static Optional<Finding> renamed(Device device, Wishes wishes) {
        return wishes.networks().stream()
                .map(NetworkRecord::identity)
                .filter(Objects::nonNull)
                .filter(network -> !network.owner().equals(device.owner())
                        && wishes.owners().isOwn(device.owner(), network))
                .findFirst()
                .map(network -> finding(device, network));
    }

    private static Finding finding(Device device, NetworkIdentity network) {
        return new Finding(
                "device " + device.name(),
                "warning",
                "its owner, " + device.owner() + " in the inventory, is " + network.owner() + " in CloudStack now",
                "Change the device's owner in the inventory; its attachment stays.");
    }
}
