/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.demarc.problem.ProblemException;
import io.demarc.switches.PortDescription;
import io.demarc.switches.PortName;
import io.demarc.switches.PortState;
import io.demarc.switches.Vlan;
import io.demarc.switches.catalogue.Platforms;
import io.demarc.switches.cli.Samples.Sample;
import io.demarc.switches.platform.Platform;
import io.demarc.switches.platform.Platform.SavedOutput;
import io.demarc.switches.session.PortStep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Whoever wrote a definition: a line that names another port of the switch is not sent. */
final class ForeignPortsTest {
    private static final Path PLATFORMS = Path.of("src/main/resources/platforms");

    @Test
    void aPortWithoutADigitWrittenOutIsNotWrittenTo() throws IOException {
        Platform platform =
                load("linux-bridge", "bridge vlan del dev {port} vid {each}", "bridge vlan del dev uplink vid {each}");
        Map<PortName, PortState> now = parse(platform, "bridge -j vlan show", """
                [{"ifname":"vpn","vlans":[{"vlan":1,"flags":["PVID","Egress Untagged"]}]},
                 {"ifname":"uplink","vlans":[{"vlan":150}]}]
                """);

        assertThatThrownBy(() -> platform.render(List.of(attach("vpn")), now))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining(
                        "Nothing was sent to the switch: the line 'bridge vlan del dev uplink vid 1' of platform"
                                + " linux-bridge names port uplink, and it is for port vpn alone.");
    }

    @Test
    void whatTheSwitchSaysOfItselfNamesNoOtherPort() throws IOException {
        String text = Files.readString(PLATFORMS.resolve("cisco-ios.yaml"));
        Platform platform = CliPlatform.load(
                "cisco-ios.yaml",
                text.replace("operations:\n", """
                                facts:
                                  - { name: uplink, command: 'show running-config', match: '^uplink (\\S+)', otherwise: 'Gi1/0/8' }

                                operations:
                                """)
                        .replace("  attach:\n", "  attach:\n    - default interface {uplink}\n")
                        .replace("  park:\n", "  park:\n    - default interface {uplink}\n"));
        Map<PortName, PortState> now = parse(platform, "show interfaces status", """
                Port      Name               Status       Vlan       Duplex  Speed Type
                Gi1/0/7   a                  connected    1          a-full  a-1000 10/100/1000BaseTX
                Gi1/0/8   b                  connected    1          a-full  a-1000 10/100/1000BaseTX
                """);

        assertThatThrownBy(() -> platform.render(List.of(attach("GigabitEthernet1/0/7")), now))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("GigabitEthernet1/0/8");
    }

    /** The bridge itself has a row where its ports have theirs; the inventory names it. */
    @Test
    void theBridgeIsNoOtherPort() {
        CliDefinition definition = CliPlatformAccess.definition("cumulus-nvue");
        ForeignPorts others = new ForeignPorts(
                new PortNames(definition.names()),
                Set.of(new PortName("br0"), new PortName("swp5"), new PortName("swp6")));
        SwitchFacts facts = SwitchFacts.of(definition, "br0", "xxxxxxxx");
        PortStep step = new PortStep.Attach(new PortName("swp5"), new Vlan(150), new PortDescription("acme"));

        assertThat(new CommandLines(definition).render(step, null, facts))
                .anyMatch(line -> line.line().contains("domain br0"))
                .allMatch(line -> others.in(line, step.target(), facts.told()).isEmpty());
    }

    @Test
    void aLabelMayBeCalledLikeAPort() throws IOException {
        Platform platform = load("cisco-ios", "", "");
        Map<PortName, PortState> now = parse(platform, "show interfaces status", """
                Port      Name               Status       Vlan       Duplex  Speed Type
                Gi1/0/7   a                  connected    1          a-full  a-1000 10/100/1000BaseTX
                Gi1/0/8   b                  connected    1          a-full  a-1000 10/100/1000BaseTX
                """);
        PortStep step = new PortStep.Attach(
                new PortName("GigabitEthernet1/0/7"), new Vlan(150), new PortDescription("next to Gi1/0/8"));

        assertThat(platform.render(List.of(step), now)).anyMatch(line -> line.contains("next to Gi1/0/8"));
    }

    /** Ports that are numbers, and interfaces that are called as words of commands, are no reason to refuse. */
    @Test
    void builtInDefinitionsNameNoOtherPortOfAnyCapture() {
        int rendered = 0;
        for (Sample sample : Samples.find("captures", ".txt")) {
            Platform platform = Platforms.builtIn().find(sample.platform());
            Map<PortName, PortState> now = states(
                    platform,
                    SavedOutput.ofFile(sample.text(), platform.readCommands().get(0)));
            for (PortName port : now.keySet().stream().sorted().limit(8).toList()) {
                for (PortStep step : List.of(
                        attach(port.value()),
                        new PortStep.Shut(port),
                        new PortStep.Enable(port),
                        new PortStep.Park(port, new Vlan(999), true))) {
                    rendered += platform.render(List.of(step), now).size();
                }
            }
        }
        assertThat(rendered).isGreaterThan(1_000);
    }

    private static PortStep attach(String port) {
        return new PortStep.Attach(new PortName(port), new Vlan(150), new PortDescription("demarc acme"));
    }

    private static Platform load(String name, String old, String other) throws IOException {
        String text = Files.readString(PLATFORMS.resolve(name + ".yaml"));
        assertThat(text).contains(old);
        return CliPlatform.load(name + ".yaml", text.replace(old, other));
    }

    private static Map<PortName, PortState> parse(Platform platform, String command, String output) {
        return states(platform, List.of(new SavedOutput(command, output)));
    }

    private static Map<PortName, PortState> states(Platform platform, List<SavedOutput> outputs) {
        return platform.parse(outputs).stream().collect(Collectors.toMap(PortState::port, Function.identity()));
    }
}
