/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.provision;

import io.demarc.switches.Observation;
import io.demarc.switches.PortMode;
import io.demarc.switches.PortName;
import io.demarc.switches.PortState;
import io.demarc.switches.Vlan;
import io.demarc.switches.session.PortStep;
import io.demarc.switches.session.PortStep.Attach;
import io.demarc.switches.session.PortStep.CreateVlan;
import io.demarc.switches.session.PortStep.Enable;
import io.demarc.switches.session.PortStep.Park;
import io.demarc.switches.session.PortStep.Shut;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What a switch says after steps that it took. Pure functions. */
final class StepEffects {
    private final Observation seen;

    private StepEffects(Observation seen) {
        this.seen = seen;
    }

    static StepEffects on(Observation seen, List<PortStep> steps) {
        Map<PortName, PortState> ports = new TreeMap<>(seen.ports());
        Set<Vlan> existing = seen.vlans();
        Set<Vlan> vlans = existing == null ? null : new TreeSet<>(existing);
        for (PortStep step : steps) {
            PortName port = step.target();
            if (port != null) {
                ports.computeIfPresent(port, (name, state) -> after(step, state));
            } else if (step instanceof CreateVlan create && vlans != null) {
                vlans.add(create.vlan());
            }
        }
        return new StepEffects(new Observation(ports, seen.evidence(), seen.unavailable(), vlans, seen.suspended()));
    }

    /** What it says of these ports; of all of them where the set is empty. */
    Observation of(Set<PortName> ports) {
        if (ports.isEmpty()) {
            return seen;
        }
        Map<PortName, PortState> wanted = new TreeMap<>(seen.ports());
        wanted.keySet().retainAll(ports);
        return new Observation(wanted, seen.evidence(), seen.unavailable(), seen.vlans(), seen.suspended());
    }

    static boolean putsInto(PortStep step, Vlan vlan) {
        return (step instanceof Attach attach && attach.vlan().equals(vlan))
                || (step instanceof Park park && park.parking().equals(vlan));
    }

    private static PortState after(PortStep step, PortState state) {
        if (step instanceof Shut) {
            return admin(state, false);
        } else if (step instanceof Enable) {
            return admin(state, true);
        } else if (step instanceof Attach attach) {
            return in(attach.vlan(), attach.description().value(), state);
        } else if (step instanceof Park park) {
            return in(park.parking(), "", park.down() ? admin(state, false) : state);
        }
        return state;
    }

    /** A port that is down has no link; whether one that was taken up gets one, nobody knows. */
    private static PortState admin(PortState state, boolean isUp) {
        Boolean wasUp = state.adminUp();
        Boolean link = !isUp ? Boolean.FALSE : Boolean.TRUE.equals(wasUp) ? state.linkUp() : null;
        return new PortState(
                state.port(),
                state.mode(),
                state.untagged(),
                state.tagged(),
                isUp,
                link,
                state.description(),
                state.alsoUntagged(),
                state.doubts());
    }

    private static PortState in(Vlan vlan, String description, PortState state) {
        return new PortState(
                state.port(), PortMode.ACCESS, vlan, List.of(), state.adminUp(), state.linkUp(), description);
    }
}
