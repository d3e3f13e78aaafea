/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.demarc.switches.PortName;
import io.demarc.switches.cli.CliDefinition.LastFrame;
import io.demarc.switches.cli.CliDefinition.Locating;
import io.demarc.switches.cli.RowReader.Reading;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables of learned addresses, and the words for the last frame, as platforms print them. */
class TrafficTextTest {
    private static final String IOS = """
                      Mac Address Table
            -------------------------------------------

            Vlan    Mac Address       Type        Ports
            ----    -----------       --------    -----
             150    0200.5e00.5307    DYNAMIC     Gi1/0/7
             150    0200.5e00.5308    STATIC      Gi1/0/7
             All    0100.0ccc.cccc    STATIC      CPU
            Total Mac Addresses for this criterion: 3
            """;

    private static final String IOS_EMPTY = """
                      Mac Address Table
            -------------------------------------------

            Vlan    Mac Address       Type        Ports
            ----    -----------       --------    -----
            """;

    private static final String JUNOS = """

            MAC flags (S - static MAC, D - dynamic MAC, L - locally learned, P - Persistent static, C - Control MAC
                       SE - statistics enabled, NM - non configured MAC, R - remote PE MAC, O - ovsdb MAC)


            Ethernet switching table : 2 entries, 2 learned
            Routing instance : default-switch
                Vlan                MAC                 MAC         Age    Logical                NH        RTR
                name                address             flags              interface              Index     ID
                demarc-150          02:00:5e:00:53:07   D             -   ge-0/0/5.0             0         0
                v30                 02:00:5e:00:53:09   D             -   ae0.0                  0         0
            """;

    private static final String OPENVSWITCH = """
             port  VLAN  MAC                Age
            LOCAL     0  7a:42:8d:1c:0a:4f    1
                3   150  02:00:5e:00:53:07    0
                4   150  02:00:5e:00:53:08   12
            """;

    @Test
    void eachPlatformsTableIsRead() {
        assertThat(told("cisco-ios", IOS))
                .containsExactly("GigabitEthernet1/0/7 02:00:5e:00:53:07", "GigabitEthernet1/0/7 02:00:5e:00:53:08");
        assertThat(told("junos", JUNOS)).containsExactly("ge-0/0/5 02:00:5e:00:53:07", "ae0 02:00:5e:00:53:09");
        assertThat(told("openvswitch", OPENVSWITCH)).containsExactly("vpn 02:00:5e:00:53:07");
    }

    /** Nothing is left over, so that it is known to be empty. */
    @Test
    void anEmptyTableIsKnownToBeEmpty() {
        String junos = JUNOS.replaceAll("(?m)^.*02:00:5e.*\n", "");
        String openVswitch = OPENVSWITCH.replaceAll("(?m)^.*02:00:5e.*\n", "");

        assertThat(Map.of("cisco-ios", IOS_EMPTY, "junos", junos, "openvswitch", openVswitch))
                .allSatisfy((platform, text) -> {
                    assertThat(reading(platform, text).rows()).isEmpty();
                    assertThat(reading(platform, text).untaken())
                            .filteredOn(line -> !line.isBlank())
                            .isEmpty();
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                " 150    0200.5e00.53      DYNAMIC     Gi1/0/7",
                " 150    0200.5e00.53075   DYNAMIC     Gi1/0/7",
                " 150    0200.5e00.53g7    DYNAMIC     Gi1/0/7",
                " 150    0200.5e00.5307    DYNAMIC     Gi1/0/7;reload",
                "% Invalid input detected at '^' marker."
            })
    void whatIsNoAddressOnAPortIsLeftOut(String line) {
        assertThat(told("cisco-ios", line + "\n")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "  Last input 00:00:02, output 00:00:01, output hang never | PT2S",
                "  Last input 1d03h, output never, output hang never       | PT27H",
                "  Last input 2w1d, output never, output hang never        | P15D",
                "  Last input 1y2w, output never, output hang never        | P379D"
            })
    void iosTellsWhenTheLastFrameCameIn(String line, Duration expected) {
        assertThat(lastFrame("  Description: Last input 00:00:09, output never", line))
                .contains(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "  Last input never, output never, output hang never",
                "  Last input , output never, output hang never",
                "  Description: Last input 00:00:09, output never",
                "% Invalid input detected at '^' marker."
            })
    void otherWordsTellNothing(String line) {
        assertThat(lastFrame(line)).isEmpty();
    }

    private static Optional<Duration> lastFrame(String... lines) {
        LastFrame lastFrame =
                Objects.requireNonNull(CliPlatformAccess.definition("cisco-ios").lastFrame());
        return UptimeText.find(Objects.requireNonNull(lastFrame.match()), "ago", List.of(lines));
    }

    private static List<String> told(String platform, String text) {
        PortNames names = new PortNames(CliPlatformAccess.definition(platform).names());
        return reading(platform, text).rows().stream()
                .flatMap(row -> MacAddresses.port(row, names, Map.of("3", new PortName("vpn"))).stream()
                        .flatMap(port -> MacAddresses.of(row).stream().map(mac -> port + " " + mac)))
                .toList();
    }

    private static Reading reading(String platform, String text) {
        CliDefinition definition = CliPlatformAccess.definition(platform);
        Locating locate = Objects.requireNonNull(definition.locate());
        return new CliReader(definition).read(locate.formats(), text.lines().toList());
    }
}
