/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.operations;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Answers as people and programs see them: JSON over REST and with {@code --json}, field names in snake_case. */
public final class Views {
    private Views() {}

    /**
     * @param state     converged, unsaved (its ports may not survive its restart), pending, refused, stuck, unknown (never read)
     * @param problem   why it isn't converged, in words
     * @param readAt    ISO-8601 instant of the last complete read, null when never
     * @param unsaved   changed since the configuration was last saved
     * @param unsavedSince ISO-8601 instant of the first such change, null when there is none
     */
    public record SwitchView(
            String name,
            String platform,
            String address,
            int managedPorts,
            String state,
            @Nullable String problem,
            @Nullable String readAt,
            boolean unsaved,
            @Nullable String unsavedSince) {}

    /**
     * A server that runbooks work on.
     *
     * @param port of its SSH server
     */
    public record ServerView(String name, String address, int port) {}

    /**
     * A declared database server.
     *
     * @param server  that it runs on
     * @param address by which replicas reach it
     * @param primary the database that it is a replica of; null when it is none
     */
    public record DatabaseView(
            String name,
            String server,
            String address,
            int port,
            @Nullable String primary) {}

    /**
     * A declared storage pair.
     *
     * @param cluster   heartbeat, pacemaker-crm, pacemaker-pcs, drbd-reactor, none
     * @param addresses of its service, in CIDR form
     * @param pool      UUID of CloudStack's storage pool on it, null if none is declared
     */
    public record PairView(
            String name,
            String cluster,
            List<PairNodeView> nodes,
            List<String> addresses,
            @Nullable String pool) {}

    public record PairNodeView(String name, String address) {}

    /**
     * @param wanted   {@code idle} or {@code VLAN 150 untagged}
     * @param observed the state as last read, in words; null when never read
     * @param state    converged, pending, stuck, refused, unknown
     */
    public record PortView(
            String switchName,
            String port,
            @Nullable String device,
            @Nullable String network,
            @Nullable Integer vlan,
            String wanted,
            @Nullable String observed,
            @Nullable Integer observedVlan,
            @Nullable Boolean linkUp,
            String state,
            @Nullable String problem,
            @Nullable String verified,
            @Nullable String readAt,
            @Nullable Long tookMillis) {}

    /** @param network UUID of the network it is attached to, null when to none */
    public record DeviceView(
            String name,
            String owner,
            String switchName,
            String port,
            @Nullable String network,
            @Nullable String networkName,
            boolean forced) {}

    /** @param state implemented, down or gone, as CloudStack last told */
    public record NetworkView(
            @Nullable Long id,
            @Nullable String uuid,
            @Nullable String name,
            @Nullable String owner,
            String state,
            @Nullable Integer vlan,
            List<String> devices) {}

    /** One difference between desired and observed. {@code lines}: the very lines or varbinds that would be sent. */
    public record PlannedChange(
            String switchName,
            String port,
            @Nullable String before,
            String wanted,
            String why,
            List<String> lines,
            @Nullable String problem) {}

    /** What {@code apply} would do or did. Each line names one thing: {@code switch tor-a1: port Gi1/0/7 added}. */
    public record InventoryChange(List<String> added, List<String> changed, List<String> removed, boolean applied) {}

    /** @param ports the ports concerned, as they are after waiting */
    public record Outcome(boolean done, String message, List<PortView> ports) {}

    /** One line of {@code doctor} and {@code switch check}. {@code verdict}: ok, warning or failed. */
    public record Finding(String subject, String verdict, String message, String fix) {}
}
