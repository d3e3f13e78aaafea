/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.snmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.demarc.switches.platform.Platform;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PortNamesTest {
    private static Platform platform(String name) {
        return SnmpPlatform.load(name, SnmpDefinitionFileTest.builtIn(name));
    }

    @ParameterizedTest
    @CsvSource({
        "Gi1/0/7, GigabitEthernet1/0/7",
        "gi 1/0/7, GigabitEthernet1/0/7",
        "GigabitEthernet1/0/7, GigabitEthernet1/0/7",
        "gigabit 1/0/7, GigabitEthernet1/0/7",
        "Te1/1/1, TenGigabitEthernet1/1/1",
        "Twe1/0/1, TwentyFiveGigE1/0/1",
        "Tw1/0/1, TwoGigabitEthernet1/0/1",
        "fa0/1, FastEthernet0/1",
        "Po12, Port-channel12",
        "Xy1/2, Xy1/2"
    })
    void ciscoNamesMayBeAbbreviated(String given, String full) {
        assertThat(platform("snmp-cisco").normalise(given).value()).isEqualTo(full);
    }

    @ParameterizedTest
    @CsvSource({
        "7, 7",
        "' ge-0/0/5 ', ge-0/0/5",
        "'Ethernet Interface 3', Ethernet_Interface_3",
        "'Slot: 0 Port: 1 Gigabit - Level', Slot:_0_Port:_1_Gigabit_-_Level",
        "'1/g7', 1/g7",
        "Gi1/0/7, Gi1/0/7"
    })
    void otherNamesStayWhatTheyAreButForCharactersThatNoNameMayHave(String given, String name) {
        assertThat(platform("snmp-qbridge").normalise(given).value()).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource({"''", "'   '", "'///'", "'%$'"})
    void whatNamesNoPortIsRefused(String given) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> platform("snmp-qbridge").normalise(given))
                .withMessageContaining("cannot be the name of a switch port");
    }

    @Test
    void normalisingTwiceChangesNothing() {
        String once = platform("snmp-qbridge").normalise("Port #1 (uplink)").value();

        assertThat(platform("snmp-qbridge").normalise(once).value()).isEqualTo(once);
    }
}
