/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.ssh;

import com.sun.management.ThreadMXBean;
import io.demarc.access.Deadline;
import io.demarc.access.Login;
import io.demarc.access.Secret;
import io.demarc.access.SshAlgorithms;
import io.demarc.access.ssh.Shell;
import io.demarc.lab.ground.LldpNeighbour;
import io.demarc.lab.snmp.FaultySession;
import io.demarc.lab.snmp.PortTruth;
import io.demarc.lab.ssh.SpoiltShell.Spoil;
import io.demarc.problem.ProblemException;
import io.demarc.switches.PortDescription;
import io.demarc.switches.PortMode;
import io.demarc.switches.PortName;
import io.demarc.switches.PortState;
import io.demarc.switches.SwitchName;
import io.demarc.switches.Vlan;
import io.demarc.switches.VlanRanges;
import io.demarc.switches.cli.CliPlatform;
import io.demarc.switches.provision.PortProvisioner;
import io.demarc.switches.provision.PortReport;
import io.demarc.switches.provision.PortReport.Outcome;
import io.demarc.switches.provision.PortRules;
import io.demarc.switches.provision.PortTarget;
import io.demarc.switches.provision.PortTarget.Carry;
import io.demarc.switches.provision.PortTarget.Idle;
import io.demarc.switches.provision.ProvisionResult;
import io.demarc.switches.session.SessionOverrides;
import io.demarc.switches.session.SessionOverrides.Wake;
import io.demarc.switches.session.SwitchAccess;
import io.demarc.switches.session.SwitchSession;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/**
 * The life of one simulated IOS switch with vices, by a seed: in one session with spoilt text a port is attached, in another parked,
 * and whatever Demarc was told or gave up is held against what the switch itself believes. One caller at a time.
 */
final class SessionTrial {
    /** For one attaching or parking. */
    static final Duration DEADLINE = Duration.ofSeconds(60);

    static final int SESSIONS = 2;

    private static final Duration SLACK = Duration.ofSeconds(1);
    private static final Duration SILENCE = Duration.ofSeconds(10);
    private static final Duration MOST_REAL_TIME = Duration.ofSeconds(20);
    private static final long MOST_OCTETS = 256L << 20;
    private static final List<Integer> PORTS = List.of(5, 6, 7, 8);
    private static final int MOST_SPOILS = 4;
    private static final String NAME = "GigabitEthernet1/0/7";
    private static final PortName PORT = new PortName(NAME);
    private static final String SECRET = "enable-me";
    private static final Vlan TENANT = new Vlan(150);
    private static final Vlan OTHER = new Vlan(160);
    private static final Vlan PARKING = new Vlan(999);

    private final Random random;
    private final SessionFault fault;
    private final CliPlatform platform;
    private final VirtualTime time = new VirtualTime();
    private final IosDevice device;
    private final boolean isPrivileged;
    private final Faults faults = new Faults(reachable -> {});
    private final StrangeWords words;
    private final List<String> story = new ArrayList<>();
    private boolean isGuarded;

    SessionTrial(long seed, SessionFault fault, CliPlatform platform) {
        this.random = new Random(seed);
        this.fault = fault;
        this.platform = platform;
        this.isPrivileged = random.nextBoolean();
        this.words = new StrangeWords(random);
        List<String> ports = new ArrayList<>();
        PORTS.forEach(port -> ports.add("GigabitEthernet1/0/" + port));
        this.device = new IosDevice("sw1", SECRET, ports);
        story.add("seed " + seed);
        prepare();
        misbehave();
    }

    private void prepare() {
        List<String> lines = new ArrayList<>(
                List.of("vlan 150", "name blue", "vlan 160", "name green", "vlan 999", "name parking", "lldp run"));
        for (IosInterface port : device.ports()) {
            lines.addAll(List.of(
                    "interface " + port.name(),
                    "switchport mode access",
                    "switchport access vlan " + List.of(1, 150, 160, 999).get(random.nextInt(4)),
                    "switchport trunk allowed vlan 1-20,150,160",
                    random.nextBoolean() ? "shutdown" : "no shutdown"));
        }
        configure(lines.toArray(String[]::new));
        if (random.nextBoolean()) {
            device.cable(NAME).plug("02:00:5e:00:53:07");
        }
        switch (random.nextInt(24)) {
            case 0, 1 -> port("switchport voice vlan 160");
            case 2, 3 -> port("switchport trunk allowed vlan 150,160", "switchport mode trunk");
            case 4 -> port("switchport trunk native vlan 150", "switchport mode trunk");
            case 5, 6, 7 -> elsewhere();
            case 8, 9 -> step("vlan 150", "state suspend");
            case 10, 11 -> step("no vlan 150");
            case 12 -> step("no vlan 999");
            case 13 -> step("vlan 160", "name 150", "vlan 150", "name 20");
            case 14, 15 -> guard(() -> port("channel-group 1 mode on"));
            case 16 -> guard(() -> port("no switchport", "ip address 192.0.2.7 255.255.255.0"));
            case 17, 18, 19 -> guard(() -> hear(LldpNeighbour.bridge("core", "Eth1")));
            case 20 -> port("no switchport mode");
            default -> story.add("nothing special");
        }
        device.save();
    }

