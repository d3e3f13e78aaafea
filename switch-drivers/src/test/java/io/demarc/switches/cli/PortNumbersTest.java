/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.demarc.switches.PortName;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PortNumbersTest {
    private static final PortNames NAMES = new PortNames(new CliDefinition.Names(List.of(), null, true));

    @Test
    void aRowWithoutANameTellsTheOtherNumbersOfItsPort() {
        assertThat(of(row("vpn", "u1,i1"), row(null, "i1,3"), row(null, "i9,4")))
                .containsOnlyKeys("u1", "i1", "3")
                .containsEntry("3", new PortName("vpn"));
    }

    @Test
    void aNumberOfSeveralPortsStandsForNone() {
        assertThat(of(row("a", "u1 7"), row("b", "u2 7"), row("a", "u1"))).containsOnlyKeys("u1", "u2");
        assertThat(of(row("a", "u1"), row("b", "u2"), row(null, "u1,7"), row(null, "u2,7")))
                .containsOnlyKeys("u1", "u2");
    }

    @Test
    void portsThatDoNotCountHaveNoNumbers() {
        assertThat(PortNumbers.of(List.of(row("a", "7"), row("b", "7")), NAMES, new PortName("b")::equals))
                .containsExactly(Map.entry("7", new PortName("b")));
    }

    private static Map<String, PortName> of(Row... rows) {
        return PortNumbers.of(List.of(rows), NAMES, port -> true);
    }

    private static Row row(@Nullable String port, String numbers) {
        Row.Draft draft = new Row.Draft();
        if (port != null) {
            draft.put("port", List.of(port));
        }
        draft.put("number", List.of(numbers));
        return draft.row();
    }
}
