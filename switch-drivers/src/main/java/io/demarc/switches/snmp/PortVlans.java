/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.snmp;

import io.demarc.switches.Doubt;
import io.demarc.switches.PortMode;
import io.demarc.switches.Vlan;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an agent says of one port's VLANs; as in {@link io.demarc.switches.PortState}.
 */
record PortVlans(
        PortMode mode,
        @Nullable Vlan untagged,
        List<Vlan> alsoUntagged,
        @Nullable List<Vlan> tagged,
        List<Doubt> doubts) {
    PortVlans {
        alsoUntagged = List.copyOf(alsoUntagged);
        tagged = tagged == null ? null : List.copyOf(tagged);
        doubts = List.copyOf(doubts);
    }

    static PortVlans unknown() {
        return new PortVlans(PortMode.UNKNOWN, null, List.of(), null, List.of());
    }

    PortVlans contradicting(String how) {
        return doubting(Doubt.contradiction(how));
    }

    /** What was said can't be read, or something that has to be said wasn't. */
    PortVlans unread(String what) {
        return doubting(Doubt.unread(what));
    }

    boolean isContradicted() {
        return doubts.stream().anyMatch(doubt -> doubt.kind() == Doubt.Kind.CONTRADICTION);
    }

    PortVlans doubting(Doubt doubt) {
        List<Doubt> all = Stream.concat(doubts.stream(), Stream.of(doubt)).toList();
        return new PortVlans(mode, untagged, alsoUntagged, tagged, all);
    }
}
