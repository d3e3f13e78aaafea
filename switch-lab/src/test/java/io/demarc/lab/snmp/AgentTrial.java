/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.snmp;

import com.sun.management.ThreadMXBean;
import io.demarc.access.Login;
import io.demarc.access.Secret;
import io.demarc.lab.ground.LldpNeighbour;
import io.demarc.lab.snmp.Faults.Vice;
import io.demarc.problem.ProblemException;
import io.demarc.switches.PortDescription;
import io.demarc.switches.PortName;
import io.demarc.switches.PortState;
import io.demarc.switches.SwitchName;
import io.demarc.switches.Vlan;
import io.demarc.switches.VlanRanges;
import io.demarc.switches.platform.Platform;
import io.demarc.switches.provision.PortProvisioner;
import io.demarc.switches.provision.PortReport;
import io.demarc.switches.provision.PortRules;
import io.demarc.switches.provision.PortTarget;
import io.demarc.switches.provision.PortTarget.Carry;
import io.demarc.switches.provision.PortTarget.Idle;
import io.demarc.switches.session.SwitchAccess;
import io.demarc.switches.session.SwitchSession;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * The life of one simulated agent with several vices, by a seed: a port is attached, then parked, and whatever Demarc was told
 * or gave up is held against what the switch itself believes. One caller at a time.
 */
final class AgentTrial implements AutoCloseable {
    /** For one attaching or parking. */
    static final Duration DEADLINE = Duration.ofMillis(1500);

    /** Of an agent that can be driven; where the machine stalled that is no fault of Demarc's, so it has to happen again. */
    static final String GIVEN_UP = "given up on";

    private static final Duration SLACK = Duration.ofSeconds(3);
    private static final Duration COMMAND_TIMEOUT = Duration.ofMillis(200);
    private static final int PORTS = 16;
    private static final int MOST_VICES = 4;
    private static final int MOST_REQUESTS = 1500;
    private static final long MOST_OCTETS = 256L << 20;
    private static final Vlan TENANT = new Vlan(150);
    private static final Vlan OTHER = new Vlan(160);
    private static final Vlan PARKING = new Vlan(999);
    private static final String COMMUNITY = "commune";

    private static final List<Vice> HIDING =
            EnumSet.range(Vice.HIDES_LLDP, Vice.HIDES_TRUNKS).stream().toList();
    /** With these, alone or together, an agent is driven all the same. */
    private static final List<Vice> COPED_WITH = List.of(
            Vice.GENERAL_ERROR_THOUGH_APPLIED,
            Vice.ONE_OBJECT_A_SET,
            Vice.UNTAGGED_BEFORE_EGRESS,
            Vice.PVID_IS_INTEGER,
            Vice.TRIMMED_LISTS,
            Vice.LONG_LISTS,
            Vice.NO_UNTAGGED_ONLY,
            Vice.NO_ALIAS,
            Vice.TIME_MARKS_REPEAT,
            Vice.NO_BULK);

    private final Random random;
    private final boolean isCisco;
    private final Set<Vice> vices = EnumSet.noneOf(Vice.class);
    private final List<String> story = new ArrayList<>();
    private final SimulatedSnmpSwitch device;
    private final String name;
    private final BiFunction<SwitchSession, SimulatedSnmpSwitch, SwitchSession> believing;
    private boolean isGuarded;
    private boolean isWilling;

    /** {@code believing} is how the driver's sessions are believed: as they are, or with a fault put back. */
    AgentTrial(long seed, BiFunction<SwitchSession, SimulatedSnmpSwitch, SwitchSession> believing) {
        this.random = new Random(seed);
        this.believing = believing;
        this.isCisco = random.nextInt(4) == 0;
        String prefix = isCisco ? "GigabitEthernet1/0/" : "port";
        this.name = prefix + 7;
        SimulatedSnmpSwitch.Builder builder = SimulatedSnmpSwitch.named("sw")
                .user(AgentUser.community(COMMUNITY))
                .ports(prefix, 1, PORTS);
        if (isCisco) {
            builder.cisco();
        } else if (random.nextBoolean()) {
            builder.interfacesFromOne();
        }
        this.device = builder.start();
        story.add("seed " + seed + (isCisco ? ", cisco" : ", q-bridge"));
        begin(prefix);
    }

