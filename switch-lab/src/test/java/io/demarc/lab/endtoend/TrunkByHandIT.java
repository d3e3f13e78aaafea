/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.demarc.switches.PortMode;
import io.demarc.switches.PortState;
import io.demarc.switches.Vlan;
import io.demarc.switches.catalogue.Platforms;
import io.demarc.switches.session.PortStep;
import io.demarc.switches.session.SwitchSession;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The lines that Demarc shows for a trunk that it has parked, typed into the switch: the port is the trunk that it was. */
final class TrunkByHandIT {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"cisco-ios", "junos", "openvswitch"})
    void makeAParkedPortTheTrunkAgainThatItWas(String platform) {
        try (RehearsedSwitch device = RehearsedSwitch.of(platform, directory)) {
            device.trunk(device.port(1));
            PortState untouched = read(device);
            assertThat(untouched.mode()).isEqualTo(PortMode.TRUNK);
            parkAndMakeAgain(device, untouched);
            parkAndMakeAgain(device, shutTrunk(device));
        }
    }

    private static void parkAndMakeAgain(RehearsedSwitch device, PortState trunk) {
        try (SwitchSession session = device.open()) {
            session.apply(List.of(new PortStep.Park(device.port(1), new Vlan(999), true)));
            session.confirm();
        }
        assertThat(read(device).carriesOnly(new Vlan(999))).isTrue();

        device.type(lines(device, trunk));

        assertThat(settings(read(device))).isEqualTo(settings(trunk));
    }

    private static List<String> lines(RehearsedSwitch device, PortState trunk) {
        return Platforms.builtIn().find(device.platform()).trunkLines(trunk);
    }

    private static PortState read(RehearsedSwitch device) {
        try (SwitchSession session = device.open()) {
            return session.observe(Set.of(device.port(1))).port(device.port(1)).orElseThrow();
        }
    }

    /** All but the link, which is the cable's, and the description, which the lines leave. */
    private static PortState settings(PortState state) {
        return new PortState(state.port(), state.mode(), state.untagged(), state.tagged(), state.adminUp(), null, null);
    }

    /** Without a native VLAN where there is such a thing: a trunk of IOS always has one. */
    private static PortState shutTrunk(RehearsedSwitch device) {
        Vlan untagged = device.platform().equals("cisco-ios") ? new Vlan(150) : null;
        List<Vlan> tagged = List.of(new Vlan(160), new Vlan(161));
        return new PortState(device.port(1), PortMode.TRUNK, untagged, tagged, false, null, null);
    }
}
