/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.demarc.access.Deadline;
import io.demarc.access.Login;
import io.demarc.access.Secret;
import io.demarc.access.SshAlgorithms;
import io.demarc.problem.ProblemException;
import io.demarc.switches.PortDescription;
import io.demarc.switches.PortName;
import io.demarc.switches.PortState;
import io.demarc.switches.SwitchName;
import io.demarc.switches.Vlan;
import io.demarc.switches.platform.Platform.SavedOutput;
import io.demarc.switches.session.PortStep;
import io.demarc.switches.session.SwitchAccess;
import io.demarc.switches.session.SwitchSession;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What lines, reads and preconditions of a definition may say, on a switch that is made up for it. */
final class FormatTest {
    private static final PortName PORT = new PortName("1/1/7");
    private static final PortStep ATTACH = new PortStep.Attach(PORT, new Vlan(150), PortDescription.from("acme"));

    /** A switch of VLANs that list their ports; {@code %s} is for what a test adds. */
    private static final String DEFINITION = """
            platform: made-up
            title: A switch that is made up
            verified: simulated
            transport: ssh
            capabilities: [access-vlan, port-description]
            session:
              start-mode: privileged
              modes:
                privileged: { prompt: '^(?<host>\\w+)#\\s*$' }
                config: { prompt: '^(?<host>\\w+)\\(config[^)]*\\)#\\s*$' }
              moves:
                - { from: privileged, to: config, send: configure }
                - { from: config, to: privileged, send: end }
              errors: [ { match: '^Error', kind: rejected } ]
            apply: { mode: config, style: immediate }
            operations:
              attach: [ %1$s, 'label {port} {description}' ]
              park: [ %1$s ]
            reads:
              - command: show vlan
                about: ports
                complete: true
                recognise: '^VLANs'
                formats:
                  - lines: ['^(?<vlan>\\d+) (?<vlanName>\\S+)(?: untagged (?<untaggedPorts>[\\d/, -]+?))?(?: tagged (?<taggedPorts>[\\d/, -]+))?$']
                    skip: ['^VLANs$']
            """;

    private final Map<String, String> answers = new HashMap<>(Map.of("show vlan", """
            VLANs
            1 default untagged 1/1/1-1/1/6
            10 blue untagged 1/1/7
            20 green untagged 1/1/7 tagged 1/1/7
            150 acme tagged 1/1/7, 1/1/8
            """));

    private final AnsweringShell shell = new AnsweringShell(this::answer);
    private String prompt = "sw1#";

    private String answer(String line) {
        if (line.equals("configure") || line.startsWith("vlan ")) {
            prompt = line.equals("configure") ? "sw1(config)#" : "sw1(config-" + line.replace(' ', '-') + ")#";
        } else if (line.equals("end")) {
            prompt = "sw1#";
        }
        prompt = answers.getOrDefault("prompt after " + line, prompt);
        String printed = answers.getOrDefault(line, "").replace("\n", "\r\n");
        return printed + prompt;
    }

    private static CliPlatform platform(String lines, String more) {
        return CliPlatform.load("made-up.yaml", DEFINITION.formatted(lines) + more);
    }

    private SwitchSession session(CliPlatform platform) {
        Login.Ssh login = new Login.Ssh("demarc", new Secret("secret"), null, null, null, SshAlgorithms.USUAL);
        Duration wait = Duration.ofSeconds(1);
        SwitchAccess access = new SwitchAccess(new SwitchName("sw1"), "127.0.0.1", 22, login, null, wait, wait, null);
        return platform.converse(shell, access, Deadline.after(Duration.ofMinutes(1), InstantSource.system()));
    }

    private List<String> sentFor(CliPlatform platform) {
        session(platform).apply(List.of(ATTACH));
        List<String> typed = shell.typed();
        return typed.subList(typed.lastIndexOf("configure") + 1, typed.size() - 1);
    }

    private PortState seen(CliPlatform platform, Set<PortName> ports) {
        return session(platform).observe(ports).port(PORT).orElseThrow();
    }

