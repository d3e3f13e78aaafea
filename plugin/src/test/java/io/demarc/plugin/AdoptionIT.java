/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin;

import static io.demarc.plugin.world.World.ALICE;
import static io.demarc.plugin.world.World.OPERATOR;
import static io.demarc.plugin.world.World.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.demarc.plugin.books.PrivateFiles;
import io.demarc.plugin.networks.NetworkLife.Answer;
import io.demarc.plugin.operations.AdoptionOperations;
import io.demarc.plugin.operations.AdoptionOperations.AdoptionPlan;
import io.demarc.plugin.operations.AdoptionOperations.PortPlan;
import io.demarc.plugin.operations.InventoryOperations.Consent;
import io.demarc.plugin.operations.InventoryOperations.InventoryChange;
import io.demarc.plugin.operations.Views.Outcome;
import io.demarc.plugin.operations.Views.SwitchPlan;
import io.demarc.plugin.words.JournalEntry;
import io.demarc.plugin.world.FakeSwitch;
import io.demarc.plugin.world.World;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import io.demarc.switches.PortMode;
import io.demarc.switches.PortName;
import io.demarc.switches.PortState;
import io.demarc.switches.Vlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is new to Demarc is observed, and not written, until a person adopts it. */
class AdoptionIT {
    private static final String DEVICES = "devices:\n" + World.deviceYaml("alice-vpn", "alice", "tor", 1)
            + World.deviceYaml("alice-two", "alice", "tor", 2);
    private static final PortName GE1 = new PortName("ge1");
    private static final PortName GE2 = new PortName("ge2");
    private static final PortName GE3 = new PortName("ge3");

    @TempDir
    Path directory;

    private World world;
    private FakeSwitch tor;
    private CoreProcess daemon;
    /** Everything that the switch was asked to do, but for reading. */
    private final List<String> asked = new ArrayList<>();

    @BeforeEach
    void start() {
        world = new World(directory.resolve("state"));
        world.configuration = """
                cloudstack:
                  endpoint: https://cloud.example/client/api
                  api-key: ${env:PATH}
                  secret-key: ${env:PATH}
                """;
        tor = world.addSwitch("tor", false, 5);
        tor.fault = what -> {
            if (!what.matches("open|observe|uptime|(?:locate|traffic) .*")) {
                asked.add(what);
            }
        };
        world.network(204, ALICE, "Implementing", 150);
        daemon = CoreProcess.start(world);
        apply("");
    }

    @AfterEach
    void stop() {
        daemon.close();
    }

    private void apply(String more) {
        daemon.apply("switches:\n" + World.switchYaml("tor", "fake", 3) + more + DEVICES);
        world.time.pass(Duration.ofSeconds(5));
    }

    private AdoptionOperations adoptions() {
        return daemon.operations().adoptions();
    }

    private Outcome adopt(String... ports) {
        AdoptionPlan plan = adoptions().look("tor", List.of(ports), world.deadline());
        return adoptions().adopt("tor", List.of(ports), plan.seen(), plan.live(), OPERATOR, world.deadline());
    }

    private Outcome attach(String device) {
        return daemon.operations().attach(device, "204", false, false, OPERATOR, world.deadline());
    }

    private Answer implement(long id, int vlan) {
        return daemon.life().implemented(event(id, vlan), world.deadline());
    }

    private Answer shutDown(long id, int vlan) {
        return daemon.life().shutDown(event(id, vlan), world.deadline());
    }

    private String state(String port) {
        return daemon.port("tor", port).state();
    }

    private void trunk(PortName port) {
        List<Vlan> all = IntStream.rangeClosed(1, 4094).mapToObj(Vlan::new).toList();
        tor.ports.put(port, new PortState(port, PortMode.TRUNK, new Vlan(1), all, true, true, ""));
    }

