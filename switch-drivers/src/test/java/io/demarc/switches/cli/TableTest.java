/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.demarc.switches.catalogue.Platforms;
import io.demarc.switches.cli.RowReader.Reading;
import io.demarc.switches.cli.Samples.Sample;
import io.demarc.switches.platform.Platform;
import io.demarc.switches.platform.Platform.SavedOutput;
import io.demarc.switches.platform.Platform.UnreadLine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every line of a table is a row, or known to be none, or left over and named. */
final class TableTest {
    private static final String STRANGE = "?? what nobody has seen before ??";

    @TestFactory
    Stream<DynamicTest> noLineOfAKnownOutputIsLeftOverAndAStrangeOneIs() {
        return Stream.concat(captured(), said())
                .filter(TableTest::isRead) // what a requirement asks for is no table
                .map(known -> DynamicTest.dynamicTest(
                        known.name() + ": " + known.output().command(), () -> check(known)));
    }

    private record Known(String name, Platform platform, SavedOutput output) {}

    private static boolean isRead(Known known) {
        return new CliReader(CliPlatformAccess.definition(known.platform().name()))
                .find(known.output().command())
                .isPresent();
    }

    private static void check(Known known) {
        SavedOutput output = known.output();
        assertThat(known.platform().unread(List.of(output))).isEmpty();
        CliDefinition definition = CliPlatformAccess.definition(known.platform().name());
        boolean hasRows =
                !read(definition, output.command(), output.text()).rows().isEmpty();
        boolean isTable = new CliReader(definition)
                .find(output.command()).orElseThrow().formats().stream().noneMatch(format -> format.record() != null);
        if (hasRows && isTable) {
            String[] parts = output.text().stripTrailing().split("\n(?=[^\n]*$)", 2);
            String strange = parts[0] + "\n" + STRANGE + (parts.length > 1 ? "\n" + parts[1] : "") + "\n";
            assertThat(known.platform().unread(List.of(new SavedOutput(output.command(), strange))))
                    .extracting(UnreadLine::text)
                    .containsExactly(STRANGE);
        }
    }

    private static Stream<Known> captured() {
        return Samples.find("captures", ".txt").stream()
                .flatMap(sample -> Samples.outputs(sample.text()).stream()
                        .map(output -> new Known(sample.name(), platform(sample), output)));
    }

    /** What the switches of the transcripts said to read commands. */
    private static Stream<Known> said() {
        return Samples.find("transcripts", ".txt").stream()
                .filter(sample -> !sample.name().endsWith("-nobody-knows.txt"))
                .flatMap(sample -> said(sample).stream());
    }

    private static List<Known> said(Sample sample) {
        Platform platform = platform(sample);
        List<Known> known = new ArrayList<>();
        String command = "";
        StringBuilder text = new StringBuilder();
        String script = sample.text().replaceFirst("(?s)^.*?\n---\n", "") + ">\n";
        for (String line : script.lines().toList()) {
            if (line.startsWith("<")) {
                text.append(line.replaceFirst("^< ?", "")).append('\n');
            } else if (line.startsWith(">") && !line.equals(">  ")) {
                if (platform.readCommands().contains(command) && text.indexOf("% Invalid input") < 0) {
                    String printed = text.toString()
                            .replaceFirst("[^\n]*\n$", "") // the prompt
                            .replace("\\e", "\u001b")
                            .replace("\\b", "\b");
                    known.add(new Known(sample.name(), platform, new SavedOutput(command, printed)));
                }
                command = line.replaceFirst("^> ?(?:run )?", "");
                text.setLength(0);
            }
        }
        return known;
    }

    private static Platform platform(Sample sample) {
        return Platforms.builtIn().find(sample.platform());
    }

    private static Reading read(CliDefinition definition, String command, String text) {
        CliReader reader = new CliReader(definition);
        return reader.read(reader.find(command).orElseThrow().formats(), reader.linesOfCapture(text));
    }

    private static Reading ios(String command, String text) {
        return read(CliPlatformAccess.definition("cisco-ios"), command, text);
    }

    private static List<String> told(Reading reading, Field... fields) {
        return reading.rows().stream()
                .map(row -> String.join(
                        " | ",
                        Stream.of(fields)
                                .map(field -> Objects.requireNonNullElse(row.first(field), "-"))
                                .toList()))
                .toList();
    }

    @Test
    void aVlansNameMayHaveBlanksAndBreakTheLine() {
        Reading reading = ios("show vlan brief", Samples.read(Path.of("src/test/resources/lines/ios-vlan-names.txt")));
        assertThat(told(reading, Field.VLAN, Field.VLAN_NAME))
                .containsExactly(
                        "1 | default",
                        "193 | Acme Corp guest net",
                        "194 | a-name-of-more-than-thirty-two-characters-wraps",
                        "195 | sus",
                        "196 | lshut");
        assertThat(reading.untaken()).isEmpty();
    }