    @Test
    void aBlockIsSentForEachVlanOfThePortButThoseThatAreExcepted() {
        CliPlatform platform = platform(
                "{ for-each: current-vlans, except: '{vlan} {default-vlan}', lines: ["
                        + " 'vlan {each}',"
                        + " { send: 'no untagged {port}', when: { each-name: 'blue|green' } },"
                        + " 'no tagged {port}' ] }, 'untagged {port} {vlan}'",
                "facts: [ { name: default-vlan, command: show default, match: '^default (\\d+)', otherwise: '1' } ]");
        answers.put("show default", "default 20\n");
        assertThat(sentFor(platform))
                .containsExactly(
                        "vlan 10", "no untagged 1/1/7", "no tagged 1/1/7", "untagged 1/1/7 150", "label 1/1/7 acme");
    }

    @Test
    void aFactThatTheSwitchDoesNotTellIsWhatTheDefinitionSays() {
        CliPlatform platform = platform(
                "'default is {default-vlan} {port} {vlan}'",
                "facts: [ { name: default-vlan, command: show default, match: '^default (\\d+)', otherwise: '1' } ]");
        assertThat(sentFor(platform)).startsWith("default is 1 1/1/7 150");
    }

    @Test
    void theVlansOfALoopMayStandInOneLine() {
        CliPlatform platform = platform(
                "{ send: 'leave {each} {port} {vlan-name} {vlan}', for-each: current-untagged, join: ',' }", "");
        assertThat(sentFor(platform)).startsWith("leave 10,20 1/1/7 acme 150");
    }

    @Test
    void aNameThatTheSwitchHasNotToldIsNeverLeftEmpty() {
        answers.put("show vlan", "VLANs\n1 default untagged 1/1/1-1/1/7\n");
        assertThatThrownBy(() -> sentFor(platform("'vlan {vlan-name} {vlan} {port}'", "")))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("{vlan-name}");
        assertThat(shell.typed()).doesNotContain("configure");
    }

    @Test
    void aBlockWhosePromptDoesNotComeIsNotWrittenInto() {
        answers.put("prompt after vlan 150", "sw1(config)#");
        CliPlatform platform =
                platform("{ send: 'vlan {vlan}', prompt: '\\(config-vlan-{vlan}\\)' }, 'untagged {port}'", "");
        assertThatThrownBy(() -> sentFor(platform))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("vlan 150")
                .hasMessageContaining("sw1(config)#");
        assertThat(shell.typed()).doesNotContain("untagged 1/1/7");
    }

    @Test
    void whateverASilentLinePrintsIsARefusal() {
        answers.put("untagged 1/1/7 150", "Module not present for port or so\n");
        CliPlatform platform = platform("{ send: 'untagged {port} {vlan}', silent: true }", "");
        assertThatThrownBy(() -> sentFor(platform)).hasMessageContaining("Module not present");
        assertThat(shell.typed()).doesNotContain("label 1/1/7 acme");
    }

    @Test
    void aLineMayLeadToAnotherModeAndTheWayBackIsNotTypedTwice() {
        answers.put("prompt after leave 1/1/7 150", "sw1#");
        CliPlatform platform = platform("{ send: 'leave {port} {vlan}', leads-to: privileged }", "");
        assertThat(platform.render(List.of(ATTACH)))
                .containsExactly("configure", "leave 1/1/7 150", "label 1/1/7 acme");
    }

    @Test
    void aSwitchThatIsNotAsItMustBeProvesNothing() {
        CliPlatform platform = platform(
                "'vlan {vlan} {port}'",
                "requires: [ { command: show filtering, match: '^filtering on', else: 'VLAN filtering is off: switch it on' } ]");
        answers.put("show filtering", "filtering off\n");
        PortState off = seen(platform, Set.of());
        assertThat(off.unmet()).isEqualTo("VLAN filtering is off: switch it on");
        answers.put("show filtering", "filtering on\n");
        assertThat(seen(platform, Set.of()).unmet()).isNull();
        SavedOutput vlans = new SavedOutput("show vlan", Objects.requireNonNull(answers.get("show vlan")));
        assertThat(platform.parse(List.of(vlans, new SavedOutput("show filtering", "filtering off\n"))))
                .allMatch(state -> state.unmet() != null);
    }