    @Test
    void whateverIsAskedNothingIsSentToASwitchOfWhichNoPortIsAdopted() {
        tor.set(GE1, 42, true);

        attach("alice-vpn");
        implement(204, 150);
        daemon.operations().reconcile(Optional.empty(), false, OPERATOR, world.deadline());
        daemon.operations().reconcile(Optional.empty(), true, OPERATOR, world.deadline());
        daemon.operations().plan(Optional.empty(), world.deadline());
        daemon.operations().checkSwitch("tor", world.deadline());
        daemon.operations().readPort("tor", "ge1", world.deadline());
        daemon.operations().doctor(world.deadline());
        adoptions().look("tor", List.of(), world.deadline());
        daemon.operations().detach("alice-vpn", false, OPERATOR, world.deadline());
        apply("");
        shutDown(204, 150);
        daemon.life().destroyed(event(204, null), world.deadline());
        world.time.pass(Duration.ofMinutes(20));

        assertThat(asked).isEmpty();
        assertThat(tor.port("ge1").untagged()).isEqualTo(new Vlan(42));
        assertThat(state("ge1")).isEqualTo("observed");
        assertThat(daemon.operations().switches().get(0).state()).isEqualTo("observed");
    }

    @Test
    void aPlanOfAdoptedAndObservedPortsIsOneReadingOfTheSwitch() {
        adopt("ge1");
        tor.set(GE1, 42, true);
        List<String> told = new ArrayList<>();
        tor.fault = told::add;

        assertThat(daemon.operations().plan(Optional.empty(), world.deadline()))
                .hasSize(3)
                .allMatch(change -> !change.lines().isEmpty());

        assertThat(told).containsExactly("open", "observe");
    }

    @Test
    void anAdoptedPortIsWrittenAndItsNeighboursAreNot() {
        assertThat(adopt("ge1").done()).isTrue();

        assertThat(tor.written).containsExactly(GE1);
        assertThat(state("ge1")).isEqualTo("converged");
        assertThat(state("ge2")).isEqualTo("observed");
        assertThat(daemon.port("tor", "ge1").adoptedBy()).isEqualTo("root");
        assertThat(daemon.port("tor", "ge1").adoptedAs()).isEqualTo("access, VLAN 1 untagged, up, link up");
        assertThat(daemon.journal()).contains("adopted");
    }

    @Test
    void thePlanTellsOfLivePortsFirst() {
        tor.set(GE2, 42, true);
        tor.ports.put(GE1, new PortState(GE1, PortMode.ACCESS, new Vlan(1), List.of(), true, false, ""));

        AdoptionPlan plan = adoptions().look("tor", List.of("ge1", "ge2"), world.deadline());

        assertThat(plan.live()).isEqualTo(1);
        PortPlan first = plan.ports().get(0);
        assertThat(first.port()).isEqualTo("ge2");
        assertThat(first.alive()).containsExactly("has a link", "carries VLAN 42");
        assertThat(first.change()).isEqualTo("~");
        assertThat(first.vlansNow()).containsExactly(42);
        assertThat(first.vlansThen()).containsExactly(999);
        assertThat(plan.ports().get(1).alive()).isEmpty();
    }

