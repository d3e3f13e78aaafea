/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.drbd;

import io.demarc.access.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code drbdsetup events2 --now --statistics}, which DRBD 8.4 and 9 print alike (drbdsetup(8)), and which, unlike
 * {@code drbdadm status} of 8.4, lists a connection that is StandAlone. A line is {@code exists OBJECT KEY:VALUE...}; the
 * last one, {@code exists -}, says that nothing is missing.
 */
public final class Events2 {
    private static final String EXISTS = "exists";
    private static final String END = "exists -";

    private final Map<String, Draft> drafts = new TreeMap<>();

    private Events2() {}

    private static final class Draft {
        private final Role role;
        private final boolean isSuspended;
        private final List<DrbdResource.Volume> volumes = new ArrayList<>();
        private final Map<String, Map<String, String>> connections = new TreeMap<>();
        private final Map<String, List<DrbdResource.PeerVolume>> peerVolumes = new TreeMap<>();

        Draft(Map<String, String> fields) {
            role = role(fields);
            isSuspended = !need(fields, "suspended").equals("no");
        }
    }

    /**
     * Every resource that the output lists.
     *
     * @throws io.demarc.problem.ProblemException {@code DRBD_STATE_UNKNOWN} when any of it is not understood, or its end is
     *         missing
     */
    public static List<DrbdResource> read(String output) {
        Events2 events = new Events2();
        boolean isWhole = false;
        for (String line : output.lines().toList()) {
            if (line.isBlank()) {
                continue;
            }
            if (isWhole) {
                throw DrbdWord.unknown("drbdsetup events2 printed more after its end.");
            }
            isWhole = line.strip().equals(END);
            if (!isWhole) {
                events.line(line.strip());
            }
        }
        if (!isWhole) {
            throw DrbdWord.unknown("drbdsetup events2 did not print all of its output.");
        }
        return events.resources();
    }

    private void line(String line) {
        String[] words = line.split(" +", -1);
        if (words.length < 3 || !words[0].equals(EXISTS)) {
            throw DrbdWord.unknown(
                    "drbdsetup events2 printed '" + Printable.of(line) + "', which Demarc does not know.");
        }
        Map<String, String> fields = new TreeMap<>();
        for (int i = 2; i < words.length; i++) {
            int colon = words[i].indexOf(':');
            if (colon > 0) {
                fields.put(words[i].substring(0, colon), words[i].substring(colon + 1));
            }
        }
        String name = need(fields, "name");
        switch (words[1]) {
            case "resource" -> drafts.put(name, new Draft(fields));
            case "connection" -> draft(name).connections.put(peer(fields), fields);
            case "device" -> draft(name).volumes.add(volume(fields));
            case "peer-device" ->
                draft(name)
                        .peerVolumes
                        .computeIfAbsent(peer(fields), it -> new ArrayList<>())
                        .add(peerVolume(fields));
            case "path" -> {
                // Which way the packets go says nothing about the data.
            }
            default ->
                throw DrbdWord.unknown(
                        "drbdsetup events2 lists a '" + Printable.of(words[1]) + "', which Demarc does not know.");
        }
    }

    private Draft draft(String name) {
        Draft draft = drafts.get(name);
        if (draft == null) {
            throw DrbdWord.unknown(
                    "drbdsetup events2 tells of a part of '" + Printable.of(name) + "' before the resource itself.");
        }
        return draft;
    }

    private List<DrbdResource> resources() {
        List<DrbdResource> resources = new ArrayList<>();
        drafts.forEach((name, draft) -> {
            List<DrbdResource.Peer> peers = new ArrayList<>();
            draft.connections.forEach((id, fields) -> peers.add(new DrbdResource.Peer(
                    fields.getOrDefault("conn-name", "peer"),
                    DrbdWord.of(ConnectionState.class, "connection", need(fields, "connection")),
                    role(fields),
                    draft.peerVolumes.getOrDefault(id, List.of()))));
            resources.add(new DrbdResource(name, draft.role, draft.isSuspended, draft.volumes, peers));
        });
        return List.copyOf(resources);
    }

    private static String peer(Map<String, String> fields) {
        return need(fields, "peer-node-id");
    }

    private static Role role(Map<String, String> fields) {
        return DrbdWord.of(Role.class, "role", need(fields, "role"));
    }

    private static DrbdResource.Volume volume(Map<String, String> fields) {
        String quorum = fields.get("quorum");
        return new DrbdResource.Volume(
                (int) number(need(fields, "volume")),
                (int) number(need(fields, "minor")),
                DrbdWord.of(DiskState.class, "disk", need(fields, "disk")),
                optional(fields, "size"),
                quorum == null ? null : (Boolean) quorum.equals("yes"));
    }

    private static DrbdResource.PeerVolume peerVolume(Map<String, String> fields) {
        return new DrbdResource.PeerVolume(
                (int) number(need(fields, "volume")),
                DrbdWord.of(ReplicationState.class, "replication", need(fields, "replication")),
                DrbdWord.of(DiskState.class, "peer-disk", need(fields, "peer-disk")),
                !need(fields, "resync-suspended").equals("no"),
                optional(fields, "out-of-sync"),
                null);
    }

    private static @Nullable Long optional(Map<String, String> fields, String key) {
        String text = fields.get(key);
        return text == null ? null : (Long) number(text);
    }

    private static long number(String text) {
        if (!text.matches("\\d{1,18}")) {
            throw DrbdWord.unknown("DRBD printed '" + Printable.of(text) + "' where a number belongs.");
        }
        return Long.parseLong(text);
    }

    private static String need(Map<String, String> fields, String key) {
        String value = fields.get(key);
        if (value == null || value.isEmpty()) {
            throw DrbdWord.unknown("drbdsetup events2 printed a line without '" + key + "'.");
        }
        return value;
    }
}
