/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.provision;

import io.demarc.switches.Capability;
import io.demarc.switches.Observation;
import io.demarc.switches.PortState;
import io.demarc.switches.Vlan;
import io.demarc.switches.provision.PortTarget.Idle;
import io.demarc.switches.provision.PortTarget.Member;
import io.demarc.switches.session.PortStep;
import io.demarc.switches.session.PortStep.Attach;
import io.demarc.switches.session.PortStep.CreateVlan;
import io.demarc.switches.session.PortStep.Enable;
import io.demarc.switches.session.PortStep.Park;
import io.demarc.switches.session.PortStep.Shut;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The difference between a target and what the switch says, as steps. Pure functions of what it was made with. */
final class PortPlan {
    private final PortRules rules;
    private final Set<Capability> capabilities;

    PortPlan(PortRules rules, Set<Capability> capabilities) {
        this.rules = rules;
        this.capabilities = Set.copyOf(capabilities);
    }

    /** Whether the port is what the target says; one that is to be in a VLAN only if that exists and is active. */
    boolean isAsWanted(PortTarget target, Observation seen) {
        PortState state = seen.port(target.port()).orElse(null);
        if (state == null) {
            return false;
        }
        if (target instanceof Member member) {
            return state.carriesOnly(member.vlan())
                    && (!hasAdmin() || Boolean.valueOf(member.up()).equals(state.adminUp()))
                    && isAlive(member.vlan(), seen);
        }
        return isIdle(state);
    }

    private static boolean isAlive(Vlan vlan, Observation seen) {
        Set<Vlan> existing = seen.vlans();
        return (existing == null || existing.contains(vlan))
                && !seen.suspended().contains(vlan);
    }

    boolean isIdle(PortState state) {
        return state.carriesOnly(rules.parking()) && (!parksDown() || Boolean.FALSE.equals(state.adminUp()));
    }

    /** Whether a port that was attached is ready to be enabled: in its VLAN, in nothing else, and still down. */
    boolean isReady(Member member, PortState state) {
        return state.carriesOnly(member.vlan()) && (!hasAdmin() || Boolean.FALSE.equals(state.adminUp()));
    }

    /** The VLAN that must exist before the port can be what is wanted, if it does not. */
    Optional<CreateVlan> missingVlan(PortTarget target, Observation seen) {
        Vlan vlan = target instanceof Member member ? member.vlan() : rules.parking();
        Set<Vlan> existing = seen.vlans();
        if (!capabilities.contains(Capability.VLAN_DATABASE) || existing == null || existing.contains(vlan)) {
            return Optional.empty();
        }
        return Optional.of(new CreateVlan(vlan, "demarc-" + vlan));
    }

    /**
     * The steps until the port can be read back: an idle port is finished after them; a port that is to be in a VLAN is
     * in it but down, so that it is never up in a VLAN that is nobody's business.
     */
    List<PortStep> placing(PortTarget target) {
        List<PortStep> steps = new ArrayList<>();
        if (target instanceof Member member) {
            if (hasAdmin()) {
                steps.add(new Shut(member.port()));
            }
            steps.add(new Attach(member.port(), member.vlan(), member.label()));
        } else {
            steps.add(parking((Idle) target));
        }
        return steps;
    }

    /** The steps after it has been read back. */
    List<PortStep> enabling(PortTarget target) {
        return target instanceof Member member && member.up() && hasAdmin()
                ? List.of(new Enable(target.port()))
                : List.of();
    }

    /** The steps that take any port to its idle state. */
    Park parking(PortTarget target) {
        return new Park(target.port(), rules.parking(), parksDown());
    }

    private boolean hasAdmin() {
        return capabilities.contains(Capability.PORT_ADMIN);
    }

    private boolean parksDown() {
        return rules.idleDown() && hasAdmin();
    }

    /** For messages: {@code VLAN 150 untagged} or {@code its idle state (VLAN 999, down)}. */
    String inWords(PortTarget target) {
        return target instanceof Member member ? "VLAN " + member.vlan() + " untagged" : idleInWords();
    }

    String idleInWords() {
        return "its idle state (VLAN " + rules.parking() + (parksDown() ? ", down)" : ")");
    }
}
