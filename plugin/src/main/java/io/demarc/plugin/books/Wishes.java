/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.books;

import io.demarc.plugin.words.Attachment;
import io.demarc.plugin.words.Inventory;
import io.demarc.plugin.words.NetworkRecord;
import io.demarc.plugin.words.PortClaim;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Everything that decides what a port should be, as it was at one moment. Immutable. */
public record Wishes(
        Inventory inventory, List<Attachment> attachments, List<NetworkRecord> networks, List<PortClaim> claims) {
    public Wishes {
        attachments = List.copyOf(attachments);
        networks = List.copyOf(networks);
        claims = List.copyOf(claims);
    }

    public static Wishes read(Handle handle, Inventories inventories) {
        return new Wishes(
                inventories.current(handle),
                AttachmentTable.all(handle),
                NetworkTable.all(handle),
                ClaimTable.all(handle));
    }
}
