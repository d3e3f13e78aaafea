/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.snmp;

import static io.demarc.lab.snmp.SnmpBench.attach;
import static io.demarc.lab.snmp.SnmpBench.park;
import static io.demarc.lab.snmp.SnmpBench.port;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.demarc.lab.snmp.Faults.Vice;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import io.demarc.switches.Observation;
import io.demarc.switches.PortEvidence;
import io.demarc.switches.PortMode;
import io.demarc.switches.PortState;
import io.demarc.switches.Vlan;
import io.demarc.switches.session.PortStep;
import io.demarc.switches.session.PortStep.CreateVlan;
import io.demarc.switches.session.PortStep.Enable;
import io.demarc.switches.session.PortStep.Shut;
import io.demarc.switches.session.SwitchSession;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Agents as they are: what works all the same, and what is told when it can't. */
class AgentVicesIT {
    private final SnmpBench bench =
            SnmpBench.qbridge(definition -> definition.replace("settle-millis: 3000", "settle-millis: 600"));
    private final SimulatedSnmpSwitch device = bench.device();

    @AfterEach
    void stop() {
        bench.close();
    }

    @ParameterizedTest
    @EnumSource(
            names = {
                "FIRST_OBJECT_ONLY",
                "GENERAL_ERROR_THOUGH_APPLIED",
                "ONE_OBJECT_A_SET",
                "UNTAGGED_BEFORE_EGRESS",
                "PVID_IS_INTEGER",
                "PVID_FOLLOWS",
                "TRIMMED_LISTS",
                "LONG_LISTS",
                "WHOLE_ROW",
                "NO_UNTAGGED_ONLY",
                "NO_ALIAS"
            })
    void attachesAndParksAPortOnAnAgentWithThisVice(Vice vice) {
        device.faults().add(vice);
        device.console().tagged("7", 160).access("8", 150).access("16", 150);

        apply(
                new CreateVlan(new Vlan(170), "demarc-170"),
                new Shut(port("7")),
                attach("7", 170),
                new Enable(port("7")));

        assertThat(device.portSays("7")).startsWith("7: up, no link, untagged 170, tagged none, pvid 170");
        assertThat(state("7").carriesOnly(new Vlan(170))).isTrue();

        apply(park("7"));

        assertThat(device.portSays("7")).startsWith("7: down, no link, untagged 999, tagged none, pvid 999");
        assertThat(device.portSays("8")).contains("untagged 150");
        assertThat(device.portSays("16")).contains("untagged 150");
        assertThat(device.portsEverWritten()).containsExactly("7");
    }

    @Test
    void waitsUntilTheAgentTellsWhatItHasAcknowledged() {
        device.faults().settling(Duration.ofMillis(120));

        apply(new Shut(port("7")), attach("7", 150), new Shut(port("8")), attach("8", 150));

        assertThat(device.portSays("7")).contains("untagged 150, tagged none, pvid 150");
        assertThat(device.portSays("8")).contains("untagged 150, tagged none, pvid 150");
        assertThat(state("7").carriesOnly(new Vlan(150))).isTrue();
    }