    /** As Demarc would have left it, or nearly. */
    private void attached() {
        port("switchport mode access", "switchport access vlan 150", "no shutdown");
    }

    private void elsewhere() {
        if (random.nextBoolean()) {
            attached();
        }
        story.add("authorised into VLAN 160");
        device.cable(NAME).authorise(160);
    }

    private void hear(LldpNeighbour neighbour) {
        port("no shutdown");
        story.add(neighbour.systemName() + " is behind it");
        device.cable(NAME).hear(neighbour);
    }

    private void guard(Runnable how) {
        isGuarded = true;
        how.run();
    }

    private void port(String... lines) {
        List<String> all = new ArrayList<>(List.of("interface " + NAME));
        all.addAll(List.of(lines));
        step(all.toArray(String[]::new));
    }

    private void step(String... lines) {
        if (lines[0].endsWith("vlan 150") && random.nextBoolean()) {
            attached();
        }
        story.add(String.join(" / ", lines));
        configure(lines);
    }

    private void configure(String... lines) {
        try (Cli console = new IosCli(device, true, true)) {
            console.execute("configure terminal");
            for (String line : lines) {
                console.execute(line);
            }
            console.execute("end");
        }
    }

    /** What the switch refuses, keeps quiet about, or words in its own way. */
    private void misbehave() {
        switch (random.nextInt(16)) {
            case 0, 1 -> refuse("show lldp neighbors");
            case 2 -> refuse("show etherchannel summary");
            case 3 -> refuse("show ip interface brief");
            case 4 -> refuse("show (?:vlan brief|interfaces .*)");
            case 5 -> refuse(".*(?:shutdown|access|vlan|nonegotiate|description.*)");
            case 6 -> ignore("(?:no )?shutdown|switchport access .*|no switchport voice vlan");
            case 7 -> ignore("switchport (?:access|mode) .*|no shutdown|vlan .*");
            case 8 -> ignore("write memory");
            case 9 -> refuse("write memory");
            case 10 -> say("hangs", () -> faults.hangAtCommand(1 + random.nextInt(40)));
            case 11 ->
                say("loses rights", () -> faults.rejectFrom(1 + random.nextInt(50), "Command authorization failed."));
            case 12 ->
                say(
                        "hangs up",
                        () -> faults.disconnectAtCommand(
                                1 + random.nextInt(40),
                                random.nextBoolean() ? Faults.Moment.BEFORE : Faults.Moment.AFTER));
            default -> story.add("obeys");
        }
        if (random.nextInt(6) == 0) {
            ignore("terminal length 0");
        }
        story.add("words: " + words);
    }

    private void refuse(String command) {
        List<String> answers = List.of(
                "                        ^\n% Invalid input detected at '^' marker.\n",
                "Command authorization failed.\n",
                "% Permission denied for the role\n",
                "startup-config file open failed (No such file or directory)\n");
        story.add("refuses " + command);
        faults.reject(command, answers.get(random.nextInt(answers.size())));
    }

    private void ignore(String command) {
        say("ignores " + command, () -> faults.ignore(command));
    }

    private void say(String what, Runnable how) {
        story.add(what);
        how.run();
    }

    /** What was wrong, with the story; empty when all went as it has to. */
    List<String> run() {
        List<String> wrong = new ArrayList<>();
        wrong.addAll(provision(new Carry(PORT, TENANT, new PortDescription("demarc: vpn"), Set.of())));
        wrong.addAll(provision(new Idle(PORT, Set.of(TENANT))));
        return wrong.isEmpty() ? List.of() : List.of(String.join("; ", wrong) + " | " + String.join("; ", story));
    }

    private List<String> provision(PortTarget target) {
        List<String> wrong = new ArrayList<>();
        boolean isKnownToBeGuarded =
                isGuarded && (device.cable(NAME).neighbour() == null || device.isLinkUp(device.require(NAME)));
        long allocated = allocated();
        long begunReally = System.nanoTime();
        Instant begun = time.instant();
        Deadline deadline = Deadline.after(DEADLINE, time);
        try (SwitchSession session = platform.converse(shell(), access(), deadline)) {
            PortRules rules =
                    new PortRules(Map.of(PORT, Set.of()), VlanRanges.parse("100-199"), Set.of(), PARKING, true);
            ProvisionResult result = new PortProvisioner(new SwitchName("sw1"), platform.capabilities(), time)
                    .provision(
                            new FaultySession(session, properly -> fault.seen(properly.get())),
                            rules,
                            List.of(target),
                            beginning -> {});
            wrong.addAll(untrue(result, isKnownToBeGuarded));
        } catch (ProblemException e) {
            story.add(target.getClass().getSimpleName() + ": " + e.problem().summary());
        }
        Duration took = Duration.between(begun, time.instant());
        if (took.compareTo(DEADLINE.plus(SLACK)) > 0) {
            wrong.add("took " + took.toMillis() + " ms");
        }
        Duration tookReally = Duration.ofNanos(System.nanoTime() - begunReally);
        if (tookReally.compareTo(MOST_REAL_TIME) > 0) {
            wrong.add("took " + tookReally.toMillis() + " ms of real time");
        }
        if (allocated() - allocated > MOST_OCTETS) {
            wrong.add((allocated() - allocated) / (1 << 20) + " MB allocated");
        }
        if (!Set.of(NAME).containsAll(device.written())) {
            wrong.add("wrote to " + device.written());
        }
        return wrong;
    }

