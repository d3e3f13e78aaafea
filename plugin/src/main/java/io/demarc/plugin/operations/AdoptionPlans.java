/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.operations;

import io.demarc.access.Printable;
import io.demarc.access.Sha256;
import io.demarc.plugin.operations.AdoptionOperations.AdoptionPlan;
import io.demarc.plugin.operations.AdoptionOperations.PortPlan;
import io.demarc.plugin.reconcile.DryRuns;
import io.demarc.plugin.reconcile.DryRuns.DryRun;
import io.demarc.plugin.reconcile.DryRuns.Port;
import io.demarc.switches.PortEvidence;
import io.demarc.switches.PortMode;
import io.demarc.switches.PortState;
import io.demarc.switches.PortTraffic;
import io.demarc.switches.Vlan;
import io.demarc.switches.provision.PortTarget;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What adopting ports would do, for people. */
final class AdoptionPlans {
    private static final Vlan DEFAULT = new Vlan(1);

    private AdoptionPlans() {}

    /** The live ports come first; {@code waiting} as {@link DryRuns#waiting}. */
    static AdoptionPlan of(DryRun run, Predicate<Port> waiting) {
        List<PortPlan> ports = run.ports().stream()
                .map(port -> port(port, waiting.test(port)))
                .sorted(Comparator.comparing(port -> port.alive().isEmpty()))
                .toList();
        int live = (int) ports.stream().filter(port -> !port.alive().isEmpty()).count();
        return new AdoptionPlan(run.name().value(), seen(run), live, ports, run.lines());
    }

    private static PortPlan port(Port port, boolean waits) {
        PortState before = port.before();
        return new PortPlan(
                port.desired().address().port().value(),
                !port.differs() ? "=" : port.isChanged() ? "~" : "!",
                before == null ? null : before.inWords(),
                port.desired().wanted(),
                port.desired().why(),
                before == null ? List.of() : alive(port, before),
                before == null ? List.of() : ids(before.carried()),
                vlansThen(port),
                neighbour(port.evidence()),
                macs(port.traffic()),
                learned(port.traffic()),
                lastFrame(port.traffic()),
                port.lines(),
                port.problem() == null ? null : port.problem().message(),
                waits);
    }

    /** Why a port may be somebody's: what isn't known to be dead counts as live. */
    private static List<String> alive(Port port, PortState state) {
        List<String> reasons = new ArrayList<>();
        boolean isDown = Boolean.FALSE.equals(state.adminUp());
        if (Boolean.TRUE.equals(state.linkUp())) {
            reasons.add("has a link");
        } else if (state.linkUp() == null && !isDown) {
            reasons.add("may have a link: the switch doesn't say");
        }
        List<Vlan> carried = state.carried().stream()
                .filter(vlan -> !vlan.equals(DEFAULT) && !vlan.equals(port.parking()))
                .toList();
        if (!carried.isEmpty()) {
            reasons.add("carries VLAN " + carried.stream().map(Vlan::toString).collect(Collectors.joining(", ")));
        }
        if (state.mode() == PortMode.ROUTED) {
            reasons.add("is a routed port");
        }
        return reasons;
    }

    private static List<Integer> vlansThen(Port port) {
        PortState before = port.before();
        if (port.differs() && !port.isChanged() && before != null) {
            return ids(before.carried());
        }
        return List.of(
                port.desired().target() instanceof PortTarget.Carry carry
                        ? carry.vlan().id()
                        : port.parking().id());
    }

    private static @Nullable String neighbour(PortEvidence evidence) {
        PortEvidence.Neighbour neighbour = evidence.neighbour();
        return neighbour == null
                ? null
                : Printable.of(neighbour.systemName()) + (neighbour.isBridge() ? ", a bridge" : "");
    }

    private static List<String> macs(@Nullable PortTraffic traffic) {
        return traffic == null || traffic.macs() == null ? List.of() : traffic.macs();
    }

    private static int learned(@Nullable PortTraffic traffic) {
        return traffic == null ? 0 : traffic.learned();
    }

    /** {@code 2 s}, {@code 14 min}, {@code 3 h}, {@code 12 d}. */
    private static @Nullable String lastFrame(@Nullable PortTraffic traffic) {
        Duration ago = traffic == null ? null : traffic.lastFrame();
        if (ago == null) {
            return null;
        }
        if (ago.toMinutes() == 0) {
            return ago.toSeconds() + " s";
        }
        return ago.toHours() == 0
                ? ago.toMinutes() + " min"
                : ago.toDays() == 0 ? ago.toHours() + " h" : ago.toDays() + " d";
    }

    private static List<Integer> ids(Collection<Vlan> vlans) {
        return vlans.stream().map(Vlan::id).toList();
    }

    /** A word that is another one as soon as any port is, or is to be, anything else, and the same in every run of the daemon. */
    private static String seen(DryRun run) {
        String all = run.ports().stream()
                .map(port -> port.desired().address() + "|" + port.before() + "|"
                        + port.desired().target() + "|" + port.problem())
                .collect(Collectors.joining("\n"));
        return Sha256.word(all);
    }
}
