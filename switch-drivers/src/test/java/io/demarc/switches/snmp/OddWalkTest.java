/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.snmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import io.demarc.switches.PortName;
import io.demarc.switches.PortState;
import io.demarc.switches.platform.Platform;
import io.demarc.switches.platform.Platform.SavedOutput;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.OctetString;

/** Walks that are long where walks seldom are, cut, or saved by another kind of system. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OddWalkTest {
    private static final int OCTETS = 200_000;
    private static final SnmpDefinition DEFINITION =
            SnmpDefinitionFile.read("q", SnmpDefinitionFileTest.builtIn("snmp-qbridge"));
    private static final Platform PLATFORM = SnmpPlatform.load("q", SnmpDefinitionFileTest.builtIn("snmp-qbridge"));
    private static final String PORTS = """
            .1.3.6.1.2.1.31.1.1.1.1.11 = STRING: "ge1"
            .1.3.6.1.2.1.31.1.1.1.1.12 = STRING: "ge2"
            .1.3.6.1.2.1.17.1.4.1.2.1 = INTEGER: 11
            .1.3.6.1.2.1.17.1.4.1.2.2 = INTEGER: 12
            .1.3.6.1.2.1.17.7.1.4.3.1.2.20 = Hex-STRING: 80
            .1.3.6.1.2.1.17.7.1.4.3.1.4.20 = Hex-STRING: 80
            .1.3.6.1.2.1.17.7.1.4.5.1.1.1 = Gauge32: 20
            .1.3.6.1.2.1.17.7.1.4.5.1.1.2 = Gauge32: 1
            """;

    @Test
    void valuesOfAnyLengthAreRead() {
        List<PortState> ports = parse(PORTS);
        String hex = "00 ".repeat(OCTETS);

        assertThat(parse(PORTS.replace("1.2.20 = Hex-STRING: 80", "1.2.20 = Hex-STRING: 80 " + hex)
                        .replace("1.4.20 = Hex-STRING: 80", "1.4.20 = Hex-STRING: 80" + "\n00".repeat(OCTETS))))
                .isEqualTo(ports);
        assertThat(parse(PORTS + ".1.3.6.1.2.1.31.1.1.1.18.11" + ".1".repeat(OCTETS) + " = INTEGER: 5\n"))
                .isEqualTo(ports);
        assertThat(parse(PORTS + ".1.0.8802.1.1.2.1.4.1.1.12.0.77.1 = BITS: " + "AB".repeat(OCTETS) + "\n"))
                .isEqualTo(ports);
    }

    @Test
    void recordedValuesOfAnyLengthAreRead() {
        String lines = """
                1.3.6.1.2.1.31.1.1.1.1.11|4|ge1
                1.3.6.1.2.1.17.1.4.1.2.1|2|11
                1.3.6.1.2.1.17.7.1.4.5.1.1.1|66|20
                1.3.6.1.2.1.17.7.1.4.3.1.2.20|4x|80%s
                1.3.6.1.2.1.17.7.1.4.3.1.4.20|4x|80
                1.3.6.1.2.1.31.1.1.1.18.99%s|4|far away
                1.3.6.1.2.1.31.1.1.1.18.99999999999999999999|4|none
                """;
        String wrapped = "00".repeat(15) + "0a" + "303020".repeat(OCTETS);

        assertThat(parse(lines.formatted(wrapped, ".1".repeat(OCTETS)))).isEqualTo(parse(lines.formatted("", "")));
    }

    @Test
    void everyKindOfLineEndEndsALineAndAMarkIsNoPartOfIt() {
        List<PortState> ports = parse(PORTS);

        for (String end : List.of("\r\n", "\r", "\r\r\n")) {
            assertThat(parse("\uFEFF" + PORTS.replace("\n", end))).isEqualTo(ports);
        }
        assertThat(parse("saved by hand\n" + PORTS.replace("\n", "\r"))).isEqualTo(ports);
        assertThat(parse(PORTS + "\uFEFF.1.3.6.1.2.1.31.1.1.1.18.11 = STRING: \"label\"\n")
                        .get(0)
                        .description())
                .isEqualTo("label");
    }

    @Test
    void aTextMayHoldWhatLooksLikeAnObjectOrALineEnd() {
        PortState port = parse(PORTS + """
                .1.3.6.1.2.1.31.1.1.1.18.11 = STRING: "a \\"label\\"
                .1.3.6.1.2.1.17.7.1.4.5.1.1.1 = Gauge32: 1
                of two lines"
                """).get(0);
        assertThat(port.untagged()).hasToString("20");

        // Octets that happen to be printable are printed as text: CR is ports 5, 6 and 8.
        SavedWalk.Builder walk = new SavedWalk.Builder(new ObjectNames(DEFINITION));
        walk.add(".1.3.6.1.2.1.17.7.1.4.3.1.2.20 = STRING: \"\r@\"\n.1.3.6.1.2.1.1.1.0 = STRING: \"x\"\n");
        assertThat(walk.build()
                        .column(new OID("1.3.6.1.2.1.17.7.1.4.3.1.2"))
                        .rows()
                        .values())
                .extracting(octets -> ((OctetString) octets).toHexString())
                .containsExactly("0d:40");
    }

    @Test
    void aWalkThatEndsWithinATextIsRefused() {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> parse(PORTS + ".1.3.6.1.2.1.31.1.1.1.18.11 = STRING: \"lab\n"))
                .satisfies(e -> {
                    assertThat(e.problem().code()).isEqualTo(ProblemCode.SWITCH_UNREADABLE);
                    assertThat(e).hasMessageContaining(".1.3.6.1.2.1.31.1.1.1.18.11");
                });
    }

    @Test
    void whatNoPlatformReadsIsNotKept() {
        SavedWalk.Builder walk = new SavedWalk.Builder(new ObjectNames(DEFINITION));
        walk.add(PORTS + ".1.3.6.1.2.1.17.4.3.1.2.2.0.0.0.0.1 = INTEGER: 1\n.1.3.6.1.2.1.2.2.1.10.11 = Counter32: 7\n");

        assertThat(walk.inWords()).startsWith("8 objects").contains("10 lines");
        assertThatIllegalStateException()
                .isThrownBy(() -> walk.build().column(new OID("1.3.6.1.2.1.2.2.1.10")))
                .withMessageContaining("1.3.6.1.2.1.2.2.1.10");
        assertThat(new ObservationReader(DEFINITION)
                        .observe(walk.build(), Set.of())
                        .ports())
                .containsKey(new PortName("ge1"));
    }

    private static List<PortState> parse(String walk) {
        return PLATFORM.parse(List.of(new SavedOutput("walk", walk)));
    }
}
