/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.operations;

import io.demarc.access.Deadline;
import io.demarc.plugin.operations.Views.DatabaseView;
import io.demarc.plugin.operations.Views.DeviceView;
import io.demarc.plugin.operations.Views.Finding;
import io.demarc.plugin.operations.Views.NetworkView;
import io.demarc.plugin.operations.Views.Outcome;
import io.demarc.plugin.operations.Views.PairNodeView;
import io.demarc.plugin.operations.Views.PairView;
import io.demarc.plugin.operations.Views.PlannedChange;
import io.demarc.plugin.operations.Views.PortView;
import io.demarc.plugin.operations.Views.ReplicaCheckView;
import io.demarc.plugin.operations.Views.ReplicationView;
import io.demarc.plugin.operations.Views.ServerView;
import io.demarc.plugin.operations.Views.SwitchView;
import io.demarc.plugin.words.Actor;
import io.demarc.plugin.words.JournalEntry;
import io.demarc.problem.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A small fixed world behind the socket, which writes down what it is asked, or fails as it is told. Thread-safe. */
public final class ExampleOperations implements Operations {
    private static final String READ_AT = "2026-11-24T08:15:30Z";
    private static final String DUPLICATE = "SQL 1062: Could not execute Write_rows_v1 event on table app.orders;"
            + " Duplicate entry '17' for key 'PRIMARY', Error_code: 1062";

    /** What was asked, with everything that came along. */
    public final List<String> asked = new CopyOnWriteArrayList<>();

    public final List<JournalEntry> entries = new CopyOnWriteArrayList<>(List.of(
            entry(1, "event", null, "CloudStack implemented network 204 on VLAN 150."),
            entry(2, "changed", "GigabitEthernet1/0/7", "untagged in VLAN 150, read back")));
    private final AtomicReference<@Nullable Problem> problem = new AtomicReference<>();
    private volatile Duration lastLeft = Duration.ZERO;
    private volatile CountDownLatch reconcilingEnds = new CountDownLatch(0);

    /** Every question is answered with this problem from now on. */
    public void failWith(Problem told) {
        problem.set(told);
    }

    /** Reconciling takes until then. */
    public void holdReconcilingUntil(CountDownLatch latch) {
        reconcilingEnds = latch;
    }

    /** What was left of the last deadline when it came here. */
    public Duration lastLeft() {
        return lastLeft;
    }

    public static JournalEntry entry(long id, String kind, @Nullable String port, String message) {
        return new JournalEntry(
                id,
                1_795_508_130_000L + id * 1000,
                kind,
                "cloudstack",
                "implement-network",
                port == null ? null : "tor-a1",
                port,
                port == null ? null : "acme-vpn",
                204L,
                150,
                port == null ? null : "access, VLAN 999 untagged, down",
                port == null ? null : "VLAN 150 untagged",
                port == null ? null : "access, VLAN 150 untagged, up",
                null,
                message,
                port == null ? List.of() : List.of("interface " + port, " switchport access vlan 150"));
    }

    private static final PortView ATTACHED = new PortView(
            "tor-a1",
            "GigabitEthernet1/0/7",
            "acme-vpn",
            "acme-net",
            150,
            "VLAN 150 untagged",
            "access, VLAN 150 untagged, up, link up",
            150,
            true,
            "converged",
            null,
            "simulated",
            READ_AT,
            412L,
            true,
            "root",
            READ_AT,
            "access, VLAN 1 untagged, up, no link");

    private static final PortView STUCK = new PortView(
            "tor-a1",
            "GigabitEthernet1/0/8",
            null,
            null,
            null,
            "idle",
            "trunk, VLAN 1 untagged, tagged 10 20, up, no link",
            1,
            false,
            "refused",
            "tor-a1 GigabitEthernet1/0/8: the port is a trunk; nothing was written.",
            "simulated",
            READ_AT,
            null,
            true,
            "root",
            READ_AT,
            "trunk, VLAN 1 untagged, tagged 10 20, up, no link");