    private void begin(String prefix) {
        SwitchConsole console = device.console();
        console.createVlan(150, "blue").createVlan(160, "green").createVlan(999, "parking");
        for (int port = 1; port <= PORTS; port++) {
            console.access(prefix + port, List.of(1, 150, 160, 999).get(random.nextInt(4)));
        }
        isWilling = random.nextInt(8) == 0;
        if (isWilling) {
            for (int i = 1 + random.nextInt(2); i > 0; i--) {
                vices.add(COPED_WITH.get(random.nextInt(COPED_WITH.size())));
            }
        } else {
            beginBadly();
        }
        vices.forEach(device.faults()::add);
        story.add((isWilling ? "willing, vices " : "vices ") + vices);
    }

    private void beginBadly() {
        SwitchConsole console = device.console();
        Vice[] all = Vice.values();
        for (int i = random.nextInt(MOST_VICES + 1); i > 0; i--) {
            Vice vice = all[random.nextInt(all.length)];
            // One of four: it takes a second.
            if (vice != Vice.ROWS_WITHOUT_END || random.nextInt(4) == 0) {
                vices.add(vice);
            }
        }
        if (random.nextInt(3) == 0) {
            vices.add(HIDING.get(random.nextInt(HIDING.size())));
        }
        if (random.nextBoolean()) {
            device.plug(name, "02:00:5e:00:53:07");
        }
        switch (random.nextInt(16)) {
            case 0, 1 -> step("untagged in 160 too", () -> console.alsoUntagged(name, 160));
            case 2 -> step("tagged in 160", () -> console.tagged(name, 160));
            case 3, 4 ->
                step("port VLAN 160", () -> console.pvid(name, vices.contains(Vice.PVID_ALWAYS_ONE) ? 1 : 160));
            case 5 -> step("trunk", () -> console.trunk(name, 1, 1, 150, 160));
            case 6 -> step("VLAN 150 suspended", () -> console.suspendVlan(150));
            case 7 -> step("no VLAN 150", () -> console.deleteVlan(150));
            case 8, 9 -> guard("in a group", () -> device.aggregate(name, 1));
            case 10 -> guard("an address", () -> device.address(name, "192.0.2.7"));
            case 11 -> guard("a bridge behind it", () -> device.plug(name, LldpNeighbour.bridge("core", "Eth1")));
            case 12, 13 -> elsewhere();
            default -> story.add("nothing special");
        }
        switch (random.nextInt(8)) {
            case 0 -> device.faults().dropPackets(1 + random.nextInt(3));
            case 1 -> device.faults().silentAfterSets(1 + random.nextInt(6));
            case 2 -> device.faults().tooBigAbove(1 + random.nextInt(40));
            case 3 -> device.faults().latency(Duration.ofMillis(random.nextInt(4)));
            default -> story.add("answers in time");
        }
    }

    private void step(String what, Runnable how) {
        story.add(what);
        how.run();
    }

    private void guard(String what, Runnable how) {
        isGuarded = true;
        step(what, how);
    }

    /** As an authentication server would put it elsewhere: where the current tables are hidden, nobody could know. */
    private void elsewhere() {
        if (!isCisco && !vices.contains(Vice.HIDES_CURRENT_LISTS) && !vices.contains(Vice.CONSTANT_LISTS)) {
            device.plug(name, "02:00:5e:00:53:07");
            step("in force in 160", () -> device.faults().liveElsewhere(7, 160));
        }
    }

    /** What was wrong, with the story; empty when all went as it has to. */
    List<String> run(Platform qbridge, Platform cisco) {
        Platform platform = isCisco ? cisco : qbridge;
        List<String> wrong = new ArrayList<>();
        PortName port = new PortName(name);
        wrong.addAll(provision(platform, new Carry(port, TENANT, new PortDescription("demarc: vpn"), Set.of())));
        device.faults().silent(false);
        wrong.addAll(provision(platform, new Idle(port, Set.of(TENANT))));
        return wrong.isEmpty() ? List.of() : List.of(String.join("; ", wrong) + " | " + String.join("; ", story));
    }

