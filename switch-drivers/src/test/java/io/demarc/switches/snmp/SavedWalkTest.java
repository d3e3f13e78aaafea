/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.snmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import io.demarc.switches.Observation;
import io.demarc.switches.PortEvidence.Kind;
import io.demarc.switches.PortEvidence.Neighbour;
import io.demarc.switches.PortMode;
import io.demarc.switches.PortName;
import io.demarc.switches.PortState;
import io.demarc.switches.Vlan;
import io.demarc.switches.platform.Platform;
import io.demarc.switches.platform.Platform.SavedOutput;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What single lines of a walk mean; whole walks stand under {@code captures/}. */
class SavedWalkTest {
    private static final String TWO_PORTS = """
            .1.3.6.1.2.1.31.1.1.1.1.11 = STRING: "ge1"
            .1.3.6.1.2.1.31.1.1.1.1.12 = STRING: "ge2"
            .1.3.6.1.2.1.17.1.4.1.2.1 = INTEGER: 11
            .1.3.6.1.2.1.17.1.4.1.2.2 = INTEGER: 12
            """;
    private static final SnmpDefinition DEFINITION =
            SnmpDefinitionFile.read("q", SnmpDefinitionFileTest.builtIn("snmp-qbridge"));

    @Test
    void aPortThatIsUntaggedInTwoVlansIsHybridAndBelongsToBoth() {
        PortState state = observe("""
                .1.3.6.1.2.1.17.7.1.4.3.1.2.1 = Hex-STRING: C0
                .1.3.6.1.2.1.17.7.1.4.3.1.2.3040 = Hex-STRING: 80
                .1.3.6.1.2.1.17.7.1.4.3.1.4.1 = Hex-STRING: C0
                .1.3.6.1.2.1.17.7.1.4.3.1.4.3040 = Hex-STRING: 80
                .1.3.6.1.2.1.17.7.1.4.5.1.1.1 = Gauge32: 3040
                """).port(new PortName("ge1")).orElseThrow();

        assertThat(state.mode()).isEqualTo(PortMode.HYBRID);
        assertThat(state.untagged()).isEqualTo(new Vlan(3040));
        assertThat(state.carries(new Vlan(1))).isTrue();
        assertThat(state.carriesOnly(new Vlan(3040))).isFalse();
    }

    @Test
    void anUntaggedBitWithoutAnEgressBitCountsForNothing() {
        assertThat(observe("""
                .1.3.6.1.2.1.17.7.1.4.3.1.2.1 = Hex-STRING: 80
                .1.3.6.1.2.1.17.7.1.4.3.1.2.20 = Hex-STRING: 40
                .1.3.6.1.2.1.17.7.1.4.3.1.4.1 = Hex-STRING: C0
                .1.3.6.1.2.1.17.7.1.4.3.1.4.20 = Hex-STRING: 00
                """).port(new PortName("ge2")))
                .get()
                .satisfies(state -> assertThat(state.untagged()).isNull())
                .satisfies(state -> assertThat(state.tagged()).containsExactly(new Vlan(20)));
    }

    @Test
    void aPortVlanWithoutARowIsImplicit() {
        assertThat(observe("""
                .1.3.6.1.2.1.17.7.1.4.3.1.2.20 = Hex-STRING: 80
                .1.3.6.1.2.1.17.7.1.4.3.1.4.20 = Hex-STRING: 80
                .1.3.6.1.2.1.17.7.1.4.5.1.1.1 = Gauge32: 20
                .1.3.6.1.2.1.17.7.1.4.5.1.1.2 = Gauge32: 1
                """).port(new PortName("ge2")))
                .get()
                .extracting(PortState::untagged)
                .isEqualTo(new Vlan(1));
    }

    @Test
    void portVlansMayBeCountedByInterface() {
        assertThat(observe("""
                .1.3.6.1.2.1.17.7.1.4.5.1.1.11 = Gauge32: 150
                .1.3.6.1.2.1.17.7.1.4.5.1.1.12 = Gauge32: 160
                """).port(new PortName("ge2")))
                .get()
                .extracting(PortState::untagged)
                .isEqualTo(new Vlan(160));
    }

    @Test
    void agentsWithCurrentTablesOnlyAreReadFromThem() {
        Observation seen = observe("""
                .1.3.6.1.2.1.17.7.1.4.2.1.4.0.20 = Hex-STRING: C0
                .1.3.6.1.2.1.17.7.1.4.2.1.5.0.20 = Hex-STRING: 40
                .1.3.6.1.2.1.17.7.1.4.5.1.1.1 = Gauge32: 20
                .1.3.6.1.2.1.17.7.1.4.5.1.1.2 = Gauge32: 20
                """);

        assertThat(seen.vlans()).containsExactly(new Vlan(20));
        assertThat(seen.port(new PortName("ge1")))
                .get()
                .extracting(PortState::mode)
                .isEqualTo(PortMode.TRUNK);
        assertThat(seen.port(new PortName("ge2"))).get().matches(state -> state.carriesOnly(new Vlan(20)));
    }

