/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.storage;

import io.demarc.hooks.node.CommandResult;
import io.demarc.hooks.node.NodeCommands;
import io.demarc.hooks.runbook.MovableClock;
import io.demarc.hooks.storage.StoragePair.Cluster;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Two nodes that behave like real ones with DRBD 8.4 and Heartbeat, in no time: things take as long as they do, by a clock that
 * a test moves. A fake, so that a run can be killed at every instant; real nodes are in the laboratory. It fails the test when
 * a command would do harm: a primary switched off, a service moved to data that are not up to date.
 */
final class FakePair implements StoragePairs {
    static final StorageNode A = new StorageNode("node-a", "10.9.0.1", "repl0", "mgmt0");
    static final StorageNode B = new StorageNode("node-b", "10.9.0.2", "repl0", "mgmt0");
    static final StoragePair PAIR = new StoragePair(
            "store-1", A, B, Cluster.HEARTBEAT, Set.of("r0"), List.of("10.0.0.100/24"), List.of("/srv/data"));

    private final MovableClock clock;
    private final Map<String, Machine> machines = new HashMap<>();
    private final List<Event> events = new ArrayList<>();

    private boolean losesNextStandby;
    private int standbyRequests;

    private record Event(Instant at, Runnable what) {}

    private static final class Machine {
        private final String name;
        private boolean isOn = true;
        private int boots = 1;
        private int hardware;
        private boolean isPrimary;
        private boolean isUpToDate = true;
        private boolean isDrbdUp = true;
        private boolean isClusterUp = true;
        private boolean isClusterEnabled = true;
        /** Heartbeat that has missed the end of a transition: it never stops by itself, nor does the node then. */
        private boolean isClusterStuck;
        /** Lasting name by MAC address, as the rules say. */
        private final Map<String, String> rules = new TreeMap<>();

        Machine(String name) {
            this.name = name;
            rules.put(mac(0), "mgmt0");
            rules.put(mac(1), "repl0");
        }

        private String mac(int slot) {
            return "52:54:00:0" + hardware + ":0" + slot + (name.equals("node-a") ? ":0a" : ":0b");
        }

        private String card(int slot) {
            return rules.getOrDefault(mac(slot), "eth" + slot);
        }

        private boolean hasReplicationLink() {
            return isOn && card(1).equals("repl0");
        }
    }

    FakePair(MovableClock clock) {
        this.clock = clock;
        machines.put("node-a", new Machine("node-a"));
        machines.put("node-b", new Machine("node-b"));
        machine(A).isPrimary = true;
    }

    private Machine machine(StorageNode node) {
        Machine machine = machines.get(node.name());
        if (machine == null) {
            throw new AssertionError("no machine " + node);
        }
        return machine;
    }

    boolean isOn(StorageNode node) {
        tick();
        return machine(node).isOn;
    }

    boolean serves(StorageNode node) {
        tick();
        return machine(node).isPrimary;
    }

    int hardwareOf(StorageNode node) {
        return machine(node).hardware;
    }

    boolean isClusterEnabled(StorageNode node) {
        return machine(node).isClusterEnabled;
    }

    /** Heartbeat's reader took a part of the next request for the whole, and threw it away; seen on slow real nodes. */
    void loseNextStandby() {
        losesNextStandby = true;
    }

    int standbyRequests() {
        return standbyRequests;
    }

    void letClusterHang(StorageNode node) {
        machine(node).isClusterStuck = true;
    }

    void replaceHardwareAndSwitchOn(StorageNode node) {
        Machine machine = machine(node);
        if (machine.isOn) {
            throw new AssertionError(node + " is on when its hardware is to be replaced");
        }
        machine.hardware++;
        after(20, () -> boot(machine));
    }

    private void boot(Machine machine) {
        machine.isOn = true;
        machine.boots++;
        machine.isPrimary = false;
        machine.isClusterUp = machine.isClusterEnabled;
        machine.isDrbdUp = machine.hasReplicationLink();
        if (machine.isDrbdUp) {
            connect(machine);
        }
    }

    private void connect(Machine machine) {
        machine.isUpToDate = false;
        after(30, () -> machine.isUpToDate = machine.isOn);
    }

