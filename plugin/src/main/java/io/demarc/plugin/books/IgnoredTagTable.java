/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.books;

import io.demarc.plugin.words.DeviceName;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** The table {@code ignored_tag}: which networks' tags a device doesn't follow; within the caller's transaction. */
public final class IgnoredTagTable {
    private static final String ONE = " device = :device AND network_uuid = :uuid";

    private IgnoredTagTable() {}

    /** UUIDs of the networks whose tags don't count for the device. */
    public static Set<String> of(Handle handle, DeviceName device) {
        return handle.createQuery("SELECT network_uuid FROM ignored_tag WHERE device = :device")
                .bind("device", device.value())
                .mapTo(String.class)
                .set();
    }

    public static void add(Handle handle, DeviceName device, String networkUuid) {
        remove(handle, device, networkUuid);
        handle.createUpdate("INSERT INTO ignored_tag (device, network_uuid) VALUES (:device, :uuid)")
                .bind("device", device.value())
                .bind("uuid", networkUuid)
                .execute();
    }

    public static void remove(Handle handle, DeviceName device, String networkUuid) {
        handle.createUpdate("DELETE FROM ignored_tag WHERE" + ONE)
                .bind("device", device.value())
                .bind("uuid", networkUuid)
                .execute();
    }
}
