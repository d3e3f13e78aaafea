/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.demarc.switches.Doubt;
import io.demarc.switches.PortMode;
import io.demarc.switches.PortName;
import io.demarc.switches.PortState;
import io.demarc.switches.Vlan;
import io.demarc.switches.catalogue.Platforms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a person may type to get a trunk back. */
class TrunkLinesTest {
    private static final PortName GE1 = new PortName("GigabitEthernet1/0/1");
    private static final List<Vlan> TEN = List.of(new Vlan(10));

    @Test
    void iosLetsTheNativeVlanThroughAsWell() {
        assertThat(lines("cisco-ios", trunk("GigabitEthernet1/0/1", new Vlan(1), 10, 20, 21, 22)))
                .containsExactly(
                        "interface GigabitEthernet1/0/1",
                        "switchport trunk native vlan 1",
                        "switchport trunk allowed vlan 1,10,20-22",
                        "switchport mode trunk",
                        "no shutdown");
    }

    @Test
    void junosHasALineForEachRange() {
        assertThat(lines("junos", trunk("ge-0/0/1", null, 10, 20, 21)))
                .containsExactly(
                        "delete interfaces ge-0/0/1 unit 0 family ethernet-switching vlan",
                        "set interfaces ge-0/0/1 unit 0 family ethernet-switching interface-mode trunk",
                        "set interfaces ge-0/0/1 unit 0 family ethernet-switching vlan members 10",
                        "set interfaces ge-0/0/1 unit 0 family ethernet-switching vlan members 20-21",
                        "delete interfaces ge-0/0/1 disable");
    }

    @Test
    void openVswitchDoesItInOneTransaction() {
        assertThat(lines("openvswitch", trunk("vpn", new Vlan(30), 10)))
                .containsExactly(
                        "ovs-vsctl set Port vpn vlan_mode=native-untagged tag=30 trunks=10,30",
                        "ip link set dev vpn up");
        assertThat(lines("openvswitch", trunk("vpn", null, 10)))
                .containsExactly(
                        "ovs-vsctl -- set Port vpn vlan_mode=trunk trunks=10 -- clear Port vpn tag",
                        "ip link set dev vpn up");
    }

    @Test
    void aTrunkThatWasShutIsShutAgainAndOneThatMayHaveBeenIsLeft() {
        assertThat(lines("cisco-ios", new PortState(GE1, PortMode.TRUNK, null, TEN, false, false, "")))
                .contains("shutdown");
        assertThat(lines("cisco-ios", new PortState(GE1, PortMode.TRUNK, null, TEN, null, null, "")))
                .noneMatch(line -> line.contains("shutdown"));
    }

    @Test
    void whatIsNotKnownToBeATrunkOfKnownVlansHasNone() {
        PortState trunk = trunk("ge-0/0/1", new Vlan(1), 10);

        assertThat(Stream.of(
                        with(PortMode.ACCESS, List.of()),
                        with(PortMode.TRUNK, null),
                        with(PortMode.HYBRID, List.of(new Vlan(10))),
                        trunk.doubting(List.of(Doubt.unread("something")))))
                .allSatisfy(state -> assertThat(lines("junos", state)).isEmpty());
        assertThat(lines("snmp-qbridge", trunk)).isEmpty();
    }

    /** They aren't among the operations, which are all that a session sends, and nobody else looks at them. */
    @Test
    void noSessionSendsThem() throws IOException {
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
            assertThat(sources.filter(file -> file.toString().endsWith(".java"))
                            .filter(file -> Samples.read(file).contains("byHand()"))
                            .map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("CliPlatform.java", "DefinitionCheck.java");
        }
        for (String platform : List.of("cisco-ios", "junos", "openvswitch")) {
            CliDefinition definition = CliPlatformAccess.definition(platform);
            assertThat(Arrays.stream(CliDefinition.Operation.values())
                            .flatMap(operation -> definition.operation(operation).stream())
                            .map(Command::send))
                    .isNotEmpty()
                    .noneMatch(line -> line.contains("{vlans}") || line.contains("{native}"));
        }
    }

    private static List<String> lines(String platform, PortState was) {
        return Platforms.builtIn().find(platform).trunkLines(was);
    }

    private static PortState trunk(String port, @Nullable Vlan untagged, int... tagged) {
        List<Vlan> vlans = Arrays.stream(tagged).mapToObj(Vlan::new).toList();
        return new PortState(new PortName(port), PortMode.TRUNK, untagged, vlans, true, true, "");
    }

    private static PortState with(PortMode mode, @Nullable List<Vlan> tagged) {
        return new PortState(new PortName("ge-0/0/1"), mode, new Vlan(1), tagged, true, true, "");
    }
}
