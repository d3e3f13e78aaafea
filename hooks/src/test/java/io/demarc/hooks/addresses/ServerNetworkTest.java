/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.addresses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.demarc.hooks.node.CommandResult;
import io.demarc.hooks.runbook.RunOrder;
import io.demarc.hooks.runbook.StepContext;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a look at a server costs, in commands: an operator's servers may be slow to log in to. */
class ServerNetworkTest {
    private static final String ADDRESSES = "2: eth0    inet 10.0.0.50/24 scope global eth0\\ valid_lft forever\n";
    private static final String LINKS =
            "2: eth0: <UP,LOWER_UP> mtu 1500\\ link/ether 02:00:00:00:00:0a brd ff:ff:ff:ff:ff:ff\n";
    private static final String SURVEY = ADDRESSES + "@@addresses 0\n" + LINKS
            + "@@links 0\ndefault via 10.0.0.1 dev eth0\n@@routes4 0\n@@routes6 2\n"
            + "198.51.100.7 50022 10.0.0.50 22\n@@entrance 0\n";

    private final List<String> ran = new ArrayList<>();
    private String printed = SURVEY;
    private boolean isAway;
    private final ServerNetwork server = new ServerNetwork(
            "alpha",
            (argv, limit) -> {
                if (isAway) {
                    throw ProblemException.of(ProblemCode.NODE_UNREACHABLE, "Node alpha is away.", "Look.");
                }
                ran.add(argv.get(0));
                return new CommandResult(0, printed, "Operation not supported\n");
            },
            StepContext.of(
                    new RunOrder("move-address", "alpha", Map.of("to", "beta"), "ada"),
                    Map.of(),
                    InstantSource.system()));

    @Test
    void allThatALookNeedsOfManyAddressesIsOneCommand() {
        IntStream.range(1, 51).forEach(last -> server.has(new IpAddress("10.0.0." + last)));

        assertThat(server.macs()).containsExactly(new MacAddress("02:00:00:00:00:0a"));
        assertThat(server.defaultWays(false)).containsExactly(new ServerNetwork.Way("10.0.0.1", "eth0"));
        assertThat(server.entrance()).contains("10.0.0.50");
        assertThat(ran).containsExactly("sh");
    }

    @Test
    void whatWasChangedIsLookedAtAnew() {
        assertThat(server.has(new IpAddress("10.0.0.50"))).isTrue();
        server.act("ip", "address", "del", "10.0.0.50/24", "dev", "eth0");
        printed = SURVEY.replace(ADDRESSES, "");

        assertThat(server.has(new IpAddress("10.0.0.50"))).isFalse();
        assertThat(ran).containsExactly("sh", "ip", "sh");
    }

    @Test
    void whatTheServerCouldNotTellIsNotToldToBeNothing() {
        assertThatThrownBy(() -> server.defaultWays(true))
                .hasMessageStartingWith(
                        "alpha: 'ip -6 -o route show default' ended with 2. It printed: Operation not supported");
    }

    @Test
    void whatWasCutOffIsNotToldToBeNothing() {
        for (int length = 0; length < SURVEY.indexOf("@@addresses 0") + "@@addresses ".length(); length++) {
            ServerNetworkTest cut = new ServerNetworkTest();
            cut.printed = SURVEY.substring(0, length);

            assertThatThrownBy(cut.server::holdings)
                    .as("after %d octets", length)
                    .isInstanceOf(ProblemException.class);
        }
    }

    @Test
    void whatIsRememberedIsNoSignOfLife() {
        server.holdings();
        isAway = true;

        assertThatThrownBy(server::requireAnswer).hasMessageContaining("away");
    }
}
