/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.storage;

import io.demarc.access.Printable;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The disks beneath a resource on one node, as DRBD's configuration there names them. */
final class BackingDevices {
    private static final Pattern DEVICE = Pattern.compile("/dev/[A-Za-z0-9/._+:@-]{1,240}");
    /** One bit of the bitmap stands for 4 KiB of data (DRBD user's guide, "DRBD metadata"). */
    private static final long BYTES_PER_BITMAP_BYTE = 32_768;
    /** Activity log, superblock and rounding. */
    private static final long FIXED_METADATA = 1L << 20;

    private BackingDevices() {}

    /**
     * A disk, by the name that DRBD's configuration gives it.
     *
     * @param bytes empty when there is no such device
     */
    record Backing(int volume, String device, Optional<Long> bytes) {
        /** What remains beside DRBD's metadata, at least. */
        long usableBytes() {
            long all = bytes.orElse(0L);
            return Math.max(0, all - all / BYTES_PER_BITMAP_BYTE - FIXED_METADATA);
        }
    }

    /** In the order of the volumes. Throws {@code NODE_COMMAND_FAILED} when the node doesn't know the resource. */
    static List<Backing> of(Sighted sight, StorageNode node, String resource) {
        List<String> devices = told(sight, node, "sh-ll-dev", resource);
        List<Backing> all = new ArrayList<>();
        for (String device : devices) {
            String size =
                    sight.look(node, "blockdev", "--getsize64", device).stdout().strip();
            all.add(new Backing(
                    all.size(),
                    device,
                    size.matches("\\d{1,18}") ? Optional.of(Long.parseLong(size)) : Optional.empty()));
        }
        return all;
    }

    /** The devices that the resource gives: {@code /dev/drbd0}. */
    static List<String> given(Sighted sight, StorageNode node, String resource) {
        return told(sight, node, "sh-dev", resource);
    }

    private static List<String> told(Sighted sight, StorageNode node, String question, String resource) {
        var result = sight.look(node, "drbdadm", question, resource);
        List<String> devices = result.stdout().lines().map(String::strip).toList();
        if (result.exit() != 0
                || devices.isEmpty()
                || !devices.stream().allMatch(it -> DEVICE.matcher(it).matches())) {
            throw ProblemException.of(
                    ProblemCode.NODE_COMMAND_FAILED,
                    node + ": 'drbdadm " + question + " " + resource + "' named no devices. It printed: "
                            + Printable.of((result.stdout() + result.stderr()).strip()),
                    "See that " + resource + " is in DRBD's configuration of " + node + ".");
        }
        return devices;
    }
}
