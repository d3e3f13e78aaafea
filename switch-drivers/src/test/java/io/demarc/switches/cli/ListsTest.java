/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.demarc.switches.PortName;
import io.demarc.switches.Vlan;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lists of VLANs and of ports, as switches write them: every word is understood, or told. */
class ListsTest {
    private static final PortNames CISCO = new PortNames(new CliDefinition.Names(
            List.of(
                    new CliDefinition.Names.Kind("GigabitEthernet", List.of("Gi")),
                    new CliDefinition.Names.Kind("TenGigabitEthernet", List.of("Te")),
                    new CliDefinition.Names.Kind("Port-channel", List.of("Po")),
                    new CliDefinition.Names.Kind("ethernet", List.of("ethe"))),
            null,
            false));
    private static final PortNames JUNOS =
            new PortNames(new CliDefinition.Names(List.of(), java.util.regex.Pattern.compile("\\.\\d+$"), false));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "10,20 | 10 20",
                "1-3, 7 | 1 2 3 7",
                "2 to 4 200 | 2 3 4 200",
                "2 - 4 | 2 3 4",
                "193 (demarc-193) | 193",
                "none | ''",
                "blue 7 | 7 99",
                "20 | 20"
            })
    void aListOfVlansIsReadByNumberFirstAndThenByName(String text, String wanted) {
        VlanTable vlans = new VlanTable();
        vlans.add(new Vlan(99), "blue");
        vlans.add(new Vlan(10), "20");

        VlanTable.Told told = vlans.read(List.of(text));

        assertThat(told.unread()).isEmpty();
        assertThat(told.vlans().stream().map(Vlan::toString)).containsExactlyElementsOf(words(wanted));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "10,green | 10",
                "10,20, | 10 20",
                "4095 | ''",
                "5-3 | ''",
                "0 | ''",
                "10..20 | ''",
                "?7 | ''",
                "9000000000 | ''"
            })
    void aWordThatIsNoVlanIsToldAndTheOthersAreKept(String text, String wanted) {
        VlanTable.Told told = new VlanTable().read(List.of(text));

        assertThat(told.unread()).isNotEmpty();
        assertThat(told.vlans().stream().map(Vlan::toString)).containsExactlyElementsOf(words(wanted));
    }

    @Test
    void aNameOfTwoVlansIsBothAndDoubtful() {
        VlanTable vlans = new VlanTable();
        vlans.add(new Vlan(5), "twice");
        vlans.add(new Vlan(6), "twice");

        VlanTable.Told told = vlans.read(List.of("twice"));

        assertThat(told.vlans()).containsExactly(new Vlan(5), new Vlan(6));
        assertThat(told.unread()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Gi1/0/1(P) Gi1/0/2(w) | GigabitEthernet1/0/1 GigabitEthernet1/0/2",
                "Gi1/0/1, Gi1/0/2 | GigabitEthernet1/0/1 GigabitEthernet1/0/2",
                "Te 0/42-43 | TenGigabitEthernet0/42 TenGigabitEthernet0/43",
                "ethe 1/1/3 to 1/1/5 ethe 1/1/22 | ethernet1/1/3 ethernet1/1/4 ethernet1/1/5 ethernet1/1/22",
                "Gi1/0/1-Gi1/0/3 | GigabitEthernet1/0/1 GigabitEthernet1/0/2 GigabitEthernet1/0/3",
                "1/1/1 to 1/1/4 | 1/1/1 1/1/2 1/1/3 1/1/4",
                "(U1/M1)   4   5 (U2/M3) 7 to 9 | 1/1/4 1/1/5 2/3/7 2/3/8 2/3/9",
                "(U1/M1)  none | ''",
                "none | ''"
            })
    void aListOfPortsIsReadWithItsRanges(String text, String wanted) {
        PortNames.Told told = CISCO.list(text);

        assertThat(told.unread()).isEmpty();
        assertThat(told.ports().stream().map(PortName::value)).containsExactlyElementsOf(words(wanted));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "(P) Gi1/0/1 | GigabitEthernet1/0/1",
                "(U1/M1 4 | 4",
                "Gi1/0/1 Blurb7 | GigabitEthernet1/0/1",
                "Gi1/0/9-3 | ''",
                "Gi1/0/1 to 2/0/9 | ''",
                "and | ''"
            })
    void aWordThatIsNoPortIsTold(String text, String wanted) {
        PortNames.Told told = CISCO.list(text);

        assertThat(told.unread()).isNotEmpty();
        assertThat(told.ports().stream().map(PortName::value)).containsExactlyElementsOf(words(wanted));
    }

    @Test
    void aNameWithADashInItIsNoRange() {
        assertThat(JUNOS.list("ge-0/0/1.0*, xe-0/1/2.0").ports())
                .containsExactly(new PortName("ge-0/0/1"), new PortName("xe-0/1/2"));
        assertThat(JUNOS.list("ge-0/0/1.0*, xe-0/1/2.0").unread()).isEmpty();
    }

    @Test
    void aPlatformWithoutKindsHasRangesAndGroupsInOneList() {
        PortNames plain = new PortNames(new CliDefinition.Names(List.of(), null, true));

        assertThat(plain.list("A1-A3,Trk1").ports().stream().map(PortName::value))
                .containsExactly("A1", "A2", "A3", "Trk1");
        assertThat(plain.list("A1-A3,Trk1").unread()).isEmpty();
    }

    private static List<String> words(String text) {
        return Stream.of(text.split(" ", -1)).filter(word -> !word.isEmpty()).toList();
    }
}
