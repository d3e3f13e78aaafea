/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.snmp;

import static io.demarc.lab.snmp.SnmpBench.attach;
import static io.demarc.lab.snmp.SnmpBench.port;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.demarc.access.Login;
import io.demarc.access.Secret;
import io.demarc.lab.snmp.Faults.Vice;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import io.demarc.switches.PortEvidence;
import io.demarc.switches.Vlan;
import io.demarc.switches.session.SwitchAccess;
import io.demarc.switches.session.SwitchSession;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Agents whose tables don't end, or don't begin. */
class EndlessWalkIT {
    private final SnmpBench bench = SnmpBench.qbridge();
    private final SimulatedSnmpSwitch device = bench.device();

    @AfterEach
    void stop() {
        bench.close();
    }

    @Test
    void timeMarksThatRepeatAllRowsEndWithTheFirstRepeatedRow() {
        device.console().access("7", 150);
        bench.observe();
        int usual = device.requestsReceived();
        device.faults().add(Vice.TIME_MARKS_REPEAT);

        assertThat(bench.observe().port(port("7"))).get().matches(state -> state.carriesOnly(new Vlan(150)));
        assertThat(device.requestsReceived()).isLessThanOrEqualTo(2 * usual + 4);
    }

    @Test
    void anAgentThatNeverAnswersGetBulkIsAskedByGetNext() {
        device.faults().add(Vice.NO_BULK);

        try (SwitchSession session = bench.open()) {
            session.apply(List.of(attach("7", 150)));
            assertThat(session.observe(Set.of()).port(port("7")))
                    .get()
                    .matches(state -> state.carriesOnly(new Vlan(150)));
            assertThat(session.transcript()).containsOnlyOnce("getbulk: no answer, going on with getnext");
        }
    }

    @Test
    void rowsThatDescendStopTheReadingWithBothRows() {
        device.faults().add(Vice.ROWS_DESCEND);

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(bench::observe)
                .satisfies(e -> {
                    assertThat(e.problem().code()).isEqualTo(ProblemCode.SWITCH_UNREADABLE);
                    assertThat(e.problem().summary())
                            .endsWith(
                                    "answers 1.3.6.1.2.1.17.7.1.4.3.1.2.1 after 1.3.6.1.2.1.17.7.1.4.3.1.2.150: its rows do"
                                            + " not ascend when asked for dot1qVlanStaticEgressPorts.");
                });
    }

    @Test
    void rowsWithoutAnEndStopBeforeTheyFillTheMemoryAndProveNothing() {
        device.faults().add(Vice.ROWS_WITHOUT_END);

        assertThat(bench.observe().unavailable().get(PortEvidence.Kind.LLDP))
                .contains(" rows without an end when asked for lldpRemPortId");
    }

    @Test
    void timeThatRunsOutInTheMiddleIsToldAsSuch() {
        device.faults().latency(Duration.ofMillis(60));

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> {
                    try (SwitchSession session =
                            bench.platform().open(bench.access(), SnmpBench.within(Duration.ofMillis(500)))) {
                        session.observe(Set.of());
                    }
                })
                .satisfies(e -> assertThat(e.problem().summary())
                        .containsPattern("(No time is left|was over).* it has answered \\d+ requests?"));
    }

    @ParameterizedTest
    @EnumSource(names = {"BASE_PORTS_ZERO", "NO_BASE_PORTS"})
    void portsWhoseInterfacesAreProvenByTheirNamesAreRead(Vice vice) {
        try (SimulatedSnmpSwitch small = SimulatedSnmpSwitch.named("small")
                .user(AgentUser.community("commune"))
                .ports("port", 1, 8)
                .interfacesFromOne()
                .start()) {
            small.console().access("port7", 150);
            small.faults().add(vice);
            SwitchAccess access = SnmpBench.access(
                    new Login.SnmpCommunity(Login.SnmpCommunity.Version.V2C, new Secret("commune")),
                    small.address().getPort());

            try (SwitchSession session = bench.platform().open(access, SnmpBench.within(Duration.ofSeconds(20)))) {
                assertThat(session.observe(Set.of()).ports()).hasSize(8);
                assertThat(session.observe(Set.of()).port(port("port7")))
                        .get()
                        .matches(state -> state.carriesOnly(new Vlan(150)));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"BASE_PORTS_ZERO", "NO_BASE_PORTS"})
    void portsWhoseInterfacesNobodyTellsAreNotGuessed(Vice vice) {
        device.faults().add(vice);

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(bench::observe)
                .satisfies(e -> assertThat(e.problem().summary())
                        .isEqualTo("Switch sw2 tells of no port that could be matched with an interface."));
    }
}
