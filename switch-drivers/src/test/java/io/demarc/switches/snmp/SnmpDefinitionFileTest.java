/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.snmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import io.demarc.switches.Capability;
import io.demarc.switches.platform.Platform;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SnmpDefinitionFileTest {
    @ParameterizedTest
    @ValueSource(strings = {"snmp-qbridge", "snmp-cisco"})
    void builtInDefinitionsAreValid(String name) {
        Platform platform = SnmpPlatform.load(name + ".yaml", builtIn(name));

        assertThat(platform.name()).isEqualTo(name);
        assertThat(platform.transport()).isEqualTo(Platform.Transport.SNMP);
        assertThat(platform.capabilities()).contains(Capability.READ_PORTS, Capability.ACCESS_VLAN, Capability.LLDP);
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void refusesWhatCouldOnlyFailLaterAndNamesThePlace(String good, String bad, String complaint) {
        String yaml =
                builtIn("snmp-qbridge").replaceAll("\\{ *\\n? *name", "{ name").replaceAll(":\\n +\\{", ": {");
        assertThat(yaml).contains(good);

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> SnmpPlatform.load("site.yaml", yaml.replace(good, bad)))
                .satisfies(e -> {
                    assertThat(e.problem().code()).isEqualTo(ProblemCode.PLATFORM_INVALID);
                    assertThat(e.problem().message()).contains("site.yaml").contains(complaint);
                });
    }

    /** What is replaced, what by, and a part of the complaint. */
    static Stream<Arguments> mistakes() {
        return """
            strategy: q-bridge            | strategy: qbridge              | vlans.strategy: 'qbridge' is not one of q-bridge, cisco-vmvlan
            transport: snmp               | transport: ssh                 | transport: must be snmp
            verified: lab                 | verified: probably             | verified: 'probably' is not one of simulated, lab, field
            title:                        | titel:                         | unknown key 'titel'
            repetitions: 20               | repetitions: 0                 | session.repetitions: 0 is not within 1 to 100
            settle-millis: 3000           | settle-millis: 99999999        | session.settle-millis: 99999999 is not within
            name: dot1qPvid, oid: 1.3     | name: dot1qPvid, oid: 1..3     | vlans.objects.port-vlan.oid: '1..3.6.1.2.1.17.7.1.4.5.1.1' is not a dotted object identifier
            port-vlan: { name             | port-vlam: { name              | vlans.objects.port-vlam: no strategy knows such an object
            - [port-vlan]                 | - [port-vlan, join-everything] | 'join-everything' is not one of
            create: row-status            | create: none                   | vlans.create: capability vlan-database and a way to create VLANs: one needs the other
            [read-ports, access-vlan      | [access-vlan                   | capabilities: read-ports is missing
            lldp, lag,                    | lldp,                          | capabilities: lag and at least one entry under lags: one needs the other
            mac-table]                    | mac-table, save-config]        | capabilities: save-config and at least one entry under saves: one needs the other
            mac-table]                    | mac-table, atomic-commit]      | capabilities: atomic-commit is not something
            name-from: [if-name, if-descr]| name-from: []                  | ports.name-from: names no object
            """.lines()
                .map(line -> line.strip().split("\\s*\\|\\s*", -1))
                .map(parts -> Arguments.of(parts[0], parts[1], parts[2]));
    }

    @Test
    void tellsEverythingThatIsMissingAtOnce() {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> SnmpPlatform.load("site.yaml", "platform: snmp-x\ntransport: snmp\n"))
                .satisfies(e -> assertThat(e.problem().details())
                        .contains(
                                "title: is missing",
                                "verified: is missing",
                                "session: is missing",
                                "ports: is missing",
                                "vlans: is missing"));
    }

    @Test
    void anObjectThatAWriteNeedsMustBeThere() {
        String yaml = builtIn("snmp-cisco").replaceAll("(?m)^    voice-vlan: .*\\n", "");

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> SnmpPlatform.load("site.yaml", yaml))
                .satisfies(
                        e -> assertThat(e.problem().details())
                                .isEqualTo(
                                        List.of(
                                                "vlans.objects: voice-vlan is missing; what the file asks for needs it (line 33, column 3)")));
    }

    static String builtIn(String name) {
        try (InputStream in = SnmpPlatform.class.getResourceAsStream("/platforms/" + name + ".yaml")) {
            assertThat(in).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
