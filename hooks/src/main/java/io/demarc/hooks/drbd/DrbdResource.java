/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.drbd;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One resource, as one node sees it.
 *
 * @param isSuspended writes are held back: by a fence, for lack of quorum, or by a person
 * @param volumes     at least one
 * @param peers       the nodes that it is configured to replicate with; what DRBD does not list is not there
 */
public record DrbdResource(String name, Role role, boolean isSuspended, List<Volume> volumes, List<Peer> peers) {
    public DrbdResource {
        volumes = List.copyOf(volumes);
        peers = List.copyOf(peers);
    }

    /**
     * The node's own disk.
     *
     * @param sizeKib   size of the device in KiB; null when it isn't told
     * @param hasQuorum DRBD 9; null where DRBD doesn't have quorum
     */
    public record Volume(
            int number,
            int minor,
            DiskState disk,
            @Nullable Long sizeKib,
            @Nullable Boolean hasQuorum) {}

    /** The connection to one peer. */
    public record Peer(String name, ConnectionState connection, Role role, List<PeerVolume> volumes) {
        public Peer {
            volumes = List.copyOf(volumes);
        }

        public boolean isConnected() {
            return connection == ConnectionState.CONNECTED;
        }
    }

    /**
     * One volume between this node and a peer.
     *
     * @param isPaused      the resync is held back by a person, by the peer or by another resource
     * @param outOfSyncKib  KiB that differ as far as is known; null when it isn't told
     * @param donePercent   of a resync or an online verify, 0 to 100; null when neither runs, or it isn't told
     */
    public record PeerVolume(
            int number,
            ReplicationState replication,
            DiskState peerDisk,
            boolean isPaused,
            @Nullable Long outOfSyncKib,
            @Nullable Double donePercent) {
        PeerVolume withDone(@Nullable Double percent) {
            return new PeerVolume(number, replication, peerDisk, isPaused, outOfSyncKib, percent);
        }
    }

    /** With what {@code /proc/drbd} of DRBD 8.4 knows of the progress. */
    public DrbdResource with(Map<Integer, ProcDrbd.Device> devices) {
        Map<Integer, ProcDrbd.Device> byVolume = new HashMap<>();
        for (Volume volume : volumes) {
            ProcDrbd.Device device = devices.get(volume.minor());
            if (device != null) {
                byVolume.put(volume.number(), device);
            }
        }
        List<Peer> known = new ArrayList<>();
        for (Peer peer : peers) {
            List<PeerVolume> each = new ArrayList<>();
            for (PeerVolume volume : peer.volumes()) {
                ProcDrbd.Device device = byVolume.get(volume.number());
                each.add(device == null ? volume : volume.withDone(device.donePercent()));
            }
            known.add(new Peer(peer.name(), peer.connection(), peer.role(), each));
        }
        return new DrbdResource(name, role, isSuspended, volumes, known);
    }

    /** Connected to every peer, both disks UpToDate, nothing being copied, nothing held back. */
    public boolean isRedundant() {
        return !isSuspended
                && !volumes.isEmpty()
                && volumes.stream()
                        .allMatch(it -> it.disk() == DiskState.UP_TO_DATE && !Boolean.FALSE.equals(it.hasQuorum()))
                && !peers.isEmpty()
                && peers.stream().allMatch(peer -> isRedundant(peer, volumes.size()));
    }

    private static boolean isRedundant(Peer peer, int volumes) {
        return peer.isConnected()
                && peer.volumes().size() == volumes
                && peer.volumes().stream()
                        .allMatch(it -> it.peerDisk() == DiskState.UP_TO_DATE
                                && (it.replication() == ReplicationState.ESTABLISHED
                                        || it.replication().isVerify()));
    }

    public boolean isConnected() {
        return !peers.isEmpty() && peers.stream().allMatch(Peer::isConnected);
    }

    public boolean isStandAlone() {
        return peers.isEmpty() || peers.stream().anyMatch(it -> it.connection() == ConnectionState.STAND_ALONE);
    }

    /** Every disk of the node itself is UpToDate. */
    public boolean isUpToDate() {
        return !volumes.isEmpty() && volumes.stream().allMatch(it -> it.disk() == DiskState.UP_TO_DATE);
    }

    public boolean isResyncing() {
        return peers.stream()
                .flatMap(peer -> peer.volumes().stream())
                .anyMatch(it -> it.replication().isResync());
    }

    public boolean isVerifying() {
        return peers.stream()
                .flatMap(peer -> peer.volumes().stream())
                .anyMatch(it -> it.replication().isVerify());
    }

    /** Of a resync or an online verify; the slowest volume's. Empty when nobody knows. */
    public OptionalDouble donePercent() {
        return peers.stream()
                .flatMap(peer -> peer.volumes().stream())
                .flatMap(it -> Stream.ofNullable(it.donePercent()))
                .mapToDouble(Double::doubleValue)
                .min();
    }

    /** KiB that the sides are known to differ in. */
    public long outOfSyncKib() {
        return peers.stream()
                .flatMap(peer -> peer.volumes().stream())
                .mapToLong(it -> it.outOfSyncKib() == null ? 0 : it.outOfSyncKib())
                .sum();
    }

    /** {@code r0 Primary, UpToDate, Connected to peer (Secondary, UpToDate)}. */
    public String inWords() {
        String disks = volumes.stream().map(it -> it.disk().word()).distinct().collect(Collectors.joining("+"));
        String seen = peers.stream().map(DrbdResource::inWords).collect(Collectors.joining("; "));
        return name + " " + role.word() + ", " + disks + (isSuspended ? ", I/O suspended" : "") + ", "
                + (seen.isEmpty() ? "no peer" : seen);
    }

    private static String inWords(Peer peer) {
        if (!peer.isConnected()) {
            return peer.connection().word();
        }
        String volumes = peer.volumes().stream()
                .map(it -> it.peerDisk().word()
                        + (it.replication() == ReplicationState.ESTABLISHED
                                ? ""
                                : ", " + it.replication().word())
                        + (it.isPaused() ? " (paused)" : ""))
                .distinct()
                .collect(Collectors.joining("+"));
        return "Connected to " + peer.name() + " (" + peer.role().word() + ", " + volumes + ")";
    }
}
