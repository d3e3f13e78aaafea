/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.demarc.plugin.operations.Views.PlannedChange;
import io.demarc.plugin.operations.Views.PortView;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RenderingTest {
    private static final String DEAD = "The switch does not answer. Look at its power.";

    private final StringWriter printed = new StringWriter();
    private final PrintWriter out = new PrintWriter(printed, true);
    private final Rendering rendering = new Rendering(new Terminal(InputStream.nullInputStream(), out, out, Map.of()));

    @Test
    void aDeadSwitchIsToldOnceAndNotAtEachOfItsPorts() {
        List<PortView> ports = IntStream.rangeClosed(1, 22)
                .mapToObj(i -> port("tor-a", "ge" + i, DEAD))
                .toList();

        rendering.ports(ports);

        assertThat(printed.toString().lines().filter(line -> line.contains(DEAD)))
                .containsExactly("tor-a, 22 ports: " + DEAD);
    }

    @Test
    void problemsOfTheirOwnAreToldOfEachPort() {
        rendering.ports(List.of(
                port("tor-a", "ge1", DEAD),
                port("tor-b", "ge1", DEAD),
                port("tor-a", "ge2", "tor-a ge2: is a trunk.")));

        assertThat(printed.toString().lines().skip(4))
                .containsExactly("tor-a ge1: " + DEAD, "tor-b ge1: " + DEAD, "tor-a ge2: is a trunk.");
    }

    @Test
    void aPlanTellsADeadSwitchOnce() {
        rendering.plan(List.of(change("ge1"), change("ge2"), change("ge3")));

        assertThat(printed.toString().lines().filter(line -> line.contains(DEAD)))
                .hasSize(1);
        assertThat(printed.toString().lines().filter(line -> line.endsWith("for the same reason")))
                .hasSize(2);
    }

    private static PlannedChange change(String port) {
        return new PlannedChange("tor-a", port, null, "idle", "nothing is attached", "none", List.of(), DEAD, false);
    }

    private static PortView port(String switchName, String port, String problem) {
        return new PortView(
                switchName,
                port,
                null,
                null,
                null,
                "idle",
                null,
                null,
                null,
                "stuck",
                problem,
                null,
                null,
                null,
                false,
                null,
                null,
                null);
    }
}