    @Test
    void twoPortsOfOneNameContradictEachOther() {
        Observation seen = observe("""
                .1.3.6.1.2.1.31.1.1.1.1.12 = STRING: "ge1"
                .1.3.6.1.2.1.2.2.1.2.11 = STRING: "same"
                .1.3.6.1.2.1.2.2.1.2.12 = STRING: "same"
                """);

        assertThat(seen.ports()).containsOnlyKeys(new PortName("ge1"));
        assertThat(seen.port(new PortName("ge1")).orElseThrow().contradiction())
                .isEqualTo("several ports are named ge1");
    }

    @Test
    void namesThatTellNoPortsApartGiveWayToThoseThatDo() {
        assertThat(observe("""
                .1.3.6.1.2.1.31.1.1.1.1.12 = STRING: "ge1"
                .1.3.6.1.2.1.2.2.1.2.11 = STRING: "Port 1"
                .1.3.6.1.2.1.2.2.1.2.12 = STRING: "Port 2"
                """).ports()).containsOnlyKeys(new PortName("Port1"), new PortName("Port2"));
    }

    @Test
    void aNeighbourIsFoundByItsLocalPortsNameOrNumber() {
        Observation seen = observe("""
                .1.0.8802.1.1.2.1.3.7.1.3.77 = STRING: "ge2"
                .1.0.8802.1.1.2.1.4.1.1.5.0.77.1 = Hex-STRING: 02 00 5E 00 10 01
                .1.0.8802.1.1.2.1.4.1.1.7.0.77.1 = STRING: "Eth1"
                .1.0.8802.1.1.2.1.4.1.1.12.0.77.1 = BITS: 20 00 bridge(2)
                .1.0.8802.1.1.2.1.4.1.1.7.0.11.1 = STRING: "eth0"
                .1.0.8802.1.1.2.1.4.1.1.9.0.11.1 = STRING: "laptop"
                .1.0.8802.1.1.2.1.4.1.1.11.0.11.1 = Hex-STRING: 28 00
                .1.0.8802.1.1.2.1.4.1.1.12.0.11.1 = Hex-STRING: 00 00
                """);

        assertThat(seen.evidenceFor(new PortName("ge2")).neighbour())
                .isEqualTo(new Neighbour("02:00:5e:00:10:01", "Eth1", true));
        assertThat(seen.evidenceFor(new PortName("ge1")).neighbour()).isEqualTo(new Neighbour("laptop", "eth0", false));
    }

    @Test
    void addressesOfBothKindsAreTheSwitchsOwn() {
        Observation seen = observe("""
                .1.3.6.1.2.1.4.20.1.2.192.0.2.5 = INTEGER: 11
                .1.3.6.1.2.1.4.20.1.2.127.0.0.1 = INTEGER: 12
                .1.3.6.1.2.1.4.34.1.3.2.16.32.1.13.184.0.0.0.0.0.0.0.0.0.0.0.1 = INTEGER: 12
                """);

        assertThat(seen.evidenceFor(new PortName("ge1")).managementAddress()).isEqualTo("192.0.2.5");
        assertThat(seen.evidenceFor(new PortName("ge2")).managementAddress()).isEqualTo("2001:db8:0:0:0:0:0:1");
    }

    @Test
    void aMemberOfAGroupKnowsItsGroupAndAPortByItselfIsInNone() {
        Observation seen = observe("""
                .1.3.6.1.2.1.31.1.1.1.1.50 = STRING: "lag1"
                .1.2.840.10006.300.43.1.2.1.1.13.11 = INTEGER: 50
                .1.2.840.10006.300.43.1.2.1.1.13.12 = INTEGER: 12
                """);

        assertThat(seen.evidenceFor(new PortName("ge1")).lag()).isEqualTo("lag1");
        assertThat(seen.evidenceFor(new PortName("ge2")).lag()).isNull();
    }

    private static final String MEMBERS = """
            .1.3.6.1.2.1.17.7.1.4.3.1.2.1 = Hex-STRING: C0
            .1.3.6.1.2.1.17.7.1.4.3.1.4.1 = Hex-STRING: C0
            .1.3.6.1.2.1.17.7.1.4.5.1.1.1 = Gauge32: 1
            .1.3.6.1.2.1.17.7.1.4.5.1.1.2 = Gauge32: 1
            """;