    @Test
    void aVlanIsNeverTakenForTheRestOfTheNameBeforeIt() {
        Reading reading = ios("show vlan brief", """
                VLAN Name                             Status    Ports
                ---- -------------------------------- --------- -------------------------------
                193  an active net                    active    Gi1/0/7
                194  a-name-of-more-than-thirty-two-ch
                195  other                            suspended
                196  a-state-that-is-not-known        frozen    Gi1/0/9
                """);
        assertThat(told(reading, Field.VLAN, Field.VLAN_NAME)).containsExactly("193 | an active net", "195 | other");
        assertThat(reading.untaken())
                .containsExactly(
                        "194  a-name-of-more-than-thirty-two-ch",
                        "196  a-state-that-is-not-known        frozen    Gi1/0/9");
    }

    @Test
    void aPortThatIsBeingResetIsNoLineLess() {
        Reading reading = ios("show interfaces description", """
                Interface                      Status         Protocol Description
                Gi1/0/1                        reset          down     error: see ticket
                Gi1/0/2                        up             up       lab
                Di1                            up             up (spoofing)
                """);
        assertThat(told(reading, Field.PORT, Field.ADMIN, Field.LINK, Field.DESCRIPTION))
                .containsExactly(
                        "Gi1/0/1 | up | down | error: see ticket", "Gi1/0/2 | up | up | lab", "Di1 | up | up | -");
        assertThat(reading.untaken()).isEmpty();
    }

    @Test
    void aTableWithARowThatCannotBeReadIsNotAnEmptyTable() {
        Reading reading = ios("show lldp neighbors", """
                Device ID           Local Intf     Hold-time  Capability      Port ID
                spine               somewhere      120        B,R             Ethernet14

                Total entries displayed: 1
                """);
        assertThat(reading.rows()).isEmpty();
        assertThat(reading.untaken()).hasSize(1);
    }

    @Test
    void whatIsDeactivatedInAConfigurationIsNotPassedOver() {
        Reading reading =
                read(CliPlatformAccess.definition("junos"), "show configuration interfaces | display set", """
                        set interfaces ge-0/0/1 mtu 9216
                        set interfaces ge-0/0/1 unit 0 family ethernet-switching interface-mode trunk
                        set interfaces ge-0/0/1 unit 0 family ethernet-switching vlan members all
                        deactivate interfaces ge-0/0/1 unit 0 family ethernet-switching vlan
                        set interfaces ge-0/0/2 unit 7 vlan-id 7
                        set interfaces ge-0/0/3 unit 0 family ethernet-switching
                        set interfaces irb unit 7 family inet address 192.0.2.1/24
                        """);
        assertThat(reading.untaken()).isEmpty();
        assertThat(told(reading, Field.PORT, Field.UNREAD))
                .containsExactly(
                        "ge-0/0/1 | what a deactivated statement leaves",
                        "ge-0/0/2 | the VLANs of unit 7",
                        "ge-0/0/3 | -");
    }

    @Test
    void aStatementWithAWordAboutVlansIsUnderstoodOrLeftOver() {
        Reading reading =
                read(CliPlatformAccess.definition("junos"), "show configuration interfaces | display set", """
                        set system host-name leaf7
                        set groups edge interfaces <ge-*> unit 0 family ethernet-switching vlan members spare
                        set ethernet-switching-options storm-control interface all
                        set interfaces ge-0/0/1 flexible-vlan-tagging
                        set interfaces ge-0/0/1 unit 0 vlan-id 8
                        set interfaces ge-0/0/1 unit 0 description "the vlan of somebody"
                        set interfaces ge-0/0/2 hold-time up 100
                        set interfaces ge-0/0/2 unit 0 family ethernet-switching storm-control default
                        set interfaces ge-0/0/2 unit 0 family ethernet-switching vlan Members blue
                        set interfaces ge-0/0/2 unit 0 family-of ethernet-switching vlan members blue
                        set interfaces ge-0/0/2 unitary 0 family ethernet-switching vlan members blue
                        set interface ge-0/0/2 unit 0 family ethernet-switching vlan members blue
                        """);
        assertThat(told(reading, Field.PORT, Field.MODE, Field.UNREAD))
                .containsExactly("ge-0/0/1 | - | the VLANs of unit 0", "ge-0/0/2 | access | -");
        assertThat(reading.untaken())
                .hasSize(4)
                .allSatisfy(line -> assertThat(line).endsWith("embers blue"));
    }

    @Test
    void jsonThatIsCutOrTellsNoPortIsLeftOver() {
        CliDefinition definition = CliPlatformAccess.definition("openvswitch");
        assertThat(read(definition, "ip -j addr", "[{},{\"ifname\":\"a\"},{\"addr_info\":[{\"local\":\"192.0.2.1\"}]}]")
                        .untaken())
                .containsExactly("{\"addr_info\":[{\"local\":\"192.0.2.1\"}]}");
        assertThat(read(definition, "ip -j addr", "[{\"ifname\":\"a\"},\n{\"ifname\":")
                        .untaken())
                .containsExactly("[{\"ifname\":\"a\"},");
        assertThat(read(definition, "ip -j addr", "timed out\n[{\"ifname\":\"a\"}]")
                        .untaken())
                .containsExactly("timed out");
    }
}
