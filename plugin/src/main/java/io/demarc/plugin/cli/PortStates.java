/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cli;

import io.demarc.switches.PortEvidence;
import io.demarc.switches.PortName;
import io.demarc.switches.PortState;
import io.demarc.switches.Vlan;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a switch told of its ports, as a table for people, and under it why not to believe all of it. */
final class PortStates {
    private PortStates() {}

    static void print(Collection<PortState> states, Map<PortName, PortEvidence> evidence, Terminal terminal) {
        Table rows = Table.of("PORT", "MODE", "UNTAGGED", "TAGGED", "ADMIN", "LINK", "EVIDENCE", "DESCRIPTION");
        for (PortState state : states) {
            List<Vlan> untagged = new ArrayList<>(state.alsoUntagged());
            Vlan first = state.untagged();
            if (first != null) {
                untagged.add(first);
            }
            List<Vlan> tagged = state.tagged();
            rows.row(
                    state.port().value(),
                    state.mode().id(),
                    Vlan.ranges(untagged),
                    tagged == null ? "not told" : tagged.isEmpty() ? "none" : Vlan.ranges(tagged),
                    upOrDown(state.adminUp()),
                    upOrDown(state.linkUp()),
                    inWords(evidence.getOrDefault(state.port(), PortEvidence.none(state.port()))),
                    state.description());
        }
        rows.print(terminal);
        for (PortState state : states) {
            state.doubts().forEach(doubt -> terminal.line(state.port() + ": " + Terminal.plain(doubt.words())));
        }
    }

    private static String inWords(PortEvidence evidence) {
        List<String> words = new ArrayList<>();
        if (evidence.lag() != null) {
            words.add("in " + evidence.lag());
        }
        PortEvidence.Neighbour neighbour = evidence.neighbour();
        if (neighbour != null) {
            words.add((neighbour.isBridge() ? "bridge " : "neighbour ") + neighbour.systemName());
        }
        if (evidence.managementAddress() != null) {
            words.add("has " + evidence.managementAddress());
        }
        return String.join(", ", words);
    }

    private static @Nullable String upOrDown(@Nullable Boolean isUp) {
        return isUp == null ? null : isUp ? "up" : "down";
    }
}
