/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.demarc.switches.PortDescription;
import io.demarc.switches.PortName;
import io.demarc.switches.Vlan;
import io.demarc.switches.catalogue.Platforms;
import io.demarc.switches.cli.CliPlatformAccess;
import io.demarc.switches.session.PortStep;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/logins.md allows what the definitions send, and no more. */
class LoginsPageTest {
    private static final Path PAGE = Path.of("..", "docs", "logins.md");
    private static final Pattern ALLOWED =
            Pattern.compile("/usr/s?bin/(\\S+) \\^(.*?)\\$(?=, \\\\$|$)", Pattern.MULTILINE);

    /** What cisco-ios understands in saved output and never sends. */
    private static final Set<String> ONLY_SAVED = Set.of("show interfaces status", "show vlan");

    private final String page = read();

    @Test
    void sudoAllowsWhatOpenVswitchIsSent() {
        Platform platform = Platforms.builtIn().find("openvswitch");
        Stream<String> reads = platform.readCommands().stream()
                .filter(command -> command.startsWith("ovs-vsctl --timeout=10"))
                .map(command -> command.replace("{bridge}", "br0"));

        assertThat(Stream.concat(reads, written(platform, "vpn1")))
                .hasSizeGreaterThan(8)
                .allSatisfy(
                        command -> assertThat(isAllowed(command)).as(command).isTrue());
    }

    @Test
    void sudoAllowsNothingElse() {
        Platform platform = Platforms.builtIn().find("openvswitch");

        assertThat(Stream.concat(
                        written(platform, "vpn3"),
                        Stream.of("ovs-vsctl --timeout=10 list-br -- del-br br0", "ip link del dev vpn1")))
                .isNotEmpty()
                .allSatisfy(
                        command -> assertThat(isAllowed(command)).as(command).isFalse());
    }

    @Test
    void theViewForIosShowsEverythingThatIsRead() {
        List<String> sent = Platforms.builtIn().find("cisco-ios").readCommands().stream()
                .filter(command -> !ONLY_SAVED.contains(command))
                .toList();

        assertThat(sent)
                .isNotEmpty()
                .allSatisfy(command -> assertThat(page)
                        .containsPattern(" commands exec include (?:all )?" + Pattern.quote(command) + "\n"));
    }

    @Test
    void theViewForIosAnswersWhatIsAskedAboutOnePort() {
        List<String> included = Pattern.compile("^ commands exec include all (.+)$", Pattern.MULTILINE)
                .matcher(page)
                .results()
                .map(line -> line.group(1) + " ")
                .toList();

        assertThat(CliPlatformAccess.questions("cisco-ios"))
                .hasSize(3)
                .allSatisfy(command -> assertThat(included).anyMatch(command::startsWith));
    }

    @Test
    void sudoAllowsToAskOpenVswitchWhoIsHeard() {
        assertThat(CliPlatformAccess.questions("openvswitch"))
                .hasSize(2)
                .allSatisfy(command -> assertThat(command).contains("ovs-appctl -T 10 fdb/show $b"));
        assertThat(isAllowed("ovs-appctl -T 10 fdb/show br0")).isTrue();
    }

    /** The page's lines are in sudo's own syntax, which escapes a comma; an argument's quotes are the shell's. */
    private boolean isAllowed(String command) {
        String[] words = command.replace("'", "").split(" ", 2);
        return ALLOWED.matcher(page)
                .results()
                .anyMatch(line -> line.group(1).equals(words[0])
                        && Pattern.matches(line.group(2).replace("\\,", ","), words[1]));
    }

    private static Stream<String> written(Platform platform, String name) {
        PortName port = new PortName(name);
        return platform
                .render(List.of(
                        new PortStep.Shut(port),
                        new PortStep.Attach(port, new Vlan(193), new PortDescription("acme: box, rack=4")),
                        new PortStep.Enable(port),
                        new PortStep.Park(port, new Vlan(999), true)))
                .stream();
    }

    private static String read() {
        try {
            return Files.readString(PAGE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