    @Test
    void timeMarksThatRepeatARowChangeNothingAndThoseThatTellItOtherwiseAreDoubted() {
        String current = """
                .1.3.6.1.2.1.17.7.1.4.2.1.4.0.1 = Hex-STRING: C0
                .1.3.6.1.2.1.17.7.1.4.2.1.5.0.1 = Hex-STRING: C0
                .1.3.6.1.2.1.17.7.1.4.2.1.4.1.1 = Hex-STRING: C0
                .1.3.6.1.2.1.17.7.1.4.2.1.5.1.1 = Hex-STRING: C0
                """;

        assertThat(first(MEMBERS + current).doubts()).isEmpty();
        assertThat(first(MEMBERS + current + ".1.3.6.1.2.1.17.7.1.4.2.1.5.2.1 = Hex-STRING: 40")
                        .unread())
                .isEqualTo("dot1qVlanCurrentUntaggedPorts has the port in a VLAN that can't be, or tells one twice");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ".1.3.6.1.2.1.17.7.1.4.3.1.2.9 = INTEGER: 3",
                ".1.3.6.1.2.1.17.7.1.4.3.1.2.4095 = Hex-STRING: 80",
                ".1.3.6.1.2.1.17.7.1.4.3.1.4.30 = Hex-STRING: 80",
                ".1.3.6.1.2.1.17.7.1.4.3.1.5.30 = INTEGER: 1",
                ".1.3.6.1.2.1.17.7.1.4.5.1.1.1 = Gauge32: 5000"
            })
    void whatCannotBeReadOfAPortIsADoubtAndNeverAShorterList(String line) {
        assertThat(first(MEMBERS).doubts()).isEmpty();
        assertThat(first(MEMBERS + line).unread()).isNotNull();
        assertThat(first(MEMBERS + line).isProvenWithout(new Vlan(30))).isFalse();
    }

    @Test
    void vlansThatAreNotInServiceAreSuspended() {
        Observation seen = observe(MEMBERS + """
                .1.3.6.1.2.1.17.7.1.4.3.1.2.20 = Hex-STRING: 00
                .1.3.6.1.2.1.17.7.1.4.3.1.5.1 = INTEGER: 1
                .1.3.6.1.2.1.17.7.1.4.3.1.5.20 = INTEGER: 2
                """);

        assertThat(seen.vlans()).containsExactly(new Vlan(1), new Vlan(20));
        assertThat(seen.suspended()).containsExactly(new Vlan(20));
    }

    @Test
    void aTableThatIsEmptyIsHiddenUnlessItsMibTellsSomethingElse() {
        assertThat(observe(MEMBERS).unavailable())
                .containsOnlyKeys(Kind.LLDP, Kind.LAG, Kind.OWN_ADDRESSES)
                .containsEntry(
                        Kind.LLDP,
                        "lldpRemTable is empty, and lldpLocChassisIdSubtype, lldpMessageTxInterval not told either: the"
                                + " login's view hides it, or the agent has none");
        assertThat(observe(MEMBERS + """
                .1.0.8802.1.1.2.1.1.1.0 = INTEGER: 30
                .1.2.840.10006.300.43.1.3.0 = Timeticks: (0) 0:00:00.00
                .1.3.6.1.2.1.4.20.1.2.192.0.2.5 = INTEGER: 99
                """).unavailable()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nothing of a walk",
                ".1.3.6.1.2.1.1.1.0 = STRING: \"a switch\"",
                ".1.3.6.1.2.1.17.1.4.1.2.1 = STRING: \"not a number\"",
                ".1.3.6.99999999999999999999 = INTEGER: 5",
                "1.3.6.1.2.1.1.1.0|4x|zz",
                "Timeout: No Response from 192.0.2.1"
            })
    void aWalkWithoutPortsIsRefusedWithWhatWouldHelp(String text) {
        Platform platform = SnmpPlatform.load("q", SnmpDefinitionFileTest.builtIn("snmp-qbridge"));

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> platform.parse(List.of(new SavedOutput("walk", text))))
                .satisfies(e -> {
                    assertThat(e.problem().code()).isEqualTo(ProblemCode.INPUT_INVALID);
                    assertThat(e.problem().fix()).contains("snmpwalk -On");
                });
    }

    @Test
    void theOutputOfAnythingButAWalkIsRefused() {
        Platform platform = SnmpPlatform.load("q", SnmpDefinitionFileTest.builtIn("snmp-qbridge"));

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> platform.parse(List.of(new SavedOutput("show vlan", ""))))
                .withMessageContaining("cannot parse the output of 'show vlan'");
    }

    private static PortState first(String lines) {
        return observe(lines).port(new PortName("ge1")).orElseThrow();
    }

    private static Observation observe(String lines) {
        SavedWalk.Builder walk = new SavedWalk.Builder(new ObjectNames(DEFINITION));
        walk.add(TWO_PORTS);
        walk.add(lines);
        return new ObservationReader(DEFINITION).observe(walk.build(), Set.of());
    }
}
