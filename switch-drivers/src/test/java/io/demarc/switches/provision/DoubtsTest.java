/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.provision;

import static org.assertj.core.api.Assertions.assertThat;

import io.demarc.problem.ProblemCode;
import io.demarc.switches.Capability;
import io.demarc.switches.Doubt;
import io.demarc.switches.PortDescription;
import io.demarc.switches.PortEvidence;
import io.demarc.switches.PortName;
import io.demarc.switches.SwitchName;
import io.demarc.switches.Vlan;
import io.demarc.switches.VlanRanges;
import io.demarc.switches.provision.PortReport.Outcome;
import io.demarc.switches.provision.PortTarget.Carry;
import io.demarc.switches.provision.PortTarget.Idle;
import io.demarc.switches.session.PortStep;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is doubtful, refused or without life on a switch proves nothing; what Demarc placed goes all the same. */
class DoubtsTest {
    private static final PortName PORT = new PortName("p1");
    private static final Vlan VLAN = new Vlan(150);
    private static final Vlan PARKING = new Vlan(999);
    private static final Carry ATTACHED = new Carry(PORT, VLAN, PortDescription.from("acme"), Set.of(VLAN));
    private static final Idle RELEASED = new Idle(PORT, Set.of(VLAN));

    private final ModelSwitch model = new ModelSwitch(false);

    @ParameterizedTest
    @EnumSource(Doubt.Kind.class)
    void aPortThatIsDoubtfulIsNotToldAsWantedAndNotWritten(Doubt.Kind kind) {
        model.port("p1", 150, true);
        model.doubts.put(PORT, new Doubt(kind, "'show vlan' has it in VLAN 10"));

        PortReport report = provision(ATTACHED);

        assertThat(report.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(Objects.requireNonNull(report.problem()).summary()).contains("'show vlan' has it in VLAN 10");
        assertThat(model.executed).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "PRECONDITION")
    void aPortThatDemarcPlacedIsParkedInSpiteOfDoubtsAndWhatThenReadsCleanCounts(Doubt.Kind kind) {
        model.port("p1", 150, true);
        model.doubts.put(PORT, new Doubt(kind, "two words"));

        PortReport report = provision(RELEASED);

        assertThat(report.outcome()).isEqualTo(Outcome.CHANGED);
        assertThat(Objects.requireNonNull(report.after()).isProvenWithout(VLAN)).isTrue();
    }

    @Test
    void nothingIsWrittenToASwitchThatIsNotAsItMustBe() {
        model.port("p1", 150, true);
        model.doubts.put(PORT, Doubt.precondition("VLAN filtering is off"));

        PortReport report = provision(RELEASED);

        assertThat(report.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(Objects.requireNonNull(report.problem()).summary()).contains("VLAN filtering is off");
        assertThat(model.executed).isEmpty();
    }

    @Test
    void aDoubtThatOutlivesTheParkingProvesNoRelease() {
        model.port("p1", 150, true);
        model.doubts.put(PORT, Doubt.contradiction("two words"));
        model.doubtsRemain = true;

        PortReport report = provision(RELEASED);

        assertThat(report.outcome()).isEqualTo(Outcome.FAILED_UNKNOWN);
        assertThat(Objects.requireNonNull(report.after()).isProvenWithout(VLAN)).isFalse();
    }

    @Test
    void aDoubtfulPortThatNobodyPlacedIsNotParked() {
        model.port("p1", 20, true);
        model.doubts.put(PORT, Doubt.contradiction("two words"));

        PortReport report = provision(new Idle(PORT, Set.of()));

        assertThat(Objects.requireNonNull(report.problem()).code()).isEqualTo(ProblemCode.SWITCH_CONTRADICTS_ITSELF);
        assertThat(model.executed).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(PortEvidence.Kind.class)
    void whatASwitchRefusesToSayForbidsAttachingAndNotParking(PortEvidence.Kind kind) {
        model.port("p1", 999, false);
        model.vlans.add(VLAN);
        model.unavailable.put(kind, "the switch said '% Invalid input'");

        PortReport attached = provision(ATTACHED);

        assertThat(Objects.requireNonNull(attached.problem()).code()).isEqualTo(ProblemCode.EVIDENCE_UNAVAILABLE);
        assertThat(Objects.requireNonNull(attached.problem()).message())
                .contains("% Invalid input")
                .contains("no-evidence: [" + kind.id());
        assertThat(model.executed).isEmpty();

        model.port("p1", 150, true);
        assertThat(provision(RELEASED).outcome()).isEqualTo(Outcome.CHANGED);
    }

    @ParameterizedTest
    @EnumSource(PortEvidence.Kind.class)
    void theInventoryMaySayThatThereIsNoSuchEvidence(PortEvidence.Kind kind) {
        model.port("p1", 999, false);
        model.unavailable.put(kind, "no such table");

        assertThat(provision(ATTACHED, Set.of(kind)).outcome()).isEqualTo(Outcome.CHANGED);
    }

    @Test
    void aVlanThatTheSwitchLostIsMadeAgain() {
        model.port("p1", 150, true);
        model.vlans.remove(VLAN);

        PortReport report = provision(ATTACHED);

        assertThat(report.outcome()).isEqualTo(Outcome.CHANGED);
        assertThat(model.vlans).contains(VLAN);
    }

    @Test
    void aVlanThatIsLostAndCannotBeMadeIsReported() {
        model.port("p1", 150, true);
        model.vlans.remove(VLAN);
        model.ignores = step -> step instanceof PortStep.CreateVlan;

        PortReport report = provision(ATTACHED);

        assertThat(report.isAsWanted()).isFalse();
    }

    @Test
    void aSuspendedVlanIsNotToldAsAnAttachment() {
        model.port("p1", 150, true);
        model.suspended.add(VLAN);

        PortReport report = provision(ATTACHED);

        assertThat(Objects.requireNonNull(report.problem()).code()).isEqualTo(ProblemCode.VLAN_INACTIVE);
    }

    @Test
    void aPortMayBeParkedInAVlanThatCarriesNothing() {
        model.port("p1", 150, true);
        model.suspended.add(PARKING);

        assertThat(provision(RELEASED).outcome()).isEqualTo(Outcome.CHANGED);
    }

    private PortReport provision(PortTarget target) {
        return provision(target, Set.of());
    }

    private PortReport provision(PortTarget target, Set<PortEvidence.Kind> withoutEvidence) {
        PortRules rules = new PortRules(
                Map.of(PORT, Set.of()),
                Map.of(PORT, withoutEvidence),
                VlanRanges.parse("100-199"),
                Set.of(new Vlan(1)),
                PARKING,
                true);
        EnumSet<Capability> capabilities = EnumSet.allOf(Capability.class);
        capabilities.remove(Capability.ATOMIC_COMMIT);
        List<PortReport> reports = new PortProvisioner(new SwitchName("sw"), capabilities, InstantSource.system())
                .provision(model, rules, List.of(target), changes -> {})
                .reports();
        return reports.get(0);
    }
}
