/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.drbd;

import io.demarc.access.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code /proc/drbd} of DRBD 8.4 (DRBD user's guide 8.4, "Status information in /proc/drbd"). It alone tells how far a
 * resync or an online verify is: {@code drbdadm status} prints {@code done:100.00} during every verify.
 */
public final class ProcDrbd {
    private static final Pattern DEVICE =
            Pattern.compile("\\s*(\\d{1,7}): cs:(\\w+)(?: ro:(\\w+)/(\\w+) ds:(\\w+)/(\\w+) \\w?\\s*(\\S*).*)?");
    private static final Pattern OUT_OF_SYNC = Pattern.compile("\\s+ns:.* oos:(\\d{1,18}).*");
    private static final Pattern DONE =
            Pattern.compile("\\s+\\[[=>.]*] (?:sync'ed|verified): *(\\d{1,3}(?:\\.\\d+)?)% .*");

    private ProcDrbd() {}

    /**
     * One device.
     *
     * @param state       connection and replication in one word, as {@code Connected} or {@code SyncTarget}
     * @param outOfSyncKib KiB that differ as far as is known
     * @param donePercent of the resync or the online verify; null when neither runs
     */
    public record Device(
            int minor,
            String state,
            Role role,
            Role peerRole,
            DiskState disk,
            DiskState peerDisk,
            long outOfSyncKib,
            @Nullable Double donePercent) {}

    /**
     * Every device that is configured, by its minor number.
     *
     * @throws io.demarc.problem.ProblemException {@code DRBD_STATE_UNKNOWN} when any of it is not understood
     */
    public static Map<Integer, Device> read(String text) {
        Map<Integer, Device> devices = new TreeMap<>();
        List<String> lines = text.lines().toList();
        if (lines.isEmpty() || !lines.get(0).startsWith("version: 8.")) {
            throw DrbdWord.unknown("/proc/drbd does not begin with a version 8.x: " + Printable.of(text.strip()));
        }
        for (int at = 0; at < lines.size(); at++) {
            Matcher matcher = DEVICE.matcher(lines.get(at));
            if (matcher.matches() && !matcher.group(2).equals("Unconfigured")) {
                Device device = device(matcher, belonging(lines, at + 1));
                devices.put(device.minor(), device);
            }
        }
        return devices;
    }

    /** The lines of one device, up to the next. */
    private static List<String> belonging(List<String> lines, int from) {
        List<String> mine = new ArrayList<>();
        for (int at = from; at < lines.size() && !DEVICE.matcher(lines.get(at)).matches(); at++) {
            mine.add(lines.get(at));
        }
        return mine;
    }

    private static Device device(Matcher line, List<String> more) {
        if (line.group(3) == null) {
            throw DrbdWord.unknown(
                    "/proc/drbd has '" + Printable.of(line.group().strip()) + "'.");
        }
        Long outOfSync = null;
        Double done = null;
        for (String each : more) {
            Matcher differing = OUT_OF_SYNC.matcher(each);
            if (differing.matches()) {
                outOfSync = Long.parseLong(differing.group(1));
            }
            Matcher progress = DONE.matcher(each);
            if (progress.matches()) {
                done = Double.parseDouble(progress.group(1));
            }
        }
        if (outOfSync == null) {
            throw DrbdWord.unknown("/proc/drbd does not tell what is out of sync on device " + line.group(1) + ".");
        }
        return new Device(
                Integer.parseInt(line.group(1)),
                line.group(2),
                DrbdWord.of(Role.class, "role", line.group(3)),
                DrbdWord.of(Role.class, "peer's role", line.group(4)),
                DrbdWord.of(DiskState.class, "disk", line.group(5)),
                DrbdWord.of(DiskState.class, "peer's disk", line.group(6)),
                outOfSync,
                done);
    }
}