    @Test
    void whatIsNoLongerAsItWasShownIsNotAdopted() {
        AdoptionPlan plan = adoptions().look("tor", List.of("ge1"), world.deadline());
        tor.set(GE1, 42, true);

        assertThatThrownBy(() ->
                        adoptions().adopt("tor", List.of("ge1"), plan.seen(), plan.live(), OPERATOR, world.deadline()))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().code()).isEqualTo(ProblemCode.CONFLICT));
        assertThat(asked).isEmpty();
        assertThat(state("ge1")).isEqualTo("observed");
    }

    @Test
    void aWrongNumberOfLivePortsAdoptsNothing() {
        AdoptionPlan plan = adoptions().look("tor", List.of("ge1"), world.deadline());

        assertThatThrownBy(() -> adoptions().adopt("tor", List.of("ge1"), plan.seen(), 0, OPERATOR, world.deadline()))
                .hasMessageContaining("1 of these ports are live, not 0");
        assertThat(asked).isEmpty();
    }

    @Test
    void onlyManagedPortsCanBeAdopted() {
        assertThatThrownBy(() -> adoptions().look("tor", List.of("ge4"), world.deadline()))
                .hasMessageContaining("tor ge4 is not a managed port");
    }

    @Test
    void anObservedTrunkWithEveryVlanHoldsNoNetworkBack() {
        adopt("ge1");
        trunk(GE3);
        world.time.pass(Duration.ofMinutes(6));

        for (int i = 0; i < 20; i++) {
            world.network(300 + i, ALICE, "Implementing", 160 + i);
            assertThat(implement(300 + i, 160 + i).success()).isTrue();
        }
        world.time.pass(Duration.ofMinutes(6));
        for (int i = 0; i < 20; i++) {
            assertThat(shutDown(300 + i, 160 + i))
                    .isEqualTo(new Answer(true, "Network " + (300 + i) + ": no managed port is in its VLAN."));
        }
        assertThat(tor.written).containsExactly(GE1);
    }

    @Test
    void aTrunkThatNobodyAdoptedHoldsNothingBackAfterTheStoreWasLostEither() throws IOException {
        trunk(GE3);
        daemon.close();
        for (String file : List.of("demarc.sqlite", "demarc.sqlite-wal", "demarc.sqlite-shm")) {
            Files.deleteIfExists(world.state.resolve(file));
        }
        daemon = CoreProcess.start(world);
        apply("");
        daemon.operations().store().accept("it was lost", OPERATOR, world.deadline());
        world.network(300, ALICE, "Implementing", 160);
        assertThat(implement(300, 160).success()).isTrue();

        Answer gone = daemon.life().destroyed(event(300, null), world.deadline());

        assertThat(gone.success()).as(gone.message()).isTrue();
        assertThat(asked).isEmpty();
    }

    @Test
    void whatAnObservedPortCarriesOfNetworksIsJournaledOnce() {
        world.network(300, ALICE, "Implementing", 160);
        implement(300, 160);
        tor.set(GE3, 160, true);
        world.time.pass(Duration.ofMinutes(20));

        assertThat(daemon.operations().newestJournal(100))
                .filteredOn(entry -> entry.kind().equals("observed"))
                .extracting(JournalEntry::message)
                .containsExactly(
                        "tor ge3: carries VLAN 160 of network 300 'net-300' (access, VLAN 160 untagged, up, link"
                                + " up). It isn't adopted, so nothing was written.");
    }

    @Test
    void aDeviceOnAnObservedPortIsAttachedInTheBooksAndNotOnTheSwitch() {
        implement(204, 150);

        Outcome outcome = attach("alice-vpn");

        assertThat(outcome.done()).isFalse();
        assertThat(outcome.message()).contains("is only observed", "demarc adopt tor ge1");
        assertThat(state("ge1")).isEqualTo("observed");
        assertThat(daemon.operations().doctor(world.deadline()))
                .anyMatch(finding ->
                        finding.verdict().equals("warning") && finding.message().contains("is only observed"));
        adopt("ge1");
        assertThat(tor.port("ge1").carriesOnly(new Vlan(150))).isTrue();
    }

    @Test
    void anAttachedDevicesObservedPortKeepsItsNetworksVlanWhileItCarriesIt() {
        attach("alice-vpn");
        implement(204, 150);
        tor.set(GE1, 150, true);

        assertThat(shutDown(204, 150).success()).isFalse();

        tor.set(GE1, 1, true);
        assertThat(shutDown(204, 150).success()).isTrue();
        assertThat(asked).isEmpty();
    }

    @Test
    void anAttachedDevicesObservedPortThatCantBeReadKeepsTheVlan() {
        attach("alice-vpn");
        implement(204, 150);
        tor.set(GE1, 150, true);
        tor.goAway();

        assertThat(shutDown(204, 150).success()).isFalse();
        tor.comeBack();
        tor.set(GE1, 1, true);
        assertThat(shutDown(204, 150).success()).isTrue();
    }

    @Test
    void aSwitchBehindAnotherAddressIsObservedAgainAndItsClaimsStay() {
        adopt();
        attach("alice-vpn");
        implement(204, 150);
        asked.clear();

        daemon.apply("switches:\n" + World.switchYaml("tor", "fake", 3).replace("192.0.2.10", "192.0.2.11") + DEVICES);
        world.time.pass(Duration.ofMinutes(6));

        assertThat(asked).isEmpty();
        assertThat(state("ge1")).isEqualTo("observed");
        assertThat(shutDown(204, 150).success()).isFalse();
        adopt();
        assertThat(shutDown(204, 150).success()).isTrue();
    }

    /** However the known_hosts file came to know it: by 'demarc switch trust', or by hand. */
    @Test
    void aSwitchWithAnotherHostKeyIsObservedAgainAndItsClaimsStay() {
        adopt();
        attach("alice-vpn");
        implement(204, 150);
        asked.clear();
        tor.hostKey = "SHA256:second";
        tor.set(GE3, 42, true);

        Outcome trial = daemon.operations().reconcile(Optional.empty(), true, OPERATOR, world.deadline());
        assertThat(trial.plan().get(0).lines()).isEmpty();
        world.time.pass(Duration.ofMinutes(6));

        assertThat(asked).isEmpty();
        assertThat(state("ge3")).isEqualTo("observed");
        assertThat(daemon.operations().newestJournal(100))
                .extracting(JournalEntry::message)
                .contains("Switch tor: its host key is another one than when its ports were adopted, so they are only"
                        + " observed until somebody adopts them.");
        assertThat(shutDown(204, 150).success()).isFalse();
        adopt();
        assertThat(shutDown(204, 150).success()).isTrue();
    }

    @Test
    void aCeilingOverTheSwitchLetsNothingBeWrittenWhateverIsAdopted() {
        apply("    manage: observe\n");
        adopt();
        attach("alice-vpn");
        implement(204, 150);
        world.time.pass(Duration.ofMinutes(6));

        assertThat(asked).isEmpty();
        assertThat(daemon.operations().switches().get(0).manage()).isEqualTo("observe");
        apply("    manage: enforce\n");
        assertThat(tor.port("ge1").carriesOnly(new Vlan(150))).isTrue();
    }

    @Test
    void theDaemonsOwnCeilingDoesSoForEverySwitchAndASaveThatIsDueWaitsToo() {
        world.configuration += "reconcile: { save: delayed, save-delay: 1h }\n";
        daemon.close();
        daemon = CoreProcess.start(world);
        adopt();
        daemon.close();
        asked.clear();
        world.configuration += "manage: observe\n";
        daemon = CoreProcess.start(world);
        tor.set(GE1, 42, true);
        world.time.pass(Duration.ofHours(3));

        assertThat(asked).isEmpty();
        assertThat(daemon.operations().doctor(world.deadline()))
                .anyMatch(finding -> finding.message().contains("demarc.yaml says manage: observe"));
    }

    @Test
    void aPortThatLeavesTheInventoryIsNotAdoptedWhenItComesBack() {
        adopt();
        daemon.apply("switches:\n" + World.switchYaml("tor", "fake", 2) + DEVICES);
        apply("");

        assertThat(state("ge3")).isEqualTo("observed");
        assertThat(state("ge2")).isEqualTo("converged");
    }

    @Test
    void thePortsOfAStoreFromBeforeAdoptionsCountAsAdopted() {
        daemon.close();
        world = new World(directory.resolve("old"));
        tor = world.addSwitch("tor", false, 5);
        PrivateFiles.createDirectory(world.state);
        OldStore.makeVersion5(
                world.state.resolve("demarc.sqlite"), "switches:\n" + World.switchYaml("tor", "fake", 3) + DEVICES);
        daemon = CoreProcess.start(world);
        assertThat(daemon.port("tor", "ge1").adoptedBy()).isEqualTo("the upgrade to this version");

        daemon.apply("switches:\n" + World.switchYaml("tor", "fake", 4) + DEVICES);
        daemon.operations().store().accept("it is from before", OPERATOR, world.deadline());
        world.time.pass(Duration.ofMinutes(6));

        assertThat(tor.written).containsExactlyInAnyOrder(GE1, GE2, GE3);
        assertThat(state("ge1")).isEqualTo("converged");
        assertThat(state("ge4")).isEqualTo("observed");
        tor.hostKey = "SHA256:second";
        world.time.pass(Duration.ofMinutes(6));
        assertThat(state("ge1")).isEqualTo("observed");
        daemon.close();
        daemon = CoreProcess.start(world);
        assertThat(daemon.journal().stream().filter("adopted"::equals)).hasSize(1);
    }

    @Test
    void aPortIsGivenBackAsItIs() {
        adopt();
        attach("alice-vpn");
        implement(204, 150);

        assertThatThrownBy(() -> adoptions().unadopt("tor", List.of(), false, false, OPERATOR, world.deadline()))
                .hasMessageContaining("device alice-vpn is attached to network 'net-204': detach it first");
        assertThat(adoptions()
                        .unadopt("tor", List.of("ge2"), false, false, OPERATOR, world.deadline())
                        .done())
                .isTrue();
        asked.clear();
        tor.set(GE2, 42, true);
        world.time.pass(Duration.ofMinutes(6));

        assertThat(asked).isEmpty();
        assertThat(tor.port("ge2").untagged()).isEqualTo(new Vlan(42));
    }

    @Test
    void aDryRunOfGivingBackTellsThatThereIsSomethingToDoUntilItIsDone() {
        adopt("ge1");
        asked.clear();

        Outcome trial = adoptions().unadopt("tor", List.of(), false, true, OPERATOR, world.deadline());
        assertThat(trial.done()).isFalse();
        assertThat(trial.message()).contains("Would give back 1 port", "nothing is sent to the switch");
        assertThat(daemon.port("tor", "ge1").adopted()).isTrue();
        adoptions().unadopt("tor", List.of(), false, false, OPERATOR, world.deadline());

        assertThat(adoptions()
                        .unadopt("tor", List.of(), false, true, OPERATOR, world.deadline())
                        .done())
                .isTrue();
        assertThat(asked).isEmpty();
    }

    @Test
    void aPortThatMayStillCarryATenantsVlanIsNotGivenBack() {
        adopt();
        attach("alice-vpn");
        implement(204, 150);
        tor.goAway();
        daemon.operations().detach("alice-vpn", false, OPERATOR, world.deadline());

        assertThatThrownBy(() -> adoptions().unadopt("tor", List.of("ge1"), false, false, OPERATOR, world.deadline()))
                .hasMessageContaining("tor ge1 may still carry VLAN 150 of network 204");
    }

    @Test
    void aFreezeHoldsChangesBackButNotTheParkingThatTakesATenantsVlanAway() {
        adopt();
        attach("alice-vpn");
        implement(204, 150);
        assertThat(adoptions().freeze(Optional.of("tor"), "new firmware", OPERATOR))
                .contains("new firmware");
        asked.clear();

        Outcome held = attach("alice-two");

        assertThat(held.done()).isFalse();
        assertThat(held.message()).contains("switch tor is frozen since", "by root: new firmware", "demarc thaw tor");
        assertThat(asked).isEmpty();
        assertThat(state("ge2")).isEqualTo("pending");
        assertThat(daemon.operations().switches().get(0).frozen()).contains("new firmware");
        daemon.operations().detach("alice-two", false, OPERATOR, world.deadline());
        assertThat(shutDown(204, 150).success()).isTrue();
        assertThat(tor.carrying(new Vlan(150))).isEmpty();
        assertThat(daemon.journal()).contains("frozen", "held");
    }

    @Test
    void whatAFreezeHeldBackIsDoneWhenItIsOver() {
        adopt();
        adoptions().freeze(Optional.empty(), "change window of the core", OPERATOR);
        attach("alice-vpn");
        assertThat(implement(204, 150).success()).isTrue();
        assertThat(tor.carrying(new Vlan(150))).isEmpty();

        adoptions().thaw(Optional.empty(), OPERATOR);
        world.time.pass(Duration.ofSeconds(5));

        assertThat(tor.carrying(new Vlan(150))).containsExactly(GE1);
    }

    @Test
    void noMorePortsAreChangedInAMinuteThanAllowedAndTheRestFollows() {
        world.configuration += "reconcile: { most-changes: { on-one-switch: 2 } }\n";
        daemon.close();
        daemon = CoreProcess.start(world);

        AdoptionPlan plan = adoptions().look("tor", List.of(), world.deadline());
        Outcome outcome = adoptions().adopt("tor", List.of(), plan.seen(), plan.live(), OPERATOR, world.deadline());

        assertThat(outcome.done()).isFalse();
        assertThat(tor.written).containsExactlyInAnyOrder(GE1, GE2);
        world.time.pass(Duration.ofMinutes(2));
        assertThat(tor.written).containsExactlyInAnyOrder(GE1, GE2, GE3);
        assertThat(state("ge3")).isEqualTo("converged");
    }

    /** Counted for each switch and for all together; a port that a tenant's VLAN is taken off isn't. */
    @Test
    void aDryRunTellsWhichChangesWaitUntilTheFirstMinuteIsOver() {
        world.addSwitch("twin", false, 3);
        world.configuration += "reconcile: { most-changes: { on-one-switch: 2, on-all: 3 } }\n";
        daemon.close();
        daemon = CoreProcess.start(world);
        String twins = "switches:\n" + World.switchYaml("tor", "fake", 3) + World.switchYaml("twin", "fake", 3);
        daemon.apply(twins + DEVICES);
        assertThat(adoptions().look("tor", List.of(), world.deadline()).ports())
                .extracting(PortPlan::waits)
                .containsExactly(false, false, true);
        adoptions().freeze(Optional.empty(), "to look", OPERATOR);
        daemon.adoptAll();
        tor.set(GE1, 150, true);

        String plan = plan(Optional.empty());

        assertThat(plan.substring(plan.indexOf("switch tor\n"), plan.indexOf("switch twin\n")))
                .doesNotContain("wait");
        assertThat(plan.substring(plan.indexOf("switch twin\n")))
                .contains("  2 of these wait until the first minute is over\n");
    }

    @Test
    void theLimitNeverKeepsAPortInAVlanThatIsToBeReleased() {
        world.configuration += "reconcile: { most-changes: { on-one-switch: 3 } }\n";
        daemon.close();
        daemon = CoreProcess.start(world);
        adopt();
        world.time.pass(Duration.ofMinutes(2));
        attach("alice-vpn");
        attach("alice-two");
        implement(204, 150);
        tor.set(GE3, 42, true);
        world.time.pass(Duration.ofMinutes(6));

        assertThat(shutDown(204, 150).success()).isTrue();
    }

    @Test
    void aPortIsGivenBackAsItWasAndReadBack() {
        tor.set(GE3, 42, true);
        adopt("ge3");
        assertThat(tor.port("ge3").untagged()).isEqualTo(new Vlan(999));

        Outcome outcome = adoptions().unadopt("tor", List.of("ge3"), true, false, OPERATOR, world.deadline());

        assertThat(outcome.done()).as(outcome.message()).isTrue();
        assertThat(tor.port("ge3").inWords()).isEqualTo("access, VLAN 42 untagged, up, link up");
        assertThat(state("ge3")).isEqualTo("observed");
        assertThat(daemon.port("tor", "ge3").adopted()).isFalse();
    }

    @Test
    void aPortIsNotGivenBackIntoAVlanThatIsATenantsForbiddenOrANetworksByNow() {
        tor.set(GE1, 150, true);
        tor.set(GE2, 1, true);
        tor.set(GE3, 42, true);
        adopt();
        world.time.pass(Duration.ofMinutes(1));

        assertThatThrownBy(() ->
                        adoptions().unadopt("tor", List.of("ge1", "ge2"), true, false, OPERATOR, world.deadline()))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().details())
                                .anyMatch(reason -> reason.startsWith("tor ge1: was in VLAN 150, which is a tenant's"))
                                .anyMatch(reason -> reason.startsWith("tor ge2: was in VLAN 1, which is a tenant's")));
        world.network(300, ALICE, "Implementing", 42);
        implement(300, 42);
        assertThatThrownBy(() -> adoptions().unadopt("tor", List.of("ge3"), true, false, OPERATOR, world.deadline()))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().details().get(0)).contains("which belongs to network 300"));
        assertThat(state("ge1")).isEqualTo("converged");
    }

    /** A slip in the switch's VLANs would take every device off its network. */
    @Test
    void anInventoryThatWouldParkMoreThanAFewLivePortsHasToBeCounted() {
        tor = world.addSwitch("big", false, 6);
        String devices = IntStream.rangeClosed(1, 5)
                .mapToObj(i -> World.deviceYaml("alice-" + i, "alice", "big", i))
                .collect(Collectors.joining());
        String inventory = "switches:\n" + World.switchYaml("big", "fake", 6) + "devices:\n" + devices;
        daemon.apply(inventory);
        daemon.adoptAll();
        implement(204, 150);
        IntStream.rangeClosed(1, 5)
                .forEach(
                        i -> daemon.operations().attach("alice-" + i, "204", false, false, OPERATOR, world.deadline()));
        assertThat(tor.carrying(new Vlan(150))).hasSize(5);
        String mad = inventory.replace("100-199", "100-149");

        InventoryChange trial = daemon.operations().inventory().apply(mad, Consent.NONE, true, OPERATOR);
        assertThat(trial.parked()).hasSize(5).allMatch(line -> line.contains("VLAN 150 untagged, up, link up"));
        assertThatThrownBy(() -> daemon.operations().inventory().apply(mad, Consent.NONE, false, OPERATOR))
                .hasMessageContaining("would park 5 live ports")
                .hasMessageContaining("--yes-park 5");
        assertThatThrownBy(() -> daemon.operations().inventory().apply(mad, counted(4), false, OPERATOR))
                .hasMessageContaining("would park 5 live ports, not 4");
        world.time.pass(Duration.ofMinutes(6));
        assertThat(tor.carrying(new Vlan(150))).hasSize(5);

        daemon.operations().inventory().apply(mad, counted(5), false, OPERATOR);
        world.time.pass(Duration.ofSeconds(10));
        assertThat(tor.carrying(new Vlan(150))).isEmpty();
    }

    private static Consent counted(long ports) {
        return new Consent(Optional.empty(), Optional.of(ports));
    }

    @Test
    void aDryRunOfAnInventoryTellsWhatItsApplyWouldSend() {
        adopt();
        asked.clear();
        String other = "switches:\n" + World.switchYaml("tor", "fake", 3).replace("999", "998") + DEVICES;

        List<SwitchPlan> plan = daemon.operations().inventory().plan(other, world.deadline());
        assertThat(asked).isEmpty();
        daemon.apply(other);
        world.time.pass(Duration.ofSeconds(10));

        assertThat(sent()).isEqualTo(plan.get(0).lines()).isNotEmpty();
    }

    @Test
    void whatADryRunTellsIsWhatTheRunSends() {
        adopt("ge1");
        implement(204, 150);
        asked.clear();

        Outcome attaching = daemon.operations().attach("alice-vpn", "204", false, true, OPERATOR, world.deadline());
        assertThat(asked).isEmpty();
        attach("alice-vpn");
        assertThat(sent()).isEqualTo(attaching.plan().get(0).lines()).isNotEmpty();

        tor.set(GE1, 42, true);
        Outcome reconciling = daemon.operations().reconcile(Optional.of("tor"), true, OPERATOR, world.deadline());
        daemon.operations().reconcile(Optional.of("tor"), false, OPERATOR, world.deadline());
        assertThat(sent()).isEqualTo(reconciling.plan().get(0).lines()).isNotEmpty();

        Outcome detaching = daemon.operations().detach("alice-vpn", true, OPERATOR, world.deadline());
        daemon.operations().detach("alice-vpn", false, OPERATOR, world.deadline());
        assertThat(sent()).isEqualTo(detaching.plan().get(0).lines()).isNotEmpty();

        AdoptionPlan adopting = adoptions().look("tor", List.of(), world.deadline());
        adoptions().adopt("tor", List.of(), adopting.seen(), adopting.live(), OPERATOR, world.deadline());
        assertThat(sent()).isEqualTo(adopting.lines()).isNotEmpty();

        assertThat(daemon.operations()
                        .reconcile(Optional.empty(), true, OPERATOR, world.deadline())
                        .done())
                .isTrue();
    }

    private String plan() {
        return plan(Optional.of("tor"));
    }

    private String plan(Optional<String> switchName) {
        return daemon.operations()
                .plans()
                .draw(switchName, Optional.empty(), Optional.empty(), OPERATOR, world.deadline());
    }

    private Outcome execute(String plan) {
        return daemon.operations().plans().execute(plan, OPERATOR, world.deadline());
    }

    @Test
    void anApprovedPlanIsExecutedInSpiteOfAFreezeAndNothingElseIs() {
        adopt();
        adoptions().freeze(Optional.empty(), "changes need the board", OPERATOR);
        implement(204, 150);
        attach("alice-vpn");
        asked.clear();

        String plan = plan();
        assertThat(plan)
                .contains("about       tor", "add ge1: access, VLAN 999 untagged, down, no link -> VLAN 150 untagged");
        attach("alice-two");
        assertThatThrownBy(() -> execute(plan))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().details())
                                .anyMatch(line -> line.startsWith("+ tor: add ge2: access, VLAN 999")));
        assertThat(asked).isEmpty();
        daemon.operations().detach("alice-two", false, OPERATOR, world.deadline());

        assertThat(execute(plan).done()).isTrue();
        assertThat(tor.carrying(new Vlan(150))).containsExactly(GE1);
        tor.set(GE3, 42, true);
        world.time.pass(Duration.ofMinutes(6));
        assertThat(tor.port("ge3").untagged()).isEqualTo(new Vlan(42));
        assertThat(daemon.journal()).contains("plan");
    }

    @Test
    void aPlanIsRefusedWhenAPortOrTheInventoryIsOtherwiseOrItsTextWasChanged() {
        adopt();
        adoptions().freeze(Optional.empty(), "changes need the board", OPERATOR);
        implement(204, 150);
        attach("alice-vpn");
        String plan = plan();
        asked.clear();

        assertThatThrownBy(() -> execute(plan.replace("150", "151"))).hasMessageContaining("text was changed");
        assertThatThrownBy(() -> execute("rm -rf /")).hasMessageContaining("no plan of Demarc");
        tor.set(GE1, 42, true);
        assertThatThrownBy(() -> execute(plan))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().details())
                                .anyMatch(line -> line.startsWith("+ tor: add ge1: access, VLAN 42 untagged, up")));
        tor.set(GE1, 999, false);
        apply("    zones: [1]\n");
        assertThatThrownBy(() -> execute(plan)).hasMessageContaining("no longer as it was");
        assertThat(asked).isEmpty();
    }

    /** The same lines, under another switch. */
    @Test
    void aPlanForOneSwitchIsNotExecutedOnAnother() {
        FakeSwitch twin = world.addSwitch("twin", false, 3);
        daemon.apply(
                "switches:\n" + World.switchYaml("tor", "fake", 3) + World.switchYaml("twin", "fake", 3) + DEVICES);
        daemon.adoptAll();
        adoptions().freeze(Optional.empty(), "changes need the board", OPERATOR);
        tor.set(GE3, 42, true);
        String plan = daemon.operations()
                .plans()
                .draw(Optional.empty(), Optional.empty(), Optional.empty(), OPERATOR, world.deadline());
        tor.set(GE3, 999, false);
        twin.set(GE3, 42, true);

        assertThatThrownBy(() -> execute(plan))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().details()).anyMatch(line -> line.startsWith("+ twin: change ge3")));
        assertThat(twin.port("ge3").untagged()).isEqualTo(new Vlan(42));
    }

    @Test
    void aFreezeHoldsBackWhatIsBeingReadAtThatMoment() {
        adopt();
        attach("alice-vpn");
        asked.clear();
        boolean[] isFrozen = new boolean[1];
        tor.fault = what -> {
            if (what.equals("observe") && !isFrozen[0]) {
                isFrozen[0] = true;
                adoptions().freeze(Optional.of("tor"), "stop", OPERATOR);
            } else if (!what.matches("open|observe|uptime|(?:locate|traffic) .*")) {
                asked.add(what);
            }
        };

        implement(204, 150);

        assertThat(isFrozen[0]).isTrue();
        assertThat(asked).isEmpty();
    }

    @Test
    void aPlanIsExecutedInItsTimeOnly() {
        adopt();
        String later = daemon.operations()
                .plans()
                .draw(
                        Optional.empty(),
                        Optional.of(
                                world.time.instant().plus(Duration.ofHours(1)).toString()),
                        Optional.of(
                                world.time.instant().plus(Duration.ofHours(2)).toString()),
                        OPERATOR,
                        world.deadline());

        assertThatThrownBy(() -> execute(later)).hasMessageContaining("to be executed not before");
        world.time.pass(Duration.ofMinutes(90));
        assertThat(execute(later).message()).isEqualTo("The plan has nothing to do.");
        world.time.pass(Duration.ofHours(1));
        assertThatThrownBy(() -> execute(later)).hasMessageContaining("to be executed not after");
    }

    /** What the switch was sent since the last question. */
    private List<String> sent() {
        List<String> sent =
                asked.stream().filter(what -> !what.equals("applied")).toList();
        asked.clear();
        return sent;
    }
}