    private static final PortView UNREAD = new PortView(
            "tor-b1", "swp5", null, null, null, "idle", null, null, null, "unknown", null, null, null, null, false,
            null, null, null);

    @Override
    public RunbookOperations runbooks() {
        return new ExampleRunbooks(this::ask);
    }

    private void ask(String question) {
        asked.add(question);
        Problem told = problem.get();
        if (told != null) {
            throw told.exception();
        }
    }

    private void ask(String question, Deadline deadline) {
        lastLeft = deadline.left();
        ask(question);
    }

    @Override
    public InventoryOperations inventory() {
        return new ExampleInventory(this::ask);
    }

    @Override
    public List<SwitchView> switches() {
        ask("switches");
        return List.of(
                new SwitchView(
                        "tor-a1",
                        "cisco-ios",
                        "built-in:cisco-ios.yaml, sha256 3f1c0f6f7a55",
                        "192.0.2.11:22",
                        2,
                        "converged",
                        null,
                        READ_AT,
                        false,
                        null,
                        2,
                        "enforce",
                        null),
                new SwitchView(
                        "tor-b1",
                        "snmp-qbridge",
                        "built-in:snmp-qbridge.yaml, sha256 9b0f5e5d2c11",
                        "192.0.2.12:161",
                        1,
                        "stuck",
                        "Switch tor-b1 (192.0.2.12:161) does not answer.",
                        null,
                        false,
                        null,
                        0,
                        "enforce",
                        null));
    }

    @Override
    public List<Finding> checkSwitch(String switchName, Deadline deadline) {
        ask("check " + switchName, deadline);
        return List.of(
                new Finding(switchName, "ok", "logged in as demarc", ""),
                new Finding(
                        switchName + " GigabitEthernet1/0/8",
                        "failed",
                        "the port is a trunk",
                        "Take it out of the inventory, or allow tagged-vlans for it."));
    }

    @Override
    public String trust(String switchName, Optional<String> fingerprint, Actor actor, Deadline deadline) {
        ask("trust " + switchName + " " + fingerprint.orElse("-") + by(actor), deadline);
        return "The host key of switch " + switchName + " is ssh-ed25519 SHA256:abc.";
    }

    @Override
    public List<ServerView> servers() {
        ask("servers");
        return List.of(new ServerView("web-1", "10.20.0.21", 22), new ServerView("web-2", "10.20.0.22", 22));
    }

    @Override
    public List<DatabaseView> databases() {
        ask("databases");
        return List.of(
                new DatabaseView(
                        "db-1",
                        "web-1",
                        "10.30.0.1",
                        3306,
                        null,
                        "primary",
                        "MariaDB 10.11.6",
                        null,
                        "0-1-4711",
                        "binlog.000007:98342",
                        null,
                        List.of()),
                new DatabaseView(
                        "db-2",
                        "web-2",
                        "10.30.0.2",
                        3306,
                        "db-1",
                        "replica",
                        "MariaDB 10.11.6",
                        new ReplicationView("10.30.0.1:3306", "running", "", "running", "", 2L, 0),
                        "0-1-4709",
                        "binlog.000007:97120",
                        new ReplicaCheckView(12, READ_AT, List.of(), "same", List.of(), ""),
                        List.of()),
                BROKEN,
                new DatabaseView(
                        "db-4",
                        "web-4",
                        "10.30.0.4",
                        3306,
                        "db-1",
                        "unknown",
                        null,
                        null,
                        null,
                        null,
                        null,
                        List.of("it did not answer within 15 seconds")));
    }

    private static final DatabaseView BROKEN = new DatabaseView(
            "db-3",
            "web-3",
            "10.30.0.3",
            3306,
            "db-1",
            "replica",
            "MariaDB 10.11.6",
            new ReplicationView("10.30.0.1:3306", "running", "", "error", DUPLICATE, null, 0),
            "0-1-3100",
            "binlog.000006:5512",
            new ReplicaCheckView(9, READ_AT, List.of(), "differs", List.of("app.customers", "app.orders"), ""),
            List.of(
                    "its applier met an error: " + DUPLICATE,
                    "it differs from db-1 in app.customers, app.orders (run 9, " + READ_AT + ")"));

