/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import io.demarc.switches.platform.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

final class PlatformsTest {
    private static final Path BUILT_IN = Path.of("src/main/resources/platforms");

    @TempDir
    private Path folder = Path.of("");

    @Test
    void everyDefinitionBesideTheOthersIsFound() throws IOException {
        try (Stream<Path> files = Files.list(BUILT_IN)) {
            assertThat(Platforms.builtIn().all())
                    .extracting(Platform::name)
                    .containsExactlyInAnyOrderElementsOf(
                            files.map(file -> String.valueOf(file.getFileName()).replace(".yaml", ""))
                                    .toList());
        }
    }

    @Test
    void whatIsNotReadIsAProblem() throws IOException {
        Path none = folder.resolve("there-is-none");
        Path file = folder.resolve("ours.yml");
        Files.writeString(file, definition("cisco-ios"));
        assertThatThrownBy(() -> Platforms.builtInAnd(List.of(none))).hasMessageContaining(none + " does not exist");
        assertThatThrownBy(() -> Platforms.builtInAnd(List.of(file))).hasMessageContaining(file + " is a file");
        assertThatThrownBy(() -> Platforms.builtInAnd(List.of(folder)))
                .hasMessageContaining("ours.yml is not read: its name has to end with .yaml");
    }

    @Test
    void theDefinitionInForceIsToldByItsPlaceAndText() throws IOException {
        Path file = folder.resolve("ours.yaml");
        Files.writeString(file, definition("cisco-ios") + "# ours\n");
        Platforms platforms = Platforms.builtInAnd(List.of(folder));
        assertThat(platforms.digest("cisco-ios"))
                .matches("[0-9a-f]{12}")
                .isNotEqualTo(Platforms.builtIn().digest("cisco-ios"));
        assertThat(platforms.ownInWords())
                .singleElement()
                .asString()
                .contains(file.toString(), platforms.digest("cisco-ios"), "in place of the built-in definition");
        assertThat(Platforms.builtIn().ownInWords()).isEmpty();
    }

    @TestFactory
    Stream<DynamicTest> everyBuiltInDefinitionIsNamedLikeItsFileAndReadsPorts() {
        Platforms platforms = Platforms.builtIn();
        return platforms.all().stream()
                .map(platform -> DynamicTest.dynamicTest(platform.name(), () -> {
                    assertThat(platforms.origin(platform.name())).contains("built-in:" + platform.name() + ".yaml");
                    assertThat(platform.readCommands()).isNotEmpty();
                    assertThat(platform.title()).isNotBlank();
                }));
    }

    @Test
    void aFileReplacesABuiltInPlatformByName() throws IOException {
        Path file = folder.resolve("ours.yaml");
        Files.writeString(file, definition("cisco-ios").replaceFirst("title: .*", "title: Ours"));
        Platforms platforms = Platforms.builtInAnd(List.of(folder));
        assertThat(platforms.find("cisco-ios").title()).isEqualTo("Ours");
        assertThat(platforms.origin("cisco-ios")).contains(file.toString());
        assertThat(platforms.origin("junos")).contains("built-in:junos.yaml");
    }

    @Test
    void twoFilesOfOneDirectoryMayNotDefineTheSamePlatform() throws IOException {
        Files.writeString(folder.resolve("a.yaml"), definition("junos"));
        Files.writeString(folder.resolve("b.yaml"), definition("junos"));
        assertThatThrownBy(() -> Platforms.builtInAnd(List.of(folder)))
                .hasMessageContaining("b.yaml defines platform junos, and so does")
                .hasMessageContaining("a.yaml");
    }

    @Test
    void problemsOfAllFilesAreToldTogether() throws IOException {
        Files.writeString(folder.resolve("a.yaml"), definition("junos").replace("start-mode", "start-mood"));
        Files.writeString(folder.resolve("b.yaml"), "platform: [");
        assertThatThrownBy(() -> Platforms.builtInAnd(List.of(folder)))
                .isInstanceOfSatisfying(ProblemException.class, e -> {
                    assertThat(e.problem().code()).isEqualTo(ProblemCode.PLATFORM_INVALID);
                    assertThat(e.problem().details())
                            .anyMatch(line -> line.contains("a.yaml: session.start-mood: unknown key"))
                            .anyMatch(line -> line.contains("b.yaml: ") && line.contains("line 1"));
                });
    }

    @Test
    void anUnknownPlatformIsNotFoundAndTheKnownOnesAreNamed() {
        assertThatThrownBy(() -> Platforms.builtIn().find("cisco-ois"))
                .hasMessageContaining("no platform named 'cisco-ois'")
                .hasMessageContaining("cisco-ios");
    }

    @Test
    void aFileThatIsFineHasNoProblemsAndOneThatIsMissingHasOne() {
        assertThat(Platforms.check(BUILT_IN.resolve("cisco-ios.yaml"))).isEmpty();
        assertThat(Platforms.check(folder.resolve("none.yaml")))
                .singleElement()
                .asString()
                .contains("Cannot read");
    }

    /** What is changed in a good definition, and what must be said about it. */
    private record Mistake(String good, String bad, String told) {}

