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

/** What a server's addresses cost to look at, in commands: an operator's servers may be slow to log in to. */
class ServerNetworkTest {
    private static final String LISTING = "ip -o address show";

    private final List<String> ran = new ArrayList<>();
    private boolean isAway;
    private final ServerNetwork server = new ServerNetwork(
            "alpha",
            (argv, limit) -> {
                if (isAway) {
                    throw ProblemException.of(ProblemCode.NODE_UNREACHABLE, "Node alpha is away.", "Look.");
                }
                ran.add(String.join(" ", argv));
                return new CommandResult(0, "2: eth0    inet 10.0.0.50/24 scope global eth0\\ valid_lft forever\n", "");
            },
            StepContext.of(
                    new RunOrder("move-address", "alpha", Map.of("to", "beta"), "ada"),
                    Map.of(),
                    InstantSource.system()));

    @Test
    void manyAddressesAreLookedAtWithOneCommand() {
        IntStream.range(1, 51).forEach(last -> server.has(new IpAddress("10.0.0." + last)));

        assertThat(ran).containsExactly(LISTING);
    }

    @Test
    void whatWasChangedIsLookedAtAnew() {
        assertThat(server.has(new IpAddress("10.0.0.50"))).isTrue();
        server.act("ip", "address", "del", "10.0.0.50/24", "dev", "eth0");
        assertThat(server.has(new IpAddress("10.0.0.50"))).isTrue();

        assertThat(ran).containsExactly(LISTING, "ip address del 10.0.0.50/24 dev eth0", LISTING);
    }

    @Test
    void whatIsRememberedIsNoSignOfLife() {
        server.holdings();
        isAway = true;

        assertThatThrownBy(server::requireAnswer).hasMessageContaining("away");
    }
}
