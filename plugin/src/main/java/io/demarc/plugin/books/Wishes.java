/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.books;

import io.demarc.plugin.configuration.Manage;
import io.demarc.plugin.words.Adoption;
import io.demarc.plugin.words.Attachment;
import io.demarc.plugin.words.Freeze;
import io.demarc.plugin.words.Inventory;
import io.demarc.plugin.words.NetworkRecord;
import io.demarc.plugin.words.Owners;
import io.demarc.plugin.words.PortAddress;
import io.demarc.plugin.words.PortClaim;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Everything that decides what a port should be, and whether it may be made so, as it was at one moment. Immutable.
 *
 * @param owners  who has the names that the inventory says
 * @param ceiling the daemon's own, over every switch
 */
public record Wishes(
        Inventory inventory,
        List<Attachment> attachments,
        List<NetworkRecord> networks,
        List<PortClaim> claims,
        Map<PortAddress, Adoption> adoptions,
        List<Freeze> freezes,
        Owners owners,
        Manage ceiling) {
    /** Where nothing is known of owners but their names. */
    public Wishes(
            Inventory inventory,
            List<Attachment> attachments,
            List<NetworkRecord> networks,
            List<PortClaim> claims,
            Map<PortAddress, Adoption> adoptions,
            List<Freeze> freezes,
            Manage ceiling) {
        this(inventory, attachments, networks, claims, adoptions, freezes, Owners.NONE, ceiling);
    }

    public Wishes {
        attachments = List.copyOf(attachments);
        networks = List.copyOf(networks);
        claims = List.copyOf(claims);
        adoptions = Collections.unmodifiableMap(new TreeMap<>(adoptions));
        freezes = List.copyOf(freezes);
    }

    public Wishes with(Inventory other) {
        return new Wishes(other, attachments, networks, claims, adoptions, freezes, owners, ceiling);
    }

    public Wishes withAttachments(List<Attachment> others) {
        return new Wishes(inventory, others, networks, claims, adoptions, freezes, owners, ceiling);
    }

    /** As if the network were so. */
    public Wishes with(NetworkRecord network) {
        List<NetworkRecord> others = Stream.concat(
                        networks.stream().filter(other -> !other.id().equals(network.id())), Stream.of(network))
                .toList();
        return new Wishes(inventory, attachments, others, claims, adoptions, freezes, owners, ceiling);
    }

    public Wishes withoutFreezes() {
        return new Wishes(inventory, attachments, networks, claims, adoptions, List.of(), owners, ceiling);
    }

    public Wishes withAdoptions(Map<PortAddress, Adoption> others) {
        return new Wishes(inventory, attachments, networks, claims, others, freezes, owners, ceiling);
    }
}
