/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.storage;

import io.demarc.access.Printable;
import io.demarc.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * When the file systems on a node's side of a resource were last used, as their superblocks say. They are read from the disks
 * beneath DRBD, whose beginning is the file system's: a secondary's own device can't be opened.
 */
final class LastWrites {
    private static final String MOUNTED = "Last mount time";
    private static final String WRITTEN = "Last write time";

    /** Without what the page cache may have kept from before: DRBD writes past it. */
    private static final String SUPERBLOCK =
            "LC_ALL=C; export LC_ALL; PATH=$PATH:/usr/sbin:/sbin; blockdev --flushbufs \"$1\"; tune2fs -l \"$1\"";

    private LastWrites() {}

    /** One sentence for each volume, without its end: for a person who has to choose a side. */
    static List<String> of(Sighted sight, StorageNode node, String resource) {
        List<String> told = new ArrayList<>();
        try {
            for (BackingDevices.Backing disk : BackingDevices.of(sight, node, resource)) {
                told.add(disk.device() + ": " + superblock(sight, node, disk.device()));
            }
        } catch (ProblemException e) {
            told.add("last writes not known: " + e.problem().summary());
        }
        return told;
    }

    private static String superblock(Sighted sight, StorageNode node, String device) {
        Map<String, String> fields = new TreeMap<>();
        String listing =
                sight.look(node, "sh", "-c", SUPERBLOCK, "look", device).stdout();
        for (String line : listing.lines().toList()) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                fields.put(
                        line.substring(0, colon).strip(),
                        Printable.of(line.substring(colon + 1).strip()));
            }
        }
        String written = fields.get(WRITTEN);
        return written == null
                ? "no ext2/3/4 file system, the time of its last write is not known"
                : "superblock last written " + written + ", last mounted " + fields.getOrDefault(MOUNTED, "never");
    }
}