    private void switchOff(Machine machine, boolean isReboot) {
        if (machine.isPrimary) {
            throw new AssertionError(machine.name + " is switched off while it is primary");
        }
        if (machine.isClusterStuck && machine.isClusterUp) {
            return;
        }
        after(10, () -> {
            machine.isOn = false;
            machine.isDrbdUp = false;
            machine.isClusterUp = false;
        });
        if (isReboot) {
            after(30, () -> boot(machine));
        }
    }

    private void standby(Machine from) {
        Machine to = machine(from.name.equals("node-a") ? B : A);
        standbyRequests++;
        if (losesNextStandby) {
            losesNextStandby = false;
            return;
        }
        if (!from.isPrimary) {
            return;
        }
        if (!to.isOn || !to.isUpToDate || !to.isClusterUp || !areConnected()) {
            throw new AssertionError("the service is moved to " + to.name + ", which is not fit for it");
        }
        after(20, () -> from.isPrimary = false);
        after(40, () -> to.isPrimary = true);
    }

    private boolean areConnected() {
        return machines.values().stream().allMatch(it -> it.isOn && it.isDrbdUp && it.hasReplicationLink());
    }

    private void after(int seconds, Runnable what) {
        events.add(new Event(clock.instant().plus(Duration.ofSeconds(seconds)), what));
    }

    private void tick() {
        Instant now = clock.instant();
        for (Event event : List.copyOf(events)) {
            if (!event.at().isAfter(now) && events.remove(event)) {
                event.what().run();
            }
        }
        if (machines.values().stream().allMatch(it -> it.isPrimary)) {
            throw new AssertionError("two primaries");
        }
    }

    @Override
    public StoragePair pair(String name) {
        return PAIR;
    }

    @Override
    public NodeCommands on(StoragePair pair, StorageNode node) {
        return (argv, limit) -> run(node, argv);
    }

    private synchronized CommandResult run(StorageNode node, List<String> argv) {
        tick();
        Machine machine = machine(node);
        if (!machine.isOn) {
            throw ProblemException.of(
                    ProblemCode.NODE_UNREACHABLE, "Node " + node + " cannot be reached.", "Look at it.");
        }
        return answer(machine, node, argv);
    }

    private CommandResult answer(Machine machine, StorageNode node, List<String> argv) {
        String line = String.join(" ", argv);
        if (argv.contains("look")) {
            return printed(look(machine));
        } else if (argv.contains("settings")) {
            return printed("resource r0 {\nmodule 8.4.11\ntools 9.22.0\n@@settings 0\n");
        } else if (line.contains("hb_standby")) {
            standby(machine);
        } else if (line.contains("systemctl stop")) {
            machine.isClusterUp &=
                    machine.isClusterStuck && !line.contains("systemctl kill --kill-who=all --signal=KILL");
        } else if (line.contains("/sys/class/net/*")) {
            return printed(
                    machine.card(0) + " " + machine.mac(0) + "\n" + machine.card(1) + " " + machine.mac(1) + "\n");
        } else if (line.contains("/carrier")) {
            return printed("1\n");
        } else if (line.contains("grep -lirF")) {
            return printed("/etc/systemd/network/10.link\n");
        } else if (line.contains("sed -i")) {
            String name = machine.rules.remove(argv.get(5));
            machine.rules.put(argv.get(6), String.valueOf(name));
        } else if (argv.get(0).equals("systemctl")) {
            systemctl(machine, argv);
        } else if (argv.get(0).equals("ping")) {
            return new CommandResult(linked(machine) ? 0 : 1, "", "");
        } else if (argv.get(0).equals("printenv")) {
            return printed("10.20.0.1 5000 " + (node.equals(A) ? "10.20.0.11" : "10.20.0.12") + " 22\n");
        } else if (argv.get(0).equals("ip")) {
            return printed(addresses(machine, line));
        } else if (line.startsWith("drbdadm get-gi")) {
            return printed(identifiers(machine));
        } else if (line.startsWith("drbdadm adjust") && !areConnected()) {
            machine.isDrbdUp = true;
            connect(machine);
        }
        return printed("");
    }

    private boolean linked(Machine machine) {
        return machine.hasReplicationLink()
                && machines.values().stream().allMatch(it -> it == machine || it.hasReplicationLink());
    }

