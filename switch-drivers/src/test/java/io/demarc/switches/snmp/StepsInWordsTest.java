/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.snmp;

import static org.assertj.core.api.Assertions.assertThat;

import io.demarc.switches.PortDescription;
import io.demarc.switches.PortName;
import io.demarc.switches.Vlan;
import io.demarc.switches.platform.Platform;
import io.demarc.switches.session.PortStep.Attach;
import io.demarc.switches.session.PortStep.CreateVlan;
import io.demarc.switches.session.PortStep.Enable;
import io.demarc.switches.session.PortStep.Park;
import java.util.List;
import org.junit.jupiter.api.Test;

class StepsInWordsTest {
    private static final PortName PORT = new PortName("ge7");

    @Test
    void saysWhatWouldBeSetOnASwitchOfWhichNothingIsKnown() {
        Platform platform = SnmpPlatform.load("q", SnmpDefinitionFileTest.builtIn("snmp-qbridge"));

        assertThat(platform.render(List.of(
                        new CreateVlan(new Vlan(150), "demarc-150"),
                        new Attach(PORT, new Vlan(150), new PortDescription("vpn")),
                        new Enable(PORT))))
                .containsExactly(
                        "set dot1qVlanStaticRowStatus.150 = createAndGo(4)",
                        "set dot1qVlanStaticName.150 = \"demarc-150\"",
                        "set dot1qVlanStaticEgressPorts.150 = <as read> + port ge7",
                        "set dot1qVlanStaticUntaggedPorts.150 = <as read> + port ge7",
                        "set dot1qPvid.<base port of ge7> = 150",
                        "set dot1qVlanStaticUntaggedPorts.<every other VLAN of ge7> = <as read> - port ge7",
                        "set dot1qVlanStaticEgressPorts.<every other VLAN of ge7> = <as read> - port ge7",
                        "set dot1qPortAcceptableFrameTypes.<base port of ge7> = admitOnlyUntaggedAndPriority(3)",
                        "set dot1qPortIngressFiltering.<base port of ge7> = true(1)",
                        "set ifAlias.<ifIndex of ge7> = \"vpn\"",
                        "set ifAdminStatus.<ifIndex of ge7> = up(1)");
    }

    @Test
    void saysItInTheWordsOfThePlatform() {
        Platform platform = SnmpPlatform.load("c", SnmpDefinitionFileTest.builtIn("snmp-cisco"));

        assertThat(platform.render(List.of(new Park(PORT, new Vlan(999), true))))
                .containsExactly(
                        "set ifAdminStatus.<ifIndex of ge7> = down(2)",
                        "set vlanTrunkPortDynamicState.<ifIndex of ge7> = off(2)",
                        "set vmVlanType.<ifIndex of ge7> = static(1)",
                        "set vmVlan.<ifIndex of ge7> = 999",
                        "set vmVoiceVlanId.<ifIndex of ge7> = none(4096)",
                        "set ifAlias.<ifIndex of ge7> = \"\"");
    }
}