    @Override
    public String trustServer(String server, Optional<String> fingerprint, Actor actor, Deadline deadline) {
        ask("trust server " + server + " " + fingerprint.orElse("-") + by(actor), deadline);
        return "The host key of server " + server + " is pinned: ssh-ed25519 SHA256:abc.";
    }

    @Override
    public List<PairView> pairs() {
        ask("pairs");
        return List.of(new PairView(
                "store-1",
                "heartbeat",
                List.of(new PairNodeView("node-a", "10.20.0.11"), new PairNodeView("node-b", "10.20.0.12")),
                List.of("10.20.0.100/24"),
                null));
    }

    @Override
    public List<Finding> checkPair(String pair) {
        ask("check pair " + pair);
        return List.of(
                new Finding(pair, "ok", "one node at most is primary: node-a is", ""),
                new Finding(
                        pair,
                        "failed",
                        "on node-a, r0 is connected and UpToDate on both sides: r0 Primary, UpToDate, Connecting",
                        "Look at the replication link and at the disks."));
    }

    @Override
    public String trustNode(String pair, String node, Optional<String> fingerprint, Actor actor, Deadline deadline) {
        ask("trust " + pair + " " + node + " " + fingerprint.orElse("-") + by(actor), deadline);
        return "Node " + node
                + " presents ssh-ed25519 SHA256:abc. Nothing was pinned. Compare it with what the node prints"
                + " on its console, then name it.";
    }

    @Override
    public List<PortView> ports() {
        ask("ports");
        return List.of(ATTACHED, STUCK, UNREAD);
    }

    @Override
    public PortView readPort(String switchName, String port, Deadline deadline) {
        ask("read " + switchName + " " + port, deadline);
        return ATTACHED;
    }

    @Override
    public List<String> locate(String mac, Deadline deadline) {
        ask("locate " + mac, deadline);
        return mac.endsWith("99") ? List.of() : List.of("tor-a1 GigabitEthernet1/0/7");
    }

    @Override
    public List<DeviceView> devices() {
        ask("devices");
        return List.of(
                new DeviceView(
                        "acme-vpn",
                        "account alice in ROOT/acme",
                        "tor-a1",
                        "GigabitEthernet1/0/7",
                        "50f13157-b872-444a-a9c1-91f6f85a1dd0",
                        "acme-net",
                        false),
                new DeviceView(
                        "globex-vpn", "project branch-offices in ROOT/globex", "tor-b1", "swp5", null, null, false));
    }

    @Override
    public List<NetworkView> networks() {
        ask("networks");
        return List.of(
                new NetworkView(
                        204L,
                        "50f13157-b872-444a-a9c1-91f6f85a1dd0",
                        "acme-net",
                        "account alice in ROOT/acme",
                        "implemented",
                        150,
                        "calls",
                        List.of("acme-vpn"),
                        null),
                new NetworkView(205L, null, null, null, "down", null, "calls", List.of(), null));
    }

    @Override
    public Outcome attach(
            String device, String network, boolean force, boolean dryRun, Actor actor, Deadline deadline) {
        ask(
                "attach " + device + " " + network + (force ? " force" : "") + (dryRun ? " try" : "") + by(actor),
                deadline);
        return new Outcome(
                !dryRun, "Device " + device + " is on network " + network + ", VLAN 150 untagged.", List.of(ATTACHED));
    }

    @Override
    public Outcome detach(String device, boolean dryRun, Actor actor, Deadline deadline) {
        ask("detach " + device + (dryRun ? " try" : "") + by(actor), deadline);
        return new Outcome(false, "Device " + device + " is detached; its port is not idle yet.", List.of(STUCK));
    }

