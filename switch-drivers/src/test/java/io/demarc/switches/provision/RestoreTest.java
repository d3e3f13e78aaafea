/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.provision;

import static org.assertj.core.api.Assertions.assertThat;

import io.demarc.problem.Problem;
import io.demarc.problem.ProblemCode;
import io.demarc.switches.Capability;
import io.demarc.switches.PortDescription;
import io.demarc.switches.PortName;
import io.demarc.switches.SwitchName;
import io.demarc.switches.Vlan;
import io.demarc.switches.VlanRanges;
import io.demarc.switches.provision.PortReport.Outcome;
import io.demarc.switches.provision.PortTarget.Carry;
import io.demarc.switches.provision.PortTarget.Restore;
import io.demarc.switches.session.PortStep.Attach;
import io.demarc.switches.session.PortStep.Enable;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A port is given back as it was before Demarc had it. */
final class RestoreTest {
    private static final PortName P1 = new PortName("p1");
    private static final PortName P2 = new PortName("p2");
    private static final int OFFICE = 30;
    private static final Vlan PARKING = new Vlan(999);

    @ParameterizedTest
    @CsvSource({"false, true", "false, false", "true, true", "true, false"})
    void putsThePortIntoItsOldVlanAsUpAsItWas(boolean atomic, boolean up) {
        ModelSwitch model = carrying(atomic);

        PortReport report = provision(model, restore(OFFICE, up)).get(0);

        assertThat(report.outcome()).isEqualTo(Outcome.CHANGED);
        assertThat(model.state("p1").carriesOnly(new Vlan(OFFICE))).isTrue();
        assertThat(model.state("p1").adminUp()).isEqualTo(up);
        assertThat(model.executed).contains(new Attach(P1, new Vlan(OFFICE), new PortDescription("")));
        assertThat(model.isUnconfirmed()).isFalse();
    }

    @Test
    void writesNothingToAPortThatIsSo() {
        ModelSwitch model = carrying(false);
        model.port("p1", OFFICE, true);

        assertThat(provision(model, restore(OFFICE, true)).get(0).outcome()).isEqualTo(Outcome.UNCHANGED);
        assertThat(model.executed).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {150, 1})
    void refusesATenantsVlanAndAForbiddenOne(int vlan) {
        ModelSwitch model = carrying(false);
        model.vlans.add(new Vlan(vlan));

        assertRefused(model, vlan, ProblemCode.VLAN_NOT_ALLOWED);
    }

    @Test
    void makesNoVlanThatIsNoTenants() {
        assertRefused(carrying(false), 31, ProblemCode.VLAN_INACTIVE);
    }

    private static void assertRefused(ModelSwitch model, int vlan, ProblemCode code) {
        PortReport report = provision(model, restore(vlan, true)).get(0);

        assertThat(report.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(report.problem()).extracting(Problem::code).isEqualTo(code);
        assertThat(model.executed).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aPortThatWillNotHaveItIsParked(boolean atomic) {
        ModelSwitch model = carrying(atomic);
        model.rejects = step -> step instanceof Attach;

        PortReport report = provision(model, restore(OFFICE, true)).get(0);

        assertThat(report.outcome()).isEqualTo(Outcome.FAILED_IDLE);
        assertThat(Objects.requireNonNull(report.problem()).message()).contains("its idle state (VLAN 999, down)");
        assertThat(model.state("p1").carriesOnly(PARKING)).isTrue();
        assertThat(model.executed).noneMatch(Enable.class::isInstance);
    }

    @Test
    void letsItsVlanGoBeforeAnotherPortGetsIt() {
        ModelSwitch model = carrying(false);
        model.watcher = now -> assertThat(now.ports.values().stream()
                        .filter(port -> port.carries(new Vlan(150)))
                        .count())
                .isLessThanOrEqualTo(1);
        Carry carry = new Carry(P2, new Vlan(150), new PortDescription("vpn"), Set.of());

        assertThat(provision(model, carry, restore(OFFICE, true)))
                .extracting(PortReport::outcome)
                .containsExactly(Outcome.CHANGED, Outcome.CHANGED);
    }

    /** The first port carries a tenant's VLAN; VLAN 30 is the office's. */
    private static ModelSwitch carrying(boolean atomic) {
        ModelSwitch model = new ModelSwitch(atomic);
        model.port("p1", 150, true);
        model.port("p2", 999, false);
        model.vlans.add(new Vlan(OFFICE));
        return model;
    }

    private static Restore restore(int vlan, boolean up) {
        return new Restore(P1, new Vlan(vlan), null, up, Set.of(new Vlan(150)));
    }

    private static List<PortReport> provision(ModelSwitch model, PortTarget... targets) {
        EnumSet<Capability> capabilities = EnumSet.allOf(Capability.class);
        if (!model.isAtomic()) {
            capabilities.remove(Capability.ATOMIC_COMMIT);
        }
        PortRules rules = new PortRules(
                Map.of(P1, Set.of(), P2, Set.of()), VlanRanges.parse("100-199"), Set.of(new Vlan(1)), PARKING, true);
        return new PortProvisioner(new SwitchName("sw"), capabilities, InstantSource.system())
                .provision(model, rules, List.of(targets), changes -> {})
                .reports();
    }
}
