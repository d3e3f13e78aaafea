/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.provision;

import static org.assertj.core.api.Assertions.assertThat;

import io.demarc.switches.Capability;
import io.demarc.switches.PortDescription;
import io.demarc.switches.PortName;
import io.demarc.switches.PortState;
import io.demarc.switches.SwitchName;
import io.demarc.switches.Vlan;
import io.demarc.switches.VlanRanges;
import io.demarc.switches.provision.PortReport.Outcome;
import io.demarc.switches.provision.PortTarget.Carry;
import io.demarc.switches.provision.PortTarget.Idle;
import io.demarc.switches.session.PortStep;
import io.demarc.switches.session.PortStep.Attach;
import io.demarc.switches.session.PortStep.CreateVlan;
import io.demarc.switches.session.PortStep.Enable;
import io.demarc.switches.session.PortStep.Park;
import io.demarc.switches.session.PortStep.Shut;
import io.demarc.switches.session.SwitchSession;
import java.lang.reflect.Field;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The lines themselves are compared with what switches get, in switch-lab. */
final class RehearsalTest {
    private static final PortName P1 = new PortName("p1");
    private static final PortName P2 = new PortName("p2");
    private static final Vlan TENANT = new Vlan(150);
    private static final Vlan PARKING = new Vlan(999);
    private static final PortDescription LABEL = new PortDescription("vpn");

    @Test
    void tellsWholeBatchesInTheirOrder() {
        Rehearsal rehearsal = new Rehearsal(handOver(false));

        assertThat(provision(rehearsal, false)).containsExactly(Outcome.CHANGED, Outcome.CHANGED);

        assertThat(rehearsal.sent())
                .containsExactlyElementsOf(words(
                        new Park(P1, PARKING, true), new Shut(P2), new Attach(P2, TENANT, LABEL), new Enable(P2)));
    }