    private void systemctl(Machine machine, List<String> argv) {
        switch (argv.get(1)) {
            case "disable" -> machine.isClusterEnabled = false;
            case "enable" -> machine.isClusterEnabled = true;
            case "start" -> after(15, () -> machine.isClusterUp = machine.isOn);
            case "poweroff" -> switchOff(machine, false);
            case "reboot" -> switchOff(machine, true);
            default -> throw new AssertionError("systemctl " + argv);
        }
    }

    private static CommandResult printed(String text) {
        return new CommandResult(0, text, "");
    }

    /** The one that is, or was, away has an older generation. */
    private String identifiers(Machine machine) {
        return machine.isPrimary || (machine.isUpToDate && areConnected())
                ? "AAAAAAAAAAAAAAA0:BBBBBBBBBBBBBBB0:CCCCCCCCCCCCCCC0:DDDDDDDDDDDDDDD0:1:1:1:0:0:0:0\n"
                : "BBBBBBBBBBBBBBB0:0000000000000000:CCCCCCCCCCCCCCC0:DDDDDDDDDDDDDDD0:1:1:0:0:0:0:0\n";
    }

    private static String addresses(Machine machine, String line) {
        String own = machine.name.equals("node-a") ? "10.20.0.11/24" : "10.20.0.12/24";
        String text = "2: " + machine.card(0) + "    inet " + own + " scope global\n";
        if (line.contains(" to ")) {
            return text;
        }
        return text
                + (machine.card(1).equals("repl0") ? "3: repl0    inet 10.9.0.9/24 scope global\n" : "")
                + (machine.isPrimary ? "2: mgmt0    inet 10.0.0.100/24 scope global\n" : "");
    }

    private String look(Machine machine) {
        Machine peer = machine(machine.name.equals("node-a") ? B : A);
        String role = machine.isPrimary ? "Primary" : "Secondary";
        String events = "";
        if (machine.isDrbdUp) {
            boolean isConnected = areConnected();
            String replication = !isConnected
                    ? "Off"
                    : machine.isUpToDate == peer.isUpToDate
                            ? "Established"
                            : machine.isUpToDate ? "SyncSource" : "SyncTarget";
            events = "exists resource name:r0 role:" + role + " suspended:no\n"
                    + "exists connection name:r0 peer-node-id:0 connection:"
                    + (isConnected ? "Connected" : "Connecting")
                    + " role:" + (!isConnected ? "Unknown" : peer.isPrimary ? "Primary" : "Secondary") + "\n"
                    + "exists device name:r0 volume:0 minor:0 disk:" + disk(machine) + "\n"
                    + "exists peer-device name:r0 peer-node-id:0 volume:0 replication:" + replication + " peer-disk:"
                    + (isConnected ? disk(peer) : "DUnknown") + " resync-suspended:no out-of-sync:"
                    + (isConnected && machine.isUpToDate != peer.isUpToDate ? 1000 : 0) + "\n";
        }
        return "boot-" + machine.boots + "\n@@boot 0\n" + events + "exists -\n@@events 0\n"
                + (machine.isPrimary ? "/dev/drbd0 /srv/data\n" : "/dev/vda /\n") + "@@mounts 0\n"
                + (machine.isPrimary ? "2: mgmt0    inet 10.0.0.100/24 scope global\n" : "") + "@@addresses 0\n@@alive "
                + (machine.isClusterUp ? 0 : 1) + "\n@@auto " + (machine.isClusterEnabled ? 0 : 1)
                + "\n" + members(machine) + "@@cluster 0\noff\n@@failback 0\n@@kernel 0\n";
    }

    private String members(Machine machine) {
        if (!machine.isClusterUp) {
            return "node-a ERROR: Cannot signon with heartbeat\n";
        }
        StringBuilder lines = new StringBuilder();
        for (StorageNode node : PAIR.nodes()) {
            lines.append(node).append(machine(node).isClusterUp ? " active\n" : " dead\n");
        }
        return lines.toString();
    }

    private static String disk(Machine machine) {
        return machine.isUpToDate ? "UpToDate" : "Inconsistent";
    }
}
