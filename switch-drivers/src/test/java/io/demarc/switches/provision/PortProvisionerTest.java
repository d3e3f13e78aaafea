/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.provision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import io.demarc.switches.Capability;
import io.demarc.switches.Doubt;
import io.demarc.switches.PortDescription;
import io.demarc.switches.PortEvidence;
import io.demarc.switches.PortEvidence.Neighbour;
import io.demarc.switches.PortMode;
import io.demarc.switches.PortName;
import io.demarc.switches.PortState;
import io.demarc.switches.SwitchName;
import io.demarc.switches.Vlan;
import io.demarc.switches.VlanRanges;
import io.demarc.switches.provision.PortReport.Outcome;
import io.demarc.switches.provision.PortRules.Guard;
import io.demarc.switches.provision.PortTarget.Carry;
import io.demarc.switches.provision.PortTarget.Idle;
import io.demarc.switches.session.PortStep;
import io.demarc.switches.session.PortStep.Attach;
import io.demarc.switches.session.PortStep.CreateVlan;
import io.demarc.switches.session.PortStep.Enable;
import io.demarc.switches.session.PortStep.Park;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PortProvisionerTest {
    private static final SwitchName NAME = new SwitchName("sw");
    private static final PortName P1 = new PortName("p1");
    private static final PortName P2 = new PortName("p2");
    private static final Vlan PARKING = new Vlan(999);
    private static final PortDescription LABEL = new PortDescription("alice-vpn");

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void attachesAnIdlePortAndReadsItBack(boolean atomic) {
        ModelSwitch model = idleSwitch(atomic);

        PortReport report = only(provision(model, carry(P1, 150)));

        assertThat(report.outcome()).isEqualTo(Outcome.CHANGED);
        assertThat(model.state("p1").carriesOnly(new Vlan(150))).isTrue();
        assertThat(model.state("p1").adminUp()).isTrue();
        assertThat(model.isUnconfirmed()).isFalse();
        assertThat(model.saved).isTrue();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void writesNothingWhenEverythingIsAsWanted(boolean atomic) {
        ModelSwitch model = idleSwitch(atomic);

        PortReport report = only(provision(model, new Idle(P1, Set.of())));

        assertThat(report.outcome()).isEqualTo(Outcome.UNCHANGED);
        assertThat(model.executed).isEmpty();
        assertThat(model.saved).isFalse();
    }

    @Test
    void aPortIsNeverUpInAVlanThatIsNeitherItsOldNorItsNewOne() {
        ModelSwitch model = idleSwitch(false);
        model.port("p1", 150, true);
        List<String> seen = new ArrayList<>();
        model.watcher = now -> seen.add(now.state("p1").untagged() + (up(now, "p1") ? " up" : " down"));

        provision(model, carry(P1, 160));

        assertThat(seen).containsExactly("150 up", "150 down", "160 down", "160 up");
    }

    @Test
    void letsPortsGoBeforeItAttachesOthers() {
        ModelSwitch model = idleSwitch(false);
        model.port("p1", 150, true);
        model.watcher = now -> assertThat(now.ports.values().stream()
                        .filter(port -> port.carries(new Vlan(150)))
                        .count())
                .isLessThanOrEqualTo(1);

        provision(model, carry(P2, 150), new Idle(P1, Set.of(new Vlan(150))));

        assertThat(model.state("p1").carriesOnly(PARKING)).isTrue();
        assertThat(model.state("p2").carriesOnly(new Vlan(150))).isTrue();
    }

    @Test
    void createsAMissingVlanOnce() {
        ModelSwitch model = idleSwitch(false);

        provision(model, carry(P1, 150), carry(P2, 150));

        assertThat(model.executed.stream().filter(CreateVlan.class::isInstance))
                .containsExactly(new CreateVlan(new Vlan(150), "demarc-150"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void oneBadPortDoesNotHoldTheOthers(boolean atomic) {
        ModelSwitch model = new ModelSwitch(atomic);
        List<PortTarget> targets = new ArrayList<>();
        for (int i = 1; i <= 48; i++) {
            model.port("p" + i, 999, false);
            targets.add(carry(new PortName("p" + i), 150));
        }
        PortName bad = new PortName("p31");
        model.rejects = step -> step instanceof Attach && bad.equals(step.target());

        List<PortReport> reports = provision(model, targets.toArray(new PortTarget[0]));

        assertThat(reports)
                .filteredOn(report -> report.outcome() == Outcome.CHANGED)
                .hasSize(47);
        PortReport failed = reports.stream()
                .filter(report -> report.port().equals(bad))
                .findFirst()
                .orElseThrow();
        assertThat(failed.outcome()).isEqualTo(Outcome.FAILED_IDLE);
        assertThat(Objects.requireNonNull(failed.problem()).message())
                .contains("% Rejected")
                .contains("returned to its idle state (VLAN 999, down)");
        assertThat(model.isUnconfirmed()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void parksAPortWhoseSwitchSaysNothingButDoesNothing(boolean atomic) {
        ModelSwitch model = idleSwitch(atomic);
        model.port("p1", 1, true);
        model.ignores = step -> step instanceof Attach;

        PortReport report = only(provision(model, carry(P1, 150)));

        assertThat(report.outcome()).isEqualTo(Outcome.FAILED_IDLE);
        assertThat(Objects.requireNonNull(report.problem()).message())
                .isEqualTo("sw p1: read back 'access, VLAN 1 untagged, " + (atomic ? "up, link up" : "down, no link")
                        + "' after setting VLAN 150 untagged. The port was returned to its idle state (VLAN 999, down)."
                        + " Look at the port on the switch; 'demarc plan' shows what is sent.");
        assertThat(model.state("p1").carriesOnly(PARKING)).isTrue();
        assertThat(model.state("p1").adminUp()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void saysSoWhenNotEvenParkingWorks(boolean atomic) {
        ModelSwitch model = idleSwitch(atomic);
        model.port("p1", 150, true);
        model.ignores = step -> step instanceof Park;

        PortReport report = only(provision(model, new Idle(P1, Set.of(new Vlan(150)))));

        assertThat(report.outcome()).isEqualTo(Outcome.FAILED_UNKNOWN);
        assertThat(report.isAsWanted()).isFalse();
        assertThat(Objects.requireNonNull(report.problem()).message())
                .contains("could not be returned to its idle state")
                .contains("VLAN 150 untagged");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aLostConnectionLeavesThePortUnknownAndNeverAsWanted(boolean atomic) {
        ModelSwitch model = idleSwitch(atomic);
        model.losesBefore = step -> step instanceof Enable;

        PortReport report = only(provision(model, carry(P1, 150)));

        assertThat(report.outcome()).isEqualTo(Outcome.FAILED_UNKNOWN);
        assertThat(report.after()).isNull();
        assertThat(Objects.requireNonNull(report.problem()).code()).isEqualTo(ProblemCode.SWITCH_UNREACHABLE);
    }

    @Test
    void aBusySwitchIsNotWrittenAnyMoreInThisBatch() {
        ModelSwitch model = idleSwitch(false);
        model.busy = step -> true;

        PortReport report = only(provision(model, carry(P1, 150)));

        assertThat(Objects.requireNonNull(report.problem()).code()).isEqualTo(ProblemCode.SWITCH_BUSY);
        assertThat(report.after()).isEqualTo(report.before());
        assertThat(model.executed).isEmpty();
    }

    @Test
    void aFailedSaveIsToldButThePortIsAsWanted() {
        ModelSwitch model = idleSwitch(false);
        model.saveFails = true;

        ProvisionResult result = provisioner(model).provision(model, rules(), List.of(carry(P1, 150)), changes -> {});

        assertThat(result.reports().get(0).isAsWanted()).isTrue();
        assertThat(Objects.requireNonNull(result.saveProblem()).code()).isEqualTo(ProblemCode.SAVE_FAILED);
    }

    @Test
    void tellsTheObserverBeforeTheFirstWrite() {
        ModelSwitch model = idleSwitch(false);

        assertThatThrownBy(() -> provisioner(model).provision(model, rules(), List.of(carry(P1, 150)), changes -> {
                    throw ProblemException.of(ProblemCode.INTERNAL, "the journal is full", "");
                }))
                .hasMessageContaining("the journal is full");

        assertThat(model.executed).isEmpty();
    }

    @Test
    void refusesAPortThatIsNotManaged() {
        ModelSwitch model = idleSwitch(false);
        model.port("p60", 150, true);

        assertRefused(model, new Idle(new PortName("p60"), Set.of()), ProblemCode.PORT_NOT_MANAGED);
    }

    @Test
    void refusesAVlanOutsideTheRangesAndTheForbiddenOnesWithin() {
        assertRefused(idleSwitch(false), carry(P1, 300), ProblemCode.VLAN_NOT_ALLOWED);
        assertRefused(idleSwitch(false), carry(P1, 110), ProblemCode.VLAN_NOT_ALLOWED);
        assertRefused(idleSwitch(false), carry(P1, 999), ProblemCode.VLAN_NOT_ALLOWED);
    }

    @Test
    void refusesAPortThatTheSwitchDoesNotHave() {
        ModelSwitch model = idleSwitch(false);
        model.ports.remove(P1);

        assertRefused(model, carry(P1, 150), ProblemCode.PORT_NOT_FOUND);
    }

    @Test
    void refusesTrunksLagMembersSwitchNeighboursRoutedPortsAndItsOwnManagementPort() {
        ModelSwitch trunk = idleSwitch(false);
        trunk.ports.put(P1, new PortState(P1, PortMode.TRUNK, new Vlan(1), List.of(new Vlan(5)), true, true, "uplink"));
        assertRefused(trunk, carry(P1, 150), ProblemCode.PORT_GUARDED);

        ModelSwitch routed = idleSwitch(false);
        routed.ports.put(P1, new PortState(P1, PortMode.ROUTED, null, null, true, true, ""));
        assertRefused(routed, carry(P1, 150), ProblemCode.PORT_GUARDED);

        ModelSwitch lag = idleSwitch(false);
        lag.evidence.put(P1, new PortEvidence(P1, null, "Port-channel1", null));
        assertRefused(lag, carry(P1, 150), ProblemCode.PORT_GUARDED);

        ModelSwitch neighbour = idleSwitch(false);
        neighbour.evidence.put(P1, new PortEvidence(P1, new Neighbour("core1", "Eth1", true), null, null));
        assertRefused(neighbour, carry(P1, 150), ProblemCode.PORT_GUARDED);

        ModelSwitch own = idleSwitch(false);
        own.evidence.put(P1, new PortEvidence(P1, null, null, "192.0.2.1"));
        assertRefused(own, carry(P1, 150), ProblemCode.PORT_GUARDED);

        ModelSwitch liar = idleSwitch(false);
        liar.ports.put(P1, liar.state("p1").doubting(List.of(Doubt.contradiction("dot1qPvid 1, untagged in 150"))));
        assertRefused(liar, carry(P1, 150), ProblemCode.SWITCH_CONTRADICTS_ITSELF);
    }

    @Test
    void theInventoryLiftsAGuardForOneVeryPort() {
        ModelSwitch model = idleSwitch(false);
        for (PortName port : List.of(P1, P2)) {
            model.evidence.put(port, new PortEvidence(port, new Neighbour("fw", "e0", true), null, null));
        }
        PortRules rules = new PortRules(
                Map.of(P1, EnumSet.of(Guard.LLDP_BRIDGE), P2, Set.of()),
                VlanRanges.parse("100-199"),
                Set.of(),
                PARKING,
                true);

        List<PortReport> reports = provisioner(model)
                .provision(model, rules, List.of(carry(P1, 150), carry(P2, 150)), changes -> {})
                .reports();

        assertThat(reports).extracting(PortReport::outcome).containsExactly(Outcome.CHANGED, Outcome.REFUSED);
    }

    @Test
    void anApplianceCannotStayInItsVlanByPosingAsASwitch() {
        ModelSwitch model = idleSwitch(false);
        model.port("p1", 150, true);
        model.evidence.put(P1, new PortEvidence(P1, new Neighbour("evil", "e0", true), null, null));

        PortReport report = only(provision(model, new Idle(P1, Set.of(new Vlan(150)))));

        assertThat(report.outcome()).isEqualTo(Outcome.CHANGED);
        assertThat(model.state("p1").carriesOnly(PARKING)).isTrue();
    }

    /** Whatever goes wrong at whichever steps: only managed ports are written, and nothing is claimed that isn't so. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void holdsItsPromisesUnderRandomFaults(boolean atomic) {
        for (int seed = 0; seed < 3000; seed++) {
            Random random = new Random(seed);
            ModelSwitch model = new ModelSwitch(atomic);
            IntStream.rangeClosed(1, 6)
                    .forEach(i -> model.port("p" + i, random.nextBoolean() ? 999 : 150 + i, random.nextBoolean()));
            Map<PortName, PortState> unmanaged =
                    Map.of(new PortName("p5"), model.state("p5"), new PortName("p6"), model.state("p6"));
            model.rejects = sometimes(random);
            model.ignores = sometimes(random);
            model.busy = sometimes(random);
            model.losesBefore = sometimes(random);
            List<PortTarget> targets = new ArrayList<>();
            for (int i = 1; i <= 6; i++) {
                PortName port = new PortName("p" + i);
                targets.add(random.nextBoolean() ? carry(port, 160 + i) : new Idle(port, Set.of()));
            }
            PortRules rules = new PortRules(
                    Map.of(P1, Set.of(), P2, Set.of(), new PortName("p3"), Set.of(), new PortName("p4"), Set.of()),
                    VlanRanges.parse("100-199"),
                    Set.of(),
                    PARKING,
                    true);

            List<PortReport> reports = provisioner(model)
                    .provision(model, rules, targets, changes -> {})
                    .reports();

            String context = "seed " + seed + " atomic " + atomic;
            unmanaged.forEach(
                    (port, state) -> assertThat(model.ports).as(context).containsEntry(port, state));
            for (PortReport report : reports) {
                PortState now = Objects.requireNonNull(model.ports.get(report.port()));
                if (report.isAsWanted() && report.target() instanceof Carry carry) {
                    assertThat(now.carriesOnly(carry.vlan())).as(context).isTrue();
                    assertThat(now.adminUp()).as(context).isTrue();
                } else if (report.isAsWanted() || report.outcome() == Outcome.FAILED_IDLE) {
                    assertThat(now.carriesOnly(PARKING)).as(context).isTrue();
                    assertThat(now.adminUp()).as(context).isFalse();
                }
                if (report.after() != null) {
                    assertThat(report.after()).as(context).isEqualTo(now);
                }
            }
        }
    }

    private static java.util.function.Predicate<PortStep> sometimes(Random random) {
        int percent = random.nextInt(4) == 0 ? 15 : 0;
        return step -> percent > 0 && random.nextInt(100) < percent;
    }

    private static void assertRefused(ModelSwitch model, PortTarget target, ProblemCode code) {
        PortReport report = only(provision(model, target));
        assertThat(report.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(Objects.requireNonNull(report.problem()).code()).isEqualTo(code);
        assertThat(model.executed).isEmpty();
    }

    private static List<PortReport> provision(ModelSwitch model, PortTarget... targets) {
        return provisioner(model)
                .provision(model, rules(), List.of(targets), changes -> {})
                .reports();
    }

    private static PortProvisioner provisioner(ModelSwitch model) {
        EnumSet<Capability> capabilities = EnumSet.allOf(Capability.class);
        if (!model.isAtomic()) {
            capabilities.remove(Capability.ATOMIC_COMMIT);
        }
        return new PortProvisioner(NAME, capabilities, InstantSource.system());
    }

    private static PortRules rules() {
        Map<PortName, Set<Guard>> managed = new java.util.HashMap<>();
        IntStream.rangeClosed(1, 48).forEach(i -> managed.put(new PortName("p" + i), Set.of()));
        return new PortRules(managed, VlanRanges.parse("100-199"), Set.of(new Vlan(1), new Vlan(110)), PARKING, true);
    }

    private static Carry carry(PortName port, int vlan) {
        return new Carry(port, new Vlan(vlan), LABEL, Set.of());
    }

    private static PortReport only(List<PortReport> reports) {
        assertThat(reports).hasSize(1);
        return reports.get(0);
    }

    private static boolean up(ModelSwitch model, String port) {
        return Boolean.TRUE.equals(model.state(port).adminUp());
    }

    private static ModelSwitch idleSwitch(boolean atomic) {
        ModelSwitch model = new ModelSwitch(atomic);
        model.port("p1", 999, false);
        model.port("p2", 999, false);
        return model;
    }
}
