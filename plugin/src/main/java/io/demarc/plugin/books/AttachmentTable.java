/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.books;

import io.demarc.plugin.words.Attachment;
import io.demarc.plugin.words.DeviceName;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The table {@code attachment}; within the caller's transaction. */
public final class AttachmentTable {
    private static final String SELECT = "SELECT device, network_uuid, network_name, forced, by_tag FROM attachment ";

    private AttachmentTable() {}

    public static List<Attachment> all(Handle handle) {
        return handle.createQuery(SELECT + "ORDER BY device")
                .map((row, context) -> new Attachment(
                        new DeviceName(row.getString("device")),
                        row.getString("network_uuid"),
                        row.getString("network_name"),
                        row.getBoolean("forced"),
                        row.getBoolean("by_tag")))
                .list();
    }

    public static Optional<Attachment> of(Handle handle, DeviceName device) {
        return all(handle).stream().filter(one -> one.device().equals(device)).findFirst();
    }

    public static List<Attachment> to(Handle handle, String networkUuid) {
        return all(handle).stream()
                .filter(one -> one.networkUuid().equals(networkUuid))
                .toList();
    }

    public static void add(Handle handle, Attachment attachment, long now) {
        handle.createUpdate("INSERT INTO attachment (device, network_uuid, network_name, forced, by_tag, since_millis)"
                        + " VALUES (:device, :uuid, :name, :forced, :tag, :since)")
                .bind("device", attachment.device().value())
                .bind("uuid", attachment.networkUuid())
                .bind("name", attachment.networkName())
                .bind("forced", attachment.forced())
                .bind("tag", attachment.byTag())
                .bind("since", now)
                .execute();
    }

    public static void remove(Handle handle, DeviceName device) {
        handle.createUpdate("DELETE FROM attachment WHERE device = :device")
                .bind("device", device.value())
                .execute();
    }
}