    private List<String> provision(Platform platform, PortTarget target) {
        List<String> wrong = new ArrayList<>();
        int requests = device.requestsReceived();
        long allocated = allocated();
        Instant begun = Instant.now();
        try (SwitchSession session = platform.open(access(), SnmpBench.within(DEADLINE))) {
            PortRules rules = new PortRules(
                    Map.of(target.port(), Set.of()), VlanRanges.parse("100-199"), Set.of(), PARKING, true);
            PortReport report = new PortProvisioner(
                            new SwitchName("sw"), platform.capabilities(), InstantSource.system())
                    .provision(believing.apply(session, device), rules, List.of(target), beginning -> {})
                    .reports()
                    .get(0);
            story.add(target.getClass().getSimpleName() + ": " + report.outcome()
                    + (report.problem() == null ? "" : " (" + report.problem().summary() + ")"));
            wrong.addAll(untrue(report));
            if (isWilling && !report.isAsWanted()) {
                wrong.add(GIVEN_UP);
            }
        } catch (ProblemException e) {
            story.add(target.getClass().getSimpleName() + ": " + e.problem().summary());
            if (isWilling) {
                wrong.add(GIVEN_UP);
            }
        }
        if (Duration.between(begun, Instant.now()).compareTo(DEADLINE.plus(SLACK)) > 0) {
            wrong.add("took " + Duration.between(begun, Instant.now()).toMillis() + " ms");
        }
        if (device.requestsReceived() - requests > MOST_REQUESTS && !vices.contains(Vice.ROWS_WITHOUT_END)) {
            wrong.add((device.requestsReceived() - requests) + " requests");
        }
        if (allocated() - allocated > MOST_OCTETS) {
            wrong.add((allocated() - allocated) / (1 << 20) + " MB allocated");
        }
        if (!vices.contains(Vice.DISTURBS_NEIGHBOUR) && !Set.of(name).containsAll(device.portsEverWritten())) {
            wrong.add("wrote to " + device.portsEverWritten());
        }
        return wrong;
    }

    /** What was told of the port and isn't so. */
    private List<String> untrue(PortReport report) {
        List<String> untrue = new ArrayList<>();
        PortTruth truth = device.truth(name);
        story.add("the switch: " + device.portSays(name));
        boolean isAttached = report.target() instanceof Carry;
        if (report.isAsWanted()
                && isAttached
                && !(truth.isOnlyIn(150) && truth.adminUp() && truth.alive().contains(150))) {
            untrue.add("told as attached");
        }
        if (report.outcome() == PortReport.Outcome.CHANGED && isAttached && isGuarded) {
            untrue.add("attached though guarded");
        }
        if (report.isAsWanted() && !isAttached && !(truth.isOnlyIn(999) && !truth.adminUp())) {
            untrue.add("told as parked");
        }
        PortState after = report.after();
        if (after != null && !vices.contains(Vice.PVID_ALWAYS_ONE)) {
            for (Vlan vlan : List.of(TENANT, OTHER)) {
                if (after.isProvenWithout(vlan) && truth.isIn(vlan.id())) {
                    untrue.add("VLAN " + vlan + " told as left");
                }
            }
        }
        return untrue;
    }

    private static long allocated() {
        return ManagementFactory.getThreadMXBean() instanceof ThreadMXBean threads
                ? threads.getThreadAllocatedBytes(Thread.currentThread().getId())
                : 0;
    }

    private SwitchAccess access() {
        return new SwitchAccess(
                new SwitchName("sw"),
                "127.0.0.1",
                device.address().getPort(),
                new Login.SnmpCommunity(Login.SnmpCommunity.Version.V2C, new Secret(COMMUNITY)),
                null,
                COMMAND_TIMEOUT,
                COMMAND_TIMEOUT,
                null);
    }

    @Override
    public void close() {
        device.close();
    }
}
