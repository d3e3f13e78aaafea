/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.demarc.access.Secret;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VocabularyTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 4095, -1, 100000})
    void aVlanIsWithin1To4094(int id) {
        assertThatThrownBy(() -> new Vlan(id)).hasMessage("VLAN id " + id + " is not within 1 to 4094");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GigabitEthernet1/0/7", "ge-0/0/5", "eth0", "1/1/5", "swp5.10", "Eth1/1:2", "A24-Trk1"})
    void portNamesOfManyVendorsAreAccepted(String name) {
        assertThat(new PortName(name)).hasToString(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Gi1/0/7\nreload",
                "Gi1/0/7;reload",
                "-v",
                "a b",
                "$(x)",
                "p'",
                "p\"",
                "p|q",
                "p\\",
                "Gi1/0/7\r",
                "é"
            })
    void aPortNameThatCouldEndACommandIsRefusedAndPrintedSafely(String name) {
        assertThatThrownBy(() -> new PortName(name))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .doesNotContain("\n", "\r");
    }

    @Test
    void portsAreOrderedByTheirNumbers() {
        assertThat(Stream.of("Gi1/0/10", "Gi1/0/9", "Gi1/0/1", "Gi2/0/1", "Fa0/1")
                        .map(PortName::new)
                        .sorted()
                        .map(PortName::value))
                .containsExactly("Fa0/1", "Gi1/0/1", "Gi1/0/9", "Gi1/0/10", "Gi2/0/1");
    }

    @Test
    void theOrderOfPortsIsTotal() {
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            PortName a = randomPort(random);
            PortName b = randomPort(random);
            PortName c = randomPort(random);
            assertThat(Integer.signum(a.compareTo(b))).isEqualTo(-Integer.signum(b.compareTo(a)));
            assertThat(a.compareTo(b) == 0).as("%s %s", a, b).isEqualTo(a.equals(b));
            if (a.compareTo(b) <= 0 && b.compareTo(c) <= 0) {
                assertThat(a.compareTo(c)).as("%s %s %s", a, b, c).isLessThanOrEqualTo(0);
            }
        }
    }

    @Test
    void aDescriptionFromHostileTextIsSafeAndFits() {
        Random random = new Random(11);
        for (int i = 0; i < 5_000; i++) {
            StringBuilder text = new StringBuilder();
            random.ints(random.nextInt(120), 0, 0x250).forEach(text::appendCodePoint);
            assertThat(PortDescription.from(text.toString()).value()).matches("[A-Za-z0-9._:/+=, -]{0,64}");
        }
        assertThat(PortDescription.from("acme\" ; reload\n")).hasToString("acme_ _ reload_");
    }

    @Test
    void vlanRangesSayWhichPartIsWrong() {
        assertThat(VlanRanges.parse("100-102, 250").contains(new Vlan(101))).isTrue();
        assertThat(VlanRanges.parse("100-102,250").contains(new Vlan(249))).isFalse();
        assertThatThrownBy(() -> VlanRanges.parse("200-100")).hasMessage("VLAN range 200-100 ends before it begins");
        assertThatThrownBy(() -> VlanRanges.parse("100-5000")).hasMessageContaining("5000");
        assertThatThrownBy(() -> VlanRanges.parse("all")).hasMessageContaining("'all' is not a list of VLAN ranges");
        assertThatThrownBy(() -> VlanRanges.parse("100,")).hasMessageContaining("is not a list");
    }

    @Test
    void aPortCarriesOnlyAVlanWhenTheSwitchLeavesNoDoubt() {
        Vlan vlan = new Vlan(150);
        assertThat(port(PortMode.ACCESS, null).carriesOnly(vlan)).isTrue();
        assertThat(port(PortMode.UNKNOWN, List.of()).carriesOnly(vlan)).isTrue();
        assertThat(port(PortMode.UNKNOWN, null).carriesOnly(vlan)).isFalse();
        assertThat(port(PortMode.ACCESS, List.of(new Vlan(20))).carriesOnly(vlan))
                .isFalse();
        assertThat(port(PortMode.TRUNK, List.of()).carriesOnly(vlan)).isFalse();
        assertThat(port(PortMode.ACCESS, null).carriesOnly(new Vlan(151))).isFalse();
    }

    @Test
    void aSecretNeverPrints() {
        assertThat(new Secret("hunter2")).hasToString("***");
    }

    private static PortState port(PortMode mode, @Nullable List<Vlan> tagged) {
        return new PortState(new PortName("p1"), mode, new Vlan(150), tagged, true, null, null);
    }

    private static PortName randomPort(Random random) {
        StringBuilder name = new StringBuilder("p");
        random.ints(random.nextInt(4), 0, 6).forEach(i -> name.append("01/9a-".charAt(i)));
        return new PortName(name.toString());
    }
}