    @Override
    public List<PlannedChange> plan(Optional<String> switchName, Deadline deadline) {
        ask("plan " + switchName.orElse("all"), deadline);
        return switchName.isPresent()
                ? List.of()
                : List.of(
                        new PlannedChange(
                                "tor-a1",
                                "GigabitEthernet1/0/7",
                                "access, VLAN 999 untagged, down",
                                "VLAN 150 untagged",
                                "device acme-vpn is attached to network acme-net",
                                "add",
                                List.of("interface GigabitEthernet1/0/7", " switchport access vlan 150"),
                                null,
                                false),
                        new PlannedChange(
                                "tor-a1",
                                "GigabitEthernet1/0/8",
                                "trunk, VLAN 1 untagged, tagged 10 20, up",
                                "idle",
                                "nothing is attached",
                                "none",
                                List.of(),
                                "the port is a trunk; nothing would be written.",
                                false));
    }

    @Override
    public Outcome reconcile(Optional<String> switchName, boolean dryRun, Actor actor, Deadline deadline) {
        ask("reconcile " + switchName.orElse("all") + (dryRun ? " try" : "") + by(actor), deadline);
        try {
            reconcilingEnds.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return new Outcome(true, "2 ports are as they should be.", List.of(ATTACHED));
    }

    @Override
    public List<JournalEntry> journal(long after, int limit) {
        ask("journal after " + after + " limit " + limit);
        return entries.stream().filter(entry -> entry.id() > after).limit(limit).toList();
    }

    @Override
    public List<JournalEntry> newestJournal(int limit) {
        ask("newest " + limit);
        List<JournalEntry> all = new ArrayList<>(entries);
        return all.subList(Math.max(0, all.size() - limit), all.size());
    }

    @Override
    public List<Finding> doctor(Deadline deadline) {
        ask("doctor", deadline);
        return List.of(
                new Finding("store", "ok", "it can be read and written", ""),
                new Finding("switch tor-b1", "warning", "has never been read", "Run 'demarc switch check tor-b1'."));
    }

    @Override
    public PlanOperations plans() {
        return new PlanOperations() {
            @Override
            public String draw(
                    Optional<String> switchName,
                    Optional<String> notBefore,
                    Optional<String> notAfter,
                    Actor actor,
                    Deadline deadline) {
                ask("draw " + switchName.orElse("all") + " " + notBefore.orElse("-") + " " + notAfter.orElse("-"));
                return "demarc plan, format 1\n";
            }

            @Override
            public Outcome execute(String plan, Actor actor, Deadline deadline) {
                ask("execute " + plan.strip() + by(actor));
                return new Outcome(true, "Executed the plan.", List.of(ATTACHED));
            }
        };
    }

    @Override
    public AdoptionOperations adoptions() {
        return new ExampleAdoptions(this::ask);
    }

    @Override
    public RetirementOperations retirements() {
        return (switchName, ports, seen, actor) -> {
            ask("retire " + switchName + " " + ports + " seen " + seen.orElse("nothing") + by(actor));
            return new RetirementOperations.Retirement(
                    switchName,
                    List.of(
                            "Device acme-vpn of account alice in ROOT/acme on tor-a1 GigabitEthernet1/0/7 is detached from network"
                                    + " 'acme-net' (50f13157-b872-444a-a9c1-91f6f85a1dd0).",
                            "Port tor-a1 GigabitEthernet1/0/7 may carry VLAN 150 of network 204 'acme-net', which is not read back:"
                                    + " CloudStack may give the VLAN to somebody else."),
                    "5eed",
                    seen.isPresent());
        };
    }

    @Override
    public StoreOperations store() {
        return new StoreOperations() {
            @Override
            public StoreStatus status() {
                ask("store");
                return new StoreStatus("/var/lib/demarc/demarc.sqlite", "6f0c", 2, null, List.of());
            }

            @Override
            public String backup(String file, Actor actor) {
                ask("backup " + file + by(actor));
                return "The store was copied to " + file + ".";
            }

            @Override
            public String accept(String why, Actor actor, Deadline deadline) {
                ask("accept " + why + by(actor), deadline);
                return "The store is accepted.";
            }
        };
    }

    @Override
    public long note(String kind, String message, Actor actor) {
        ask("note " + kind + " " + message + by(actor));
        return 1;
    }

    private static String by(Actor actor) {
        return " by " + actor.kind() + " " + actor.name();
    }
}
