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
import io.demarc.switches.PortTraffic;
import io.demarc.switches.Vlan;
import io.demarc.switches.session.PortStep;
import io.demarc.switches.session.PortStep.CreateVlan;
import io.demarc.switches.session.PortStep.Enable;
import io.demarc.switches.session.PortStep.Shut;
import io.demarc.switches.session.SwitchDraft;
import io.demarc.switches.session.SwitchSession;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CiscoSessionIT {
    private static final String SEVEN = "GigabitEthernet1/0/7";
    private static final String EIGHT = "GigabitEthernet1/0/8";

    private final SnmpBench bench = SnmpBench.cisco();
    private final SimulatedSnmpSwitch device = bench.device();

    @AfterEach
    void stop() {
        bench.close();
    }

    @Test
    void readsAccessPortsAndTrunks() {
        device.console().access(SEVEN, 150).label(SEVEN, "vpn").trunk(EIGHT, 1, 1, 150, 999, 1500, 4094);
        device.plug(SEVEN);

        Observation seen = bench.observe();

        assertThat(seen.ports()).hasSize(12);
        assertThat(seen.vlans()).containsExactly(new Vlan(1), new Vlan(150), new Vlan(160), new Vlan(999));
        assertThat(seen.port(port(SEVEN)))
                .contains(new PortState(port(SEVEN), PortMode.ACCESS, new Vlan(150), List.of(), true, true, "vpn"));
        assertThat(seen.port(port(EIGHT)))
                .contains(new PortState(
                        port(EIGHT),
                        PortMode.TRUNK,
                        new Vlan(1),
                        List.of(new Vlan(150), new Vlan(999)),
                        true,
                        false,
                        ""));
    }

    @Test
    void attachesAndParksAPort() {
        apply(new Shut(port(SEVEN)), attach(SEVEN, 150), new Enable(port(SEVEN)));

        assertThat(device.portSays(SEVEN))
                .startsWith(SEVEN + ": up, no link")
                .contains("pvid 150, \"demarc: vpn 150\"");

        apply(park(SEVEN));

        assertThat(device.portSays(SEVEN)).startsWith(SEVEN + ": down, no link").contains("pvid 999, \"\"");
        assertThat(device.portsEverWritten()).containsExactly(SEVEN);
    }

    @Test
    void makesAnAccessPortOfATrunkAndEndsItsVoiceVlan() {
        device.console().trunk(SEVEN, 1, 1, 150).voiceVlan(SEVEN, 160);

        apply(attach(SEVEN, 150));

        assertThat(bench.observe().port(port(SEVEN))).get().matches(state -> state.carriesOnly(new Vlan(150)));
    }

    @Test
    void createsAVlanInTheEditBufferAndReleasesIt() {
        apply(new CreateVlan(new Vlan(170), "demarc-170"), new CreateVlan(new Vlan(150), "demarc-150"));

        assertThat(device.vlans()).containsEntry(170, "demarc-170").containsEntry(150, "blue");
        assertThat(device.console().editBufferOwner()).isEmpty();
    }

    @Test
    void releasesTheEditBufferWhenTheVlanIsRefused() {
        device.faults().add(Vice.NO_VLAN_CREATION);

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> apply(new CreateVlan(new Vlan(170), "demarc-170")))
                .satisfies(e -> {
                    assertThat(e.problem().code()).isEqualTo(ProblemCode.SWITCH_REJECTED);
                    assertThat(e.problem().message()).contains("notPrimaryServer(10)", "show vtp status");
                });
        assertThat(device.console().editBufferOwner()).isEmpty();
    }

    @Test
    void anEditBufferThatSomebodyElseHoldsIsBusyAndLeftAlone() {
        device.console().holdEditBuffer("nms-7");

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> apply(new CreateVlan(new Vlan(170), "demarc-170")))
                .satisfies(e -> {
                    assertThat(e.problem().code()).isEqualTo(ProblemCode.SWITCH_BUSY);
                    assertThat(e.problem().summary())
                            .isEqualTo("Switch sw2, VLAN 170: its VLAN edit buffer is held by 'nms-7'.");
                });
        assertThat(device.console().editBufferOwner()).isEqualTo("nms-7");
    }

    @Test
    void savesAndSeesThatItWasSaved() {
        apply(attach(SEVEN, 150));
        save();
        device.reboot();

        assertThat(device.timesSaved()).isEqualTo(1);
        assertThat(device.portSays(SEVEN)).contains("pvid 150");
    }

    @Test
    void savesInTheOldWayWhereThereIsNoCopyTable() {
        device.faults().add(Vice.NO_COPY_TABLE);

        save();

        assertThat(device.timesSaved()).isEqualTo(1);
    }

    @Test
    void saysWhySavingFailed() {
        device.faults().add(Vice.SAVE_FAILS);

        assertThatExceptionOfType(ProblemException.class).isThrownBy(this::save).satisfies(e -> {
            assertThat(e.problem().code()).isEqualTo(ProblemCode.SAVE_FAILED);
            assertThat(e.problem().summary())
                    .isEqualTo("Switch sw2 did not save its configuration: ccCopy ended as ccCopyState 4: no memory.");
        });
    }

    @Test
    void findsAnAddressInTheBridgeOfItsVlan() {
        device.console().access(SEVEN, 150);
        device.plug(SEVEN, "02:00:5e:00:53:07");

        try (SwitchSession session = bench.open()) {
            assertThat(session.locate("02:00:5e:00:53:07")).contains(port(SEVEN));
        }
    }

    @Test
    void tellsWhoIsHeardOnAPortFromTheBridgesOfItsVlans() {
        device.console().access(SEVEN, 150);
        device.plug(SEVEN, "02:00:5e:00:53:07");

        try (SwitchSession session = bench.open()) {
            assertThat(session.traffic(Set.of(port(SEVEN))))
                    .isEqualTo(Map.of(port(SEVEN), PortTraffic.of(List.of("02:00:5e:00:53:07"), null)));
        }
    }

    @Test
    void aLoginWithoutTheContextsIsNotToldAndReadsAllTheRest() {
        device.console().access(SEVEN, 150);
        device.plug(SEVEN, "02:00:5e:00:53:07");
        device.faults().refusesContexts(true);

        try (SwitchSession session = bench.open()) {
            assertThat(session.traffic(Set.of(port(SEVEN)))).isEmpty();
            assertThat(session.observe(Set.of(port(SEVEN))).port(port(SEVEN))).isPresent();
        }
    }

    /** An agent without the context of a VLAN says so in a report, as it does of a user that it doesn't know. */
    @Test
    void aContextThatTheSwitchDoesNotHaveIsNoRefusedLogin() {
        device.console().access(SEVEN, 150);
        device.plug(SEVEN, "02:00:5e:00:53:07");
        device.faults().knowsNoContexts(true);

        try (SwitchSession session = bench.open()) {
            assertThatExceptionOfType(ProblemException.class)
                    .isThrownBy(() -> session.locate("02:00:5e:00:53:07"))
                    .satisfies(e -> {
                        assertThat(e.problem().code()).isEqualTo(ProblemCode.SWITCH_REJECTED);
                        assertThat(e.problem().summary())
                                .contains("has no SNMP context for one of its VLANs, or not for this user");
                        assertThat(e.problem().fix()).contains("contexts vlan-*", "docs/logins.md");
                    });
            assertThat(session.traffic(Set.of(port(SEVEN)))).isEmpty();
            assertThat(session.observe(Set.of(port(SEVEN))).port(port(SEVEN))).isPresent();
        }
    }

    @Test
    void rendersWhatItWouldSend() {
        try (SwitchSession session = bench.open()) {
            assertThat(session.draft()
                            .apply(List.of(new CreateVlan(new Vlan(170), "demarc-170"), attach(SEVEN, 150)), Map.of()))
                    .extracting(SwitchDraft.Line::text)
                    .containsExactly(
                            "set vtpVlanEditOperation.1 = copy(2)",
                            "set vtpVlanEditBufferOwner.1 = \"demarc\"",
                            "set vtpVlanEditType.1.170 = ethernet(1)",
                            "set vtpVlanEditName.1.170 = \"demarc-170\"",
                            "set vtpVlanEditDot10Said.1.170 = 00 01 87 4A",
                            "set vtpVlanEditRowStatus.1.170 = createAndGo(4)",
                            "set vtpVlanEditOperation.1 = apply(3)",
                            "set vtpVlanEditOperation.1 = release(4)",
                            "set vmVlan.1007 = 150",
                            "set ifAlias.1007 = \"demarc: vpn 150\"");
        }
        assertThat(device.setsReceived()).isEmpty();
    }

    @Test
    void aVlanThatIsSuspendedExistsAndCarriesNothing() {
        device.console().suspendVlan(150);

        assertThat(bench.observe().vlans()).contains(new Vlan(150));
        assertThat(bench.observe().suspended()).containsExactly(new Vlan(150));
    }

    @ParameterizedTest
    @EnumSource(names = {"HIDES_PORT_VLANS", "HIDES_TRUNKS"})
    void whatTheLoginMayNotReadMakesAPortUnknown(Vice vice) {
        device.faults().add(vice);

        PortState state = bench.observe().port(port(SEVEN)).orElseThrow();
        assertThat(state.carriesOnly(new Vlan(1))).isFalse();
        assertThat(state.isProvenWithout(new Vlan(150))).isFalse();
    }

    @Test
    void groupsThatTheLoginMayNotReadAreUnavailable() {
        assertThat(bench.observe().unavailable()).isEmpty();
        device.faults().add(Vice.HIDES_LAGS);

        assertThat(bench.observe().unavailable()).containsOnlyKeys(PortEvidence.Kind.LAG);
    }

    @Test
    void portNamesMayBeAbbreviated() {
        assertThat(bench.platform().normalise("gi 1/0/7")).isEqualTo(port(SEVEN));
        assertThat(bench.platform().normalise("Te1/1/1")).isEqualTo(port("TenGigabitEthernet1/1/1"));
    }

    private void apply(PortStep... steps) {
        try (SwitchSession session = bench.open()) {
            session.apply(List.of(steps));
        }
    }

    private void save() {
        try (SwitchSession session = bench.open()) {
            session.save();
        }
    }
}