    private Shell shell() {
        Set<Spoil> spoils = EnumSet.noneOf(Spoil.class);
        Spoil[] all = Spoil.values();
        for (int i = random.nextInt(MOST_SPOILS + 1); i > 0; i--) {
            Spoil spoil = all[random.nextInt(all.length)];
            // One of sixteen: these take a second.
            if (!Set.of(Spoil.ENDLESS_OUTPUT, Spoil.OCTET_BY_OCTET).contains(spoil) || random.nextInt(16) == 0) {
                spoils.add(spoil);
            }
        }
        if (random.nextInt(4) == 0) {
            spoils.add(Spoil.CUT);
        }
        if (random.nextInt(4) == 0) {
            spoils.add(Spoil.PROMPT_AGAIN);
        }
        story.add("spoils " + spoils);
        return fault.heard(shell(isPrivileged, spoils), () -> shell(true, Set.of()));
    }

    private Shell shell(boolean isPrivilegedFromStart, Set<Spoil> spoils) {
        Cli cli = new IosCli(device, isPrivilegedFromStart, false);
        return new SpoiltShell(cli, faults, words::said, spoils, random, time);
    }

    /** What was told of the port and isn't so. */
    private List<String> untrue(ProvisionResult result, boolean isKnownToBeGuarded) {
        List<String> untrue = new ArrayList<>();
        PortReport report = result.reports().get(0);
        PortTruth truth = truth(device.interfaces().stream().toList());
        story.add(report.target().getClass().getSimpleName() + ": " + report.outcome()
                + (report.problem() == null ? "" : " (" + report.problem().summary() + ")")
                + (result.saveProblem() == null
                        ? ""
                        : ", " + result.saveProblem().summary()));
        story.add("the switch: " + truth);
        boolean isAttached = report.target() instanceof Carry;
        boolean isParked = truth.isOnlyIn(999) && !truth.adminUp();
        if (report.isAsWanted()
                && isAttached
                && !(truth.isOnlyIn(150) && truth.adminUp() && truth.alive().contains(150))) {
            untrue.add("told as attached");
        }
        if (report.outcome() == Outcome.CHANGED && isAttached && isKnownToBeGuarded) {
            untrue.add("attached though guarded");
        }
        if (report.outcome() == Outcome.FAILED_IDLE || (report.isAsWanted() && !isAttached)) {
            if (!isParked) {
                untrue.add("told as parked");
            }
        }
        if (report.outcome() == Outcome.CHANGED && !isAttached && fault.isSaved(result)) {
            PortTruth later = truth(List.copyOf(device.startupInterfaces()));
            if (!later.isOnlyIn(999) || later.adminUp()) {
                untrue.add("told as released for good");
            }
        }
        PortState after = report.after();
        for (Vlan vlan : List.of(TENANT, OTHER)) {
            if (after != null && after.isProvenWithout(vlan) && truth.isIn(vlan.id())) {
                untrue.add("VLAN " + vlan + " told as left");
            }
        }
        return untrue;
    }

    private PortTruth truth(List<IosInterface> configuration) {
        IosInterface port = configuration.stream()
                .filter(each -> each.name().equals(NAME))
                .findFirst()
                .orElseThrow();
        Set<Integer> vlans = new TreeSet<>();
        if (port.mode() == PortMode.TRUNK) {
            vlans.addAll(device.tagged(port));
            vlans.add(port.nativeVlan());
        } else if (port.mode() == PortMode.ACCESS) {
            vlans.add(device.liveVlan(port));
            port.value(IosInterface.VOICE_VLAN).map(Integer::valueOf).ifPresent(vlans::add);
        }
        Set<Integer> alive = new TreeSet<>(device.vlans().keySet());
        alive.removeAll(device.suspended());
        return new PortTruth(vlans, alive, !port.isShut());
    }

    private static long allocated() {
        return ManagementFactory.getThreadMXBean() instanceof ThreadMXBean threads
                ? threads.getThreadAllocatedBytes(Thread.currentThread().getId())
                : 0;
    }

    private SwitchAccess access() {
        Wake wake = random.nextInt(4) == 0 ? Wake.RETURN : Wake.SILENCE;
        return new SwitchAccess(
                new SwitchName("sw1"),
                "127.0.0.1",
                22,
                new Login.Ssh("demarc", new Secret("secret"), null, null, new Secret(SECRET), SshAlgorithms.USUAL),
                null,
                SILENCE,
                SILENCE,
                null,
                new SessionOverrides(wake, null, List.of()));
    }
}
