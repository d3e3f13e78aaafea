/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import io.demarc.switches.PortName;
import io.demarc.switches.PortState;
import io.demarc.switches.Vlan;
import io.demarc.switches.platform.Platform.SavedOutput;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonRowsTest {
    private static final String BRIDGE = """
            platform: linux-bridge
            title: A Linux bridge
            verified: simulated
            transport: ssh
            names: { case-sensitive: true }
            session: { channel: exec, errors: [ { match: '^Error', kind: rejected } ] }
            apply: { style: immediate }
            reads:
              - command: bridge -j vlan
                about: ports
                formats:
                  - json:
                      rows: '%s'
                      fields: %s
                    rules:
                      - { when: { tagging: '.*Untagged.*' }, set: { tagging: untagged } }
                      - { when: { tagging: '(?!untagged$).*' }, set: { tagging: tagged } }
                      - { when: { x-end: '\\d+' }, set: { member: '{member}-{x-end}' } }
            """;

    @Test
    void eachElementOfAnInnerListIsARowThatReachesWhatIsAroundIt() {
        CliPlatform platform =
                load("[*].vlans[*]", "{ port: ^.ifname, member: vlan, x-end: vlanEnd, tagging: 'flags[*]' }");

        List<PortState> ports = platform.parse(List.of(
                new SavedOutput("bridge -j vlan", Samples.read(Path.of("src/test/resources/json/linux-bridge.json")))));

        assertThat(ports).extracting(PortState::port).containsExactly(new PortName("swp1"), new PortName("swp7"));
        assertThat(ports.get(0).untagged()).isEqualTo(new Vlan(1));
        assertThat(ports.get(0).tagged())
                .containsExactlyElementsOf(IntStream.concat(IntStream.of(10), IntStream.rangeClosed(20, 29))
                        .mapToObj(Vlan::new)
                        .toList());
        assertThat(ports.get(1).carriesOnly(new Vlan(193))).isTrue();
    }

    @Test
    void valuesThatCannotBePairedAreRefusedByTheCheck() {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(
                        () -> load(
                                "[*]",
                                "{ port: ifname, member: 'vlans[*].vlan', x-end: 'vlans[*].vlanEnd', tagging: 'vlans[*].flags' }"))
                .satisfies(e -> {
                    assertThat(e.problem().code()).isEqualTo(ProblemCode.PLATFORM_INVALID);
                    assertThat(e.problem().details())
                            .anySatisfy(line -> assertThat(line)
                                    .contains("tagging")
                                    .contains("every element of vlans[*]")
                                    .contains("make each element a row"));
                });
    }

    @ParameterizedTest
    @CsvSource({
        "*.port.*.vlan.*, ^.^.@key, swp1",
        "*.port.*.vlan.*, ^.^.^.^.@key, br",
        "*.port.*.vlan.*, @key, 10",
        "*.port.*, ^.^.type, vlan-aware",
        "*.port.*.flags[*], ^.@key, swp1",
        "*.port.*, ^.^.^.^.^.@key, ''",
    })
    void namesAndValuesOfOuterObjectsAreReached(String rows, String path, String value) {
        String json =
                "{\"br\":{\"type\":\"vlan-aware\",\"port\":{\"swp1\":{\"vlan\":{\"10\":{}},\"flags\":[\"up\"]}}}}";

        List<Row.Draft> found = drafts(new Format.Json(null, rows, Map.of("number", path)), json);

        assertThat(found).hasSize(1);
        assertThat(String.join(",", found.get(0).get("number"))).isEqualTo(value);
    }

    @Test
    void aDocumentThatWasCutShowsNothing() {
        Format.Json format = new Format.Json(null, "[*]", Map.of("port", "ifname"));

        assertThat(drafts(format, "[{\"ifname\":\"a}]\"},\n{\"ifname\":\"b\"}\n]"))
                .hasSize(2);
        assertThat(drafts(format, "[edit]\nbanner\n[{\"ifname\":\"a\"}]\n")).hasSize(2);
        assertThat(drafts(format, "[{\"ifname\":\"a\"}]\n[{\"ifname\":\"b\"},\n"))
                .isEmpty();
    }

    private static List<Row.Draft> drafts(Format.Json format, String text) {
        JsonRows rows = new JsonRows(format);
        rows.read(text.lines().toList());
        return rows.drafts();
    }

    private static CliPlatform load(String rows, String fields) {
        return CliPlatform.load("linux-bridge.yaml", BRIDGE.formatted(rows, fields));
    }
}
