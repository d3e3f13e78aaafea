/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.operations;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Answers as people and programs see them: JSON over REST and with {@code --json}, field names in snake_case. */
public final class Views {
    private Views() {}

    /**
     * @param definition the file that says how it is driven, and which text of it
     * @param state     converged, observed (nothing of it may be written), unsaved (its ports may not survive its restart), pending, refused, stuck, unknown (never read)
     * @param problem   why it isn't converged, in words
     * @param readAt    ISO-8601 instant of the last complete read, null when never
     * @param unsaved   changed since the configuration was last saved
     * @param adoptedPorts how many of the managed ports are handed over
     * @param manage    enforce, or observe where a ceiling of the switch or the daemon forbids every write
     * @param frozen    who froze it, since when and why; null when it isn't
     * @param unsavedSince ISO-8601 instant of the first such change, null when there is none
     */
    public record SwitchView(
            String name,
            String platform,
            String definition,
            String address,
            int managedPorts,
            String state,
            @Nullable String problem,
            @Nullable String readAt,
            boolean unsaved,
            @Nullable String unsavedSince,
            int adoptedPorts,
            String manage,
            @Nullable String frozen) {}

    /**
     * A server that runbooks work on.
     *
     * @param port of its SSH server
     */
    public record ServerView(String name, String address, int port) {}

    /**
     * A declared database server, and what it says now.
     *
     * @param server      that it runs on
     * @param address     by which replicas reach it
     * @param primary     the database that it is a replica of by the inventory; null when of none
     * @param role        by its own word: primary, replica; unknown when it couldn't be read
     * @param version     such as {@code MariaDB 10.11.6}; null when unknown
     * @param replication how it replicates; null when from nobody, from several servers, or unknown
     * @param gtid        the transactions that a replica has applied or a primary has logged; null when none, or unknown
     * @param position    FILE:POSITION of the primary's log up to which it has applied it, of a primary its own log's end; null when none,
     *                    or unknown
     * @param lastCheck   the newest comparison with its primary that has ended; null when there was none
     * @param problems    what isn't as it should be; empty when it is well
     */
    public record DatabaseView(
            String name,
            String server,
            String address,
            int port,
            @Nullable String primary,
            String role,
            @Nullable String version,
            @Nullable ReplicationView replication,
            @Nullable String gtid,
            @Nullable String position,
            @Nullable ReplicaCheckView lastCheck,
            List<String> problems) {}

    /**
     * @param source        ADDRESS:PORT that it replicates from
     * @param receiver      running, connecting, stopped, error
     * @param receiverError in the server's words, shortened; empty for none
     * @param applier       running, stopped, error
     * @param applierError  in the server's words, shortened; empty for none
     * @param lagSeconds    null when unknown
     * @param delaySeconds  by which it is behind on purpose
     */
    public record ReplicationView(
            String source,
            String receiver,
            String receiverError,
            String applier,
            String applierError,
            @Nullable Long lagSeconds,
            long delaySeconds) {}

    /**
     * @param begunAt   ISO-8601 instant
     * @param tables    the only ones that were compared; empty: everything
     * @param result    same, differs, failed
     * @param differing tables, views and so on that differ; empty where they aren't known by name
     * @param reason    why it failed; empty otherwise
     */
    public record ReplicaCheckView(
            long run, String begunAt, List<String> tables, String result, List<String> differing, String reason) {}

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
     * @param wanted    {@code idle} or {@code VLAN 150 untagged}
     * @param observed  the state as last read, in words; null when never read
     * @param state     converged, observed (only read), pending, stuck, refused, unknown
     * @param adopted   whether a person has handed it over; only such a port is written
     * @param adoptedBy who that was, null when it isn't adopted
     * @param adoptedAt ISO-8601 instant
     * @param adoptedAs what the port was then, in words
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
            @Nullable Long tookMillis,
            boolean adopted,
            @Nullable String adoptedBy,
            @Nullable String adoptedAt,
            @Nullable String adoptedAs) {}

    /** @param network UUID of the network it is attached to, null when to none */
    public record DeviceView(
            String name,
            String owner,
            String switchName,
            String port,
            @Nullable String network,
            @Nullable String networkName,
            boolean forced) {}

    /**
     * @param state   implemented or down, as CloudStack last told
     * @param id      CloudStack's internal one; null while no call has told it
     * @param toldBy  calls, or api: no call has come, and CloudStack's API alone says what it is; null before it was asked
     * @param problem what the last comparison with CloudStack left open; null when nothing
     */
    public record NetworkView(
            @Nullable Long id,
            @Nullable String uuid,
            @Nullable String name,
            @Nullable String owner,
            String state,
            @Nullable Integer vlan,
            @Nullable String toldBy,
            List<String> devices,
            @Nullable String problem) {}

    /**
     * One difference between desired and observed.
     *
     * @param change  add (the port gets a network's VLAN), remove (it loses one), change (anything else), none (nothing
     *                would be done: the problem says why)
     * @param lines   the very lines or varbinds that are for this port
     * @param waits   whether it waits until the first minute is over: no more ports are changed in one
     */
    public record PlannedChange(
            String switchName,
            String port,
            @Nullable String before,
            String wanted,
            String why,
            String change,
            List<String> lines,
            @Nullable String problem,
            boolean waits) {
        public boolean isDone() {
            return !change.equals("none");
        }
    }

    /**
     * What a dry run found on one switch.
     *
     * @param changes every port that differs
     * @param lines   everything that would be sent, in order; secrets masked
     * @param problem why the switch could not be read; null when it could
     */
    public record SwitchPlan(
            String switchName,
            List<PlannedChange> changes,
            List<String> lines,
            @Nullable String problem) {}

    /**
     * @param done  whether everything is as asked; of a dry run, whether nothing would change
     * @param ports the ports concerned, as they are after waiting
     * @param plan  of a dry run: what would be sent where
     */
    public record Outcome(boolean done, String message, List<PortView> ports, List<SwitchPlan> plan) {
        public Outcome(boolean done, String message, List<PortView> ports) {
            this(done, message, ports, List.of());
        }
    }

    /** One line of {@code doctor} and {@code switch check}. {@code verdict}: ok, warning or failed. */
    public record Finding(String subject, String verdict, String message, String fix) {}
}
