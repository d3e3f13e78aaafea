/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.snmp;

import static io.demarc.lab.snmp.SnmpBench.attach;
import static io.demarc.lab.snmp.SnmpBench.park;
import static io.demarc.lab.snmp.SnmpBench.port;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.demarc.lab.ground.LldpNeighbour;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import io.demarc.switches.Observation;
import io.demarc.switches.PortEvidence.Neighbour;
import io.demarc.switches.PortMode;
import io.demarc.switches.PortState;
import io.demarc.switches.PortTraffic;
import io.demarc.switches.Vlan;
import io.demarc.switches.session.PortStep.CreateVlan;
import io.demarc.switches.session.PortStep.Enable;
import io.demarc.switches.session.PortStep.Shut;
import io.demarc.switches.session.SwitchDraft;
import io.demarc.switches.session.SwitchSession;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class QBridgeSessionIT {
    private final SnmpBench bench = SnmpBench.qbridge();
    private final SimulatedSnmpSwitch device = bench.device();

    @AfterEach
    void stop() {
        bench.close();
    }

    @Test
    void readsEveryPortByItsNameWithItsVlansAndItsLabel() {
        device.console()
                .access("7", 150)
                .label("7", "vpn")
                .tagged("8", 150, 160)
                .shut("9");
        device.plug("7");

        Observation seen = bench.observe();

        assertThat(seen.ports()).hasSize(16);
        assertThat(seen.vlans()).containsExactly(new Vlan(1), new Vlan(150), new Vlan(160), new Vlan(999));
        assertThat(seen.port(port("7")))
                .contains(new PortState(port("7"), PortMode.ACCESS, new Vlan(150), List.of(), true, true, "vpn"));
        assertThat(seen.port(port("8")))
                .contains(new PortState(
                        port("8"),
                        PortMode.TRUNK,
                        new Vlan(1),
                        List.of(new Vlan(150), new Vlan(160)),
                        true,
                        false,
                        ""));
        assertThat(seen.port(port("9"))).get().extracting(PortState::adminUp).isEqualTo(false);
        assertThat(seen.evidence()).isEmpty();
    }

    @Test
    void tellsHowLongItHasRunAndThatItRestartedEvenInTheMiddleOfASession() {
        try (SwitchSession session = bench.open()) {
            assertThat(session.uptime())
                    .hasValueSatisfying(
                            uptime -> assertThat(uptime).isBetween(Duration.ofDays(23), Duration.ofDays(24)));
            device.reboot();
            assertThat(session.uptime())
                    .hasValueSatisfying(uptime -> assertThat(uptime).isLessThan(Duration.ofMinutes(2)));
        }
    }

    @Test
    void readsOnlyThePortsThatAreAskedForAndThatExist() {
        try (SwitchSession session = bench.open()) {
            assertThat(session.observe(Set.of(port("3"), port("17"))).ports()).containsOnlyKeys(port("3"));
        }
    }

    @Test
    void attachesAPortToItsVlanAndParksItAgain() {
        device.plug("7", "02:00:5e:00:53:07");
        device.plug("8", "02:00:5e:00:53:08");
        device.console().access("8", 150);

        try (SwitchSession session = bench.open()) {
            session.observe(Set.of());
            session.apply(List.of(new Shut(port("7")), attach("7", 150)));
            assertThat(device.portSays("7"))
                    .isEqualTo("7: down, no link, untagged 150, tagged none, pvid 150, " + "\"demarc: vpn 150\"");
            session.apply(List.of(new Enable(port("7"))));
            assertThat(device.passes("7", "8")).isTrue();
            assertThat(device.passes("8", "7")).isTrue();

            session.apply(List.of(park("7")));
            assertThat(device.portSays("7")).isEqualTo("7: down, no link, untagged 999, tagged none, pvid 999, \"\"");
            assertThat(session.observe(Set.of(port("7"))).port(port("7")))
                    .get()
                    .matches(state -> state.carriesOnly(new Vlan(999)));
        }
        assertThat(device.portsEverWritten()).containsExactly("7");
    }

    @Test
    void leavesEveryVlanThatThePortIsTaggedIn() {
        device.console().tagged("7", 150, 160);

        apply(attach("7", 999));

        assertThat(device.portSays("7")).contains("untagged 999, tagged none, pvid 999");
    }

    @Test
    void writesNothingToAPortThatIsAsWanted() {
        apply(new Shut(port("7")), attach("7", 150));
        int before = device.setsReceived().size();

        apply(new Shut(port("7")), attach("7", 150));

        assertThat(device.setsReceived()).hasSize(before);
    }

    @Test
    void keepsThePortVlanAmongTheUntaggedVlansAtEveryMoment() {
        Pattern words = Pattern.compile("untagged (.*), tagged .*, pvid (\\d+)");
        List<String> moments = new CopyOnWriteArrayList<>();
        device.listen(new SetListener() {
            @Override
            public void after(List<String> lines) {
                moments.add(device.portSays("7"));
            }
        });

        apply(attach("7", 150), attach("7", 160), park("7"));

        assertThat(moments).hasSizeGreaterThan(9).allSatisfy(moment -> {
            Matcher matcher = words.matcher(moment);
            assertThat(matcher.find()).isTrue();
            assertThat(matcher.group(1).split(" ")).as(moment).contains(matcher.group(2));
        });
    }

    @Test
    void createsAVlanThatDoesNotExistAndLeavesOneThatDoes() {
        apply(new CreateVlan(new Vlan(170), "demarc-170"), new CreateVlan(new Vlan(150), "demarc-150"));

        assertThat(device.vlans()).containsEntry(170, "demarc-170").containsEntry(150, "blue");
    }

    @Test
    void refusesAVlanThatDoesNotExist() {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> apply(attach("7", 171)))
                .satisfies(e -> {
                    assertThat(e.problem().code()).isEqualTo(ProblemCode.SWITCH_REJECTED);
                    assertThat(e.problem().message())
                            .isEqualTo(
                                    "Switch sw2, port 7: there is no dot1qVlanStaticEgressPorts.171, so VLAN 171 does"
                                            + " not exist on the switch. Create the VLAN, or let Demarc create it.");
                });
        assertThat(device.setsReceived()).isEmpty();
    }

    @Test
    void tellsWhatSpeaksAgainstWritingToAPort() {
        device.plug("1", LldpNeighbour.bridge("core1", "Ethernet1/1"));
        device.plug("2", LldpNeighbour.station("laptop", "eth0"));
        device.plug("3", new LldpNeighbour("02:00:5e:00:10:03", "mute", "x", ""));
        device.aggregate("4", 1);
        device.address("5", "192.0.2.5");

        Observation seen = bench.observe();

        assertThat(seen.evidenceFor(port("1")).neighbour()).isEqualTo(new Neighbour("core1", "Ethernet1/1", true));
        assertThat(seen.evidenceFor(port("2")).neighbour()).isEqualTo(new Neighbour("laptop", "eth0", false));
        assertThat(seen.evidenceFor(port("3")).neighbour()).isEqualTo(new Neighbour("mute", "x", true));
        assertThat(seen.evidenceFor(port("4")).lag()).isEqualTo("lag5001");
        assertThat(seen.evidenceFor(port("5")).managementAddress()).isEqualTo("192.0.2.5");
        assertThat(seen.evidenceFor(port("6"))).isEqualTo(io.demarc.switches.PortEvidence.none(port("6")));
    }

    @Test
    void findsThePortBehindWhichAnAddressWasLearned() {
        device.console().access("7", 150);
        device.plug("7", "02:00:5e:00:53:07");

        try (SwitchSession session = bench.open()) {
            assertThat(session.locate("02:00:5E:00:53:07")).contains(port("7"));
            assertThat(session.locate("02:00:5e:00:53:99")).isEqualTo(Optional.empty());
        }
    }

    /** The switch's own address on the port, which its agent tells as well, is none that was heard. */
    @Test
    void tellsWhoIsHeardOnAPort() {
        device.console().access("7", 150);
        device.plug("7", "02:00:5e:00:53:07", "02:00:5e:00:53:08");
        device.plug("8");

        try (SwitchSession session = bench.open()) {
            assertThat(session.traffic(Set.of(port("7"), port("8"))))
                    .isEqualTo(Map.of(
                            port("7"),
                            PortTraffic.of(List.of("02:00:5e:00:53:07", "02:00:5e:00:53:08"), null),
                            port("8"),
                            PortTraffic.of(List.of(), null)));
        }
    }

    @Test
    void rendersWhatItWouldSendWithTheRealValues() {
        try (SwitchSession session = bench.open()) {
            assertThat(session.draft()
                            .apply(
                                    List.of(
                                            new CreateVlan(new Vlan(170), "demarc-170"),
                                            new Shut(port("7")),
                                            attach("7", 150)),
                                    Map.of()))
                    .extracting(SwitchDraft.Line::text)
                    .containsExactly(
                            "set dot1qVlanStaticRowStatus.170 = createAndGo(4)",
                            "set dot1qVlanStaticName.170 = \"demarc-170\"",
                            "set ifAdminStatus.1007 = down(2)",
                            "set dot1qVlanStaticEgressPorts.150 = 00 00 + port 7 (bit 7) = 02 00",
                            "set dot1qVlanStaticUntaggedPorts.150 = 00 00 + port 7 (bit 7) = 02 00",
                            "set dot1qPvid.7 = 150",
                            "set dot1qVlanStaticUntaggedPorts.1 = ff ff - port 7 (bit 7) = fd ff",
                            "set dot1qVlanStaticEgressPorts.1 = ff ff - port 7 (bit 7) = fd ff",
                            "set dot1qPortAcceptableFrameTypes.7 = 3",
                            "set dot1qPortIngressFiltering.7 = 1",
                            "set ifAlias.1007 = \"demarc: vpn 150\"");
        }
        assertThat(device.setsReceived()).isEmpty();
    }

    @Test
    void aPortThatDoesNotExistIsNamed() {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> apply(new Shut(port("17"))))
                .satisfies(e -> assertThat(e.problem().message()).startsWith("Switch sw2 has no port 17."));
    }

    private void apply(io.demarc.switches.session.PortStep... steps) {
        try (SwitchSession session = bench.open()) {
            session.apply(List.of(steps));
        }
    }
}