    @Test
    void tellsTheConfirmationOfAnAtomicBatch() {
        Rehearsal rehearsal = new Rehearsal(handOver(true));

        assertThat(provision(rehearsal, true)).containsExactly(Outcome.CHANGED, Outcome.CHANGED);

        assertThat(rehearsal.sent()).hasSize(5).last().isEqualTo("confirm");
        assertThat(rehearsal.sentFor(P1)).containsExactly(new Park(P1, PARKING, true).toString(), "confirm");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void writesNothing(boolean atomic) {
        ModelSwitch live = handOver(atomic);
        Map<PortName, PortState> before = Map.copyOf(live.ports);

        Rehearsal rehearsal = new Rehearsal(live);
        provision(rehearsal, atomic);
        rehearsal.save();
        rehearsal.rollBack();
        rehearsal.confirm();
        rehearsal.close();

        assertThat(live.executed).isEmpty();
        assertThat(live.saved).isFalse();
        assertThat(live.ports).isEqualTo(before);
    }

    /** What it doesn't have it can't call. */
    @Test
    void holdsNothingThatWrites() {
        assertThat(Arrays.stream(Rehearsal.class.getDeclaredFields()).map(Field::getType))
                .noneMatch(SwitchSession.class::isAssignableFrom);
    }

    @Test
    void readsWhatTheSwitchWouldSay() {
        ModelSwitch live = handOver(false);
        live.vlans.remove(TENANT);
        Rehearsal rehearsal = new Rehearsal(live);
        assertThat(rehearsal.observe(Set.of(P2)).ports()).containsOnlyKeys(P2);

        rehearsal.apply(List.of(new CreateVlan(TENANT, "blue"), new Attach(P2, TENANT, LABEL), new Enable(P2)));

        assertThat(rehearsal.observe(Set.of(P1, P2)).vlans()).contains(TENANT);
        assertThat(rehearsal.observe(Set.of(P2)).port(P2)).hasValueSatisfying(state -> {
            assertThat(state.carriesOnly(TENANT)).isTrue();
            assertThat(state.adminUp()).isTrue();
            assertThat(state.linkUp()).isNull();
            assertThat(state.description()).isEqualTo("vpn");
        });
        assertThat(rehearsal.observe(Set.of(P1)).port(P1)).contains(live.state("p1"));
    }

    @Test
    void whatIsRolledBackIsAsItWas() {
        Rehearsal rehearsal = new Rehearsal(handOver(true));
        rehearsal.apply(List.of(new Park(P1, PARKING, true)));
        rehearsal.confirm();
        rehearsal.apply(List.of(new Attach(P2, TENANT, LABEL)));
        rehearsal.rollBack();

        assertThat(rehearsal.observe(Set.of(P1, P2)).ports().values()).allMatch(state -> state.carriesOnly(PARKING));
        assertThat(rehearsal.sent()).last().isEqualTo("roll back");
    }

    @Test
    void anotherOneBeginsAtTheSameReading() {
        ModelSwitch live = handOver(false);
        Rehearsal rehearsal = new Rehearsal(live);
        rehearsal.observe(Set.of(P1, P2));
        live.port("p1", 160, true);
        rehearsal.apply(List.of(new Park(P1, PARKING, true)));

        Rehearsal other = rehearsal.again();

        assertThat(other.observe(Set.of(P1)).port(P1))
                .hasValueSatisfying(
                        state -> assertThat(state.carriesOnly(TENANT)).isTrue());
        assertThat(other.sent()).isEmpty();
    }

    @Test
    void aPortThatIsAsWantedNeedsNoLine() {
        ModelSwitch live = handOver(false);
        live.port("p1", 160, true);
        Rehearsal rehearsal = new Rehearsal(live);
        List<PortTarget> targets = List.of(new Carry(P1, TENANT, LABEL, Set.of()), new Idle(P2, Set.of()));

        provisioner(false).provision(rehearsal, rules(), targets, changes -> {});

        assertThat(rehearsal.sentFor(P2)).isEmpty();
        assertThat(rehearsal.sentFor(P1)).isNotEmpty().isEqualTo(rehearsal.sent());
    }

    @Test
    void aRefusedPortIsToldWithoutALine() {
        ModelSwitch live = handOver(false);
        PortName unmanaged = new PortName("p3");
        live.port("p3", 150, true);

        Rehearsal rehearsal = new Rehearsal(live);
        List<PortTarget> targets = List.of(new Idle(unmanaged, Set.of()));
        ProvisionResult result = provisioner(false).provision(rehearsal, rules(), targets, changes -> {});

        assertThat(result.reports()).extracting(PortReport::outcome).containsExactly(Outcome.REFUSED);
        assertThat(rehearsal.sentFor(unmanaged)).isEmpty();
    }

    /** The first port carries the VLAN that the second one is to get. */
    private static ModelSwitch handOver(boolean atomic) {
        ModelSwitch live = new ModelSwitch(atomic);
        live.port("p1", 150, true);
        live.port("p2", 999, false);
        return live;
    }

    private static List<Outcome> provision(Rehearsal rehearsal, boolean atomic) {
        List<PortTarget> targets = List.of(new Carry(P2, TENANT, LABEL, Set.of()), new Idle(P1, Set.of()));
        return provisioner(atomic).provision(rehearsal, rules(), targets, changes -> {}).reports().stream()
                .map(PortReport::outcome)
                .toList();
    }

    private static PortProvisioner provisioner(boolean atomic) {
        Set<Capability> capabilities =
                EnumSet.of(Capability.ACCESS_VLAN, Capability.PORT_ADMIN, Capability.VLAN_DATABASE);
        if (atomic) {
            capabilities.add(Capability.ATOMIC_COMMIT);
        }
        return new PortProvisioner(new SwitchName("sw"), capabilities, InstantSource.system());
    }

    private static PortRules rules() {
        return new PortRules(
                Map.of(P1, Set.of(), P2, Set.of()), VlanRanges.parse("150-199"), Set.of(new Vlan(1)), PARKING, true);
    }

    private static List<String> words(PortStep... steps) {
        return Arrays.stream(steps).map(PortStep::toString).toList();
    }
}