    @Test
    void inAClosedTableThePortsOfAVlanExistAndOthersAreInNone() {
        CliPlatform platform = platform("'vlan {vlan} {port}'", """
              - command: show ports
                about: ports
                one: show port {port}
                formats:
                  - lines: ['^(?<port>[\\d/]+) (?<admin>up|down)$']
            """.replaceAll("(?m)^ {12}", ""));
        List<PortState> states = platform.parse(List.of(
                new SavedOutput("show vlan", "VLANs\n10 blue untagged 1/1/7\n"),
                new SavedOutput("show ports", "1/1/7 up\n1/1/9 down\n")));
        assertThat(states).extracting(state -> state.port().value()).containsExactly("1/1/7", "1/1/9");
        assertThat(states.get(1).tagged()).isEmpty();
        assertThat(states.get(1).untagged()).isNull();
        answers.put("show port 1/1/7", "1/1/7 up\n");
        assertThat(seen(platform, Set.of(PORT)).adminUp()).isTrue();
        assertThat(shell.typed()).contains("show port 1/1/7").doesNotContain("show ports");
    }

    @Test
    void aListWithoutThoseOfAnotherAndAFieldOfWhichNothingIsSaid() {
        CliPlatform platform = platform("'vlan {vlan} {port}'", """
              - command: show members
                about: ports
                formats:
                  - lines: ['^(?<port>[\\d/]+) (?<untagged>\\S+) (?<tagged>\\S+)$']
                    rules:
                      - { when: { tagged: '\\?' }, unknown: [tagged], set: { mode: unknown } }
                      - { when: {}, minus: { untagged: '{tagged}' } }
            """.replaceAll("(?m)^ {12}", ""));
        List<PortState> states = platform.parse(
                List.of(new SavedOutput("show members", "1/1/1 5,10-12 10-12\n1/1/2 7 ?\n1/1/3 7,blue 7\n")));
        assertThat(states.get(0).untagged()).isEqualTo(new Vlan(5));
        assertThat(states.get(0).alsoUntagged()).isEmpty();
        assertThat(states.get(0).tagged()).hasSize(3);
        assertThat(states.get(1).tagged()).isNull();
        assertThat(states.get(2).unread()).contains("blue");
    }

    @Test
    void pairsMayHoldBlanksQuotesAndWordsThatLookLikeKeys() {
        CliPlatform platform = platform("'vlan {vlan} {port}'", """
              - command: /port/print terse
                about: ports
                formats:
                  - pairs:
                      row: '^ *\\d+ (?<xFlags>[A-Z]*)'
                      text: [comment]
                      keys: [interface, bridge, pvid, priority]
                      fields: { port: interface, untagged: pvid, description: comment }
                    skip: ['^Flags:', '^ *\\d+ X']
            """.replaceAll("(?m)^ {12}", ""));
        List<PortState> states = platform.parse(List.of(new SavedOutput("/port/print terse", """
                Flags: X - disabled
                 0 I comment=to the left interface=ether9 interface=ether1 pvid=10 priority=0x80
                 1 comment="interface=ether8 pvid=3" interface=ether2 pvid=20
                 2 X interface=ether3 pvid=30
                 3 comment=left pvid=5 interface=ether4 pvid=40
                 4 interface=ether5 comment=a interface=ether6 pvid=7 pvid=50
                 5 interface=ether6 interface=ether7 pvid=60
                """)));
        assertThat(states)
                .extracting(state -> state.port().value())
                .containsExactly("ether1", "ether2", "ether4", "ether5", "ether6");
        assertThat(states.get(0).untagged()).isEqualTo(new Vlan(10));
        assertThat(states.get(0).description()).isEqualTo("to the left interface=ether9");
        assertThat(states.get(1).untagged()).isEqualTo(new Vlan(20));
        assertThat(states.get(1).doubts()).isEmpty();
        assertThat(states.get(2).untagged()).isEqualTo(new Vlan(40));
        assertThat(states.get(3).untagged()).isEqualTo(new Vlan(50));
        assertThat(states.get(4).unread()).contains("interface");
    }

    @Test
    void aPromptThatIsDrawnAnewIsFound() {
        assertThat(TerminalText.linesOf("sw1# show\u001b[24;1H\u001b[2K\u001b[24;1Hsw1# ", List.of()))
                .containsExactly("sw1# ");
        assertThat(TerminalText.linesOf("\u001b[1;1Hone\u001b[2;1Htwo", List.of()))
                .containsExactly("one", "two");
    }
}