    @TestFactory
    Stream<DynamicTest> mistakesAreToldWithTheirPlaces() {
        return Stream.of(
                        new Mistake("save-config", "safe-config", "capabilities[4]: 'safe-config' is not one of "),
                        new Mistake(
                                "  start-mode: privileged",
                                "  start-mode: enabled",
                                "session.start-mode: unknown mode 'enabled'; known: user, privileged, config"),
                        new Mistake(
                                "on-close: [exit]",
                                "on-closing: [exit]",
                                "session.on-closing: unknown key 'on-closing'; known here: "),
                        new Mistake("from: user", "from: guest", "session.moves[0].from: unknown mode 'guest'"),
                        new Mistake(
                                "{ from: config, to: privileged, send: end }",
                                "{ from: config, to: config, send: end }",
                                "apply.mode: no moves lead from start mode privileged to config and back"),
                        new Mistake(
                                "    user: { prompt",
                                "    loader: { prompt: '^loader>$' }\n    user: { prompt",
                                "session.modes.loader: unreachable"),
                        new Mistake(
                                "'command accepted but obsolete'",
                                "'command (accepted'",
                                "session.errors[10].match: not a regular expression: Unclosed group"),
                        new Mistake("kind: busy", "kind: later", "'later' is not one of rejected, busy, benign"),
                        new Mistake(
                                "{ match: 'VLAN does not exist\\. +Creating', kind: benign }",
                                "{ match: 'VLAN does not exist\\. +Creating' }",
                                "session.errors[6].kind: missing"),
                        new Mistake(
                                "switchport access vlan {vlan}",
                                "switchport access vlan {vlam}",
                                "operations.attach[2]: unknown placeholder {vlam}; known here: "),
                        new Mistake(
                                "when: { description: '' }",
                                "when: { label: '' }",
                                "operations.attach[7].when: unknown placeholder label"),
                        new Mistake("  save:\n", "  keep:\n", "operations.keep: unknown key 'keep'"),
                        new Mistake(
                                "apply: { mode: config, style: immediate }",
                                "apply: { mode: config }",
                                "apply.style: missing"),
                        new Mistake(
                                "  - lldp\n",
                                "  - lldp\n  - atomic-commit\n",
                                "apply.style: capability atomic-commit needs style candidate"),
                        new Mistake(
                                "  - mac-table\n",
                                "",
                                "capabilities: mac-table must be declared if and only if there is a locate"),
                        new Mistake("address {mac}", "address", "locate.command: must have {mac} in it"),
                        new Mistake(
                                "address-table interface {port}",
                                "address-table interface {mac}",
                                "locate.table: unknown placeholder {mac}; known here: bridge, port"),
                        new Mistake(
                                "'show interfaces {port}'",
                                "show interfaces",
                                "last-frame.command: must have {port} in it"),
                        new Mistake("(?<ago>", "(?<since>", "last-frame.match: must have a group called ago"),
                        new Mistake(
                                "command: show version, match: 'V",
                                "command: 'show version {port}', match: 'V",
                                "lacks[0].command: unknown placeholder {port}; known here: bridge"),
                        new Mistake(
                                "about: vlans", "about: vlan", "'vlan' is not one of ports, details, vlans, selection"),
                        new Mistake(
                                "          access-vlan: [",
                                "          acess-vlan: [",
                                "reads[0].formats[0]: unknown field 'acess-vlan'"),
                        new Mistake(
                                "'trunk': trunk",
                                "'trunk': trunked",
                                "reads[0].formats[0].values.mode: 'trunked' is not one of access, hybrid, routed, trunk, unknown"),
                        new Mistake(
                                "carry: [lag]",
                                "carry: [log]",
                                "reads[4].formats[0].carry: 'log' is not a field of this format"),
                        new Mistake("title: Cisco", "title: A\ntitle: Cisco", "stands there twice"),
                        new Mistake(
                                "transport: ssh", "transport: telnet", "transport: 'telnet' is not one of ssh, snmp"),
                        new Mistake("verified: simulated\n", "", "verified: missing: simulated, lab or field"))
                .map(mistake -> DynamicTest.dynamicTest(mistake.told(), () -> {
                    String yaml = definition("cisco-ios");
                    assertThat(yaml).contains(mistake.good());
                    Path file = folder.resolve("mistaken.yaml");
                    Files.writeString(file, yaml.replace(mistake.good(), mistake.bad()));
                    assertThat(Platforms.check(file)).anyMatch(line -> line.contains(mistake.told()));
                }));
    }

    @Test
    void severalMistakesAreToldAtOnce() throws IOException {
        Path file = folder.resolve("mistaken.yaml");
        Files.writeString(
                file,
                definition("cisco-ios")
                        .replace("kind: busy", "kind: later")
                        .replace("on-close: [exit]", "on-closing: [exit]")
                        .replace("access vlan {vlan}", "access vlan {vlam}")
                        .replace("style: immediate", "style: candidate"));
        assertThat(Platforms.check(file)).hasSizeGreaterThanOrEqualTo(5);
    }

    @Test
    void aDefinitionWithoutErrorPatternsIsRefused() throws IOException {
        Path file = folder.resolve("mistaken.yaml");
        String yaml = definition("junos");
        int start = yaml.indexOf("  errors:\n");
        Files.writeString(file, yaml.substring(0, start) + "  errors: []\n" + yaml.substring(yaml.indexOf("\napply:")));
        assertThat(Platforms.check(file)).anyMatch(line -> line.startsWith("session.errors: missing"));
    }

    private static String definition(String name) throws IOException {
        return Files.readString(BUILT_IN.resolve(name + ".yaml"));
    }
}