    @Test
    void anAgentThatOnlyAcknowledgesIsNotBelieved() {
        device.faults().add(Vice.ACKNOWLEDGES_ONLY);

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> apply(attach("7", 150)))
                .satisfies(e -> {
                    assertThat(e.problem().code()).isEqualTo(ProblemCode.SWITCH_REJECTED);
                    assertThat(e.problem().summary())
                            .isEqualTo(
                                    "Switch sw2, port 7: 'set dot1qVlanStaticEgressPorts.150 = 00 00 + port 7 (bit 7) ="
                                            + " 02 00' was acknowledged, but the switch does not do it.");
                });
    }

    @Test
    void aReadOnlyAgentIsNamedWithWhatItAnswered() {
        device.faults().add(Vice.READ_ONLY);

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> apply(new Shut(port("7"))))
                .satisfies(e -> assertThat(e.problem().message())
                        .isEqualTo(
                                "Switch sw2, port 7: 'set ifAdminStatus.1007 = down(2)' was answered notWritable(17)."
                                        + " Check that the login may write (write view), and that this model can be configured by"
                                        + " SNMP at all."));
    }

    @Test
    void aSessionGoesOnAfterARejection() {
        device.faults().add(Vice.READ_ONLY);
        try (SwitchSession session = bench.open()) {
            assertThatExceptionOfType(ProblemException.class)
                    .isThrownBy(() -> session.apply(List.of(attach("7", 150))));
            device.faults().clear();

            session.apply(List.of(attach("7", 150)));
        }
        assertThat(device.portSays("7")).contains("untagged 150, tagged none, pvid 150");
    }

    @Test
    void reportsAnAgentThatChangesOtherPorts() {
        device.faults().add(Vice.DISTURBS_NEIGHBOUR);

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> apply(attach("7", 150)))
                .satisfies(e -> assertThat(e.problem().summary())
                        .isEqualTo(
                                "Switch sw2, port 7: while it was written, bits of other ports changed as well: 8."));
    }

    @Test
    void aPortVlanOutsideTheListsIsAPortInBothThatCanBeRepaired() {
        device.console().access("7", 150).pvid("7", 160);

        assertThat(state("7").doubts()).isEmpty();
        assertThat(state("7").mode()).isEqualTo(PortMode.HYBRID);
        assertThat(state("7").carries(new Vlan(150))).isTrue();
        assertThat(state("7").carries(new Vlan(160))).isTrue();

        apply(park("7"));
        assertThat(device.portSays("7")).contains("untagged 999, tagged none, pvid 999");
    }

    @Test
    void aPortVlanThatIsAlwaysOneNeverCountsAsAnother() {
        device.faults().add(Vice.PVID_ALWAYS_ONE);

        assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> apply(attach("7", 150)));
        assertThat(state("7").carriesOnly(new Vlan(150))).isFalse();
    }

    @ParameterizedTest
    @EnumSource(names = {"TEXT_LISTS", "HEX_TEXT_LISTS"})
    void listsThatAreTextAreReadAsTheyAreMeantAndNeverWritten(Vice vice) {
        device.console().access("7", 150).access("8", 160);
        device.faults().add(vice);

        assertThat(state("7").carriesOnly(new Vlan(150))).isTrue();
        assertThat(state("8").carriesOnly(new Vlan(160))).isTrue();
        assertThat(state("9").carriesOnly(new Vlan(1))).isTrue();
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> apply(attach("7", 160)))
                .satisfies(
                        e -> assertThat(e.problem().summary())
                                .isEqualTo(
                                        "Switch sw2, port 7: dot1qVlanStaticEgressPorts is text on this agent, or may be, and"
                                                + " not bits; a list is written as it was read, with one port's bit changed, so nothing was written."));
        assertThat(device.setsReceived()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"HIDES_STATIC_LISTS", "HIDES_UNTAGGED_LISTS", "HIDES_PORT_VLANS"})
    void listsThatTheLoginMayNotReadMakeAPortUnknown(Vice vice) {
        device.faults().add(vice);

        assertThat(state("7").carriesOnly(new Vlan(1))).isFalse();
        assertThat(state("7").isProvenWithout(new Vlan(150))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"HIDES_LLDP, LLDP", "HIDES_LAGS, LAG", "HIDES_ADDRESSES, OWN_ADDRESSES"})
    void evidenceThatTheLoginMayNotReadIsUnavailable(Vice vice, PortEvidence.Kind kind) {
        assertThat(bench.observe().unavailable()).isEmpty();
        device.faults().add(vice);

        assertThat(bench.observe().unavailable()).containsOnlyKeys(kind);
    }

    @Test
    void aVlanThatIsNotInServiceIsSuspended() {
        device.console().suspendVlan(150);

        assertThat(bench.observe().suspended()).containsExactly(new Vlan(150));
        assertThat(bench.observe().vlans()).contains(new Vlan(150));
    }

    @Test
    void listsThatAreAlwaysTheSameSayNothing() {
        device.faults().add(Vice.CONSTANT_LISTS);

        Observation seen = bench.observe();

        assertThat(seen.port(port("7")).orElseThrow().contradiction())
                .isEqualTo("dot1qVlanStaticUntaggedPorts tells the same ports for every VLAN");
        assertThat(seen.port(port("7"))).get().satisfies(state -> {
            assertThat(state.mode()).isEqualTo(PortMode.UNKNOWN);
            assertThat(state.tagged()).isNull();
        });
    }

    @Test
    void whatIsInForceMayDifferFromWhatIsConfiguredOnlyWithoutALink() {
        device.console().access("7", 150).access("8", 150);
        device.plug("7");
        device.faults().liveElsewhere(7, 160);
        device.faults().liveElsewhere(8, 160);

        Observation seen = bench.observe();

        assertThat(seen.port(port("7")).orElseThrow().contradiction())
                .isEqualTo(
                        "dot1qVlanStaticUntaggedPorts has the port in VLAN 150, dot1qVlanCurrentUntaggedPorts in VLAN 160");
        assertThat(seen.port(port("8")).orElseThrow().contradiction()).isNull();
    }

    @Test
    void aPortThatIsUntaggedInTwoVlansIsHybridAndNoContradiction() {
        device.console().access("7", 150).alsoUntagged("7", 160);

        Observation seen = bench.observe();

        assertThat(seen.port(port("7")).orElseThrow().contradiction()).isNull();
        assertThat(seen.port(port("7"))).get().satisfies(state -> {
            assertThat(state.mode()).isEqualTo(PortMode.HYBRID);
            assertThat(state.untagged()).isEqualTo(new Vlan(150));
            assertThat(state.alsoUntagged()).containsExactly(new Vlan(160));
            assertThat(state.carries(new Vlan(160))).isTrue();
        });
    }

    @Test
    void asksForLessWhenTheAnswerIsTooBig() {
        device.faults().tooBigAbove(3);

        apply(attach("7", 150));

        assertThat(device.portSays("7")).contains("untagged 150, tagged none, pvid 150");
    }

    @Test
    void readsAThousandVlansWithLongLists() {
        for (int vlan = 2; vlan <= 1000; vlan++) {
            device.console().createVlan(vlan, "v" + vlan);
        }
        device.faults().add(Vice.LONG_LISTS);
        device.console().access("7", 1000);

        assertThat(state("7").carriesOnly(new Vlan(1000))).isTrue();
    }

    @Test
    void saysWhyAVlanCannotBeCreated() {
        device.faults().add(Vice.NO_VLAN_CREATION);

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> apply(new CreateVlan(new Vlan(170), "demarc-170")))
                .satisfies(e -> assertThat(e.problem().summary())
                        .isEqualTo("Switch sw2, VLAN 170: 'set dot1qVlanStaticRowStatus.170 = createAndGo(4), set"
                                + " dot1qVlanStaticName.170 = \"demarc-170\"' was answered noCreation(11)."));
    }

    private PortState state(String name) {
        try (SwitchSession session = bench.open()) {
            return session.observe(Set.of(port(name))).port(port(name)).orElseThrow();
        }
    }

    private void apply(PortStep... steps) {
        try (SwitchSession session = bench.open()) {
            session.apply(List.of(steps));
        }
    }
}
