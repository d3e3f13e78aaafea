/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.provision;

import io.demarc.problem.Problem;
import io.demarc.problem.ProblemCode;
import io.demarc.switches.Observation;
import io.demarc.switches.PortEvidence;
import io.demarc.switches.PortMode;
import io.demarc.switches.PortState;
import io.demarc.switches.Printable;
import io.demarc.switches.SwitchName;
import io.demarc.switches.Vlan;
import io.demarc.switches.provision.PortRules.Guard;
import io.demarc.switches.provision.PortTarget.Carry;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Says why a port must not be written: by the inventory's rules, and by what the switch tells of it. Thread-safe. */
final class PortGuards {
    private final SwitchName switchName;
    private final PortRules rules;

    PortGuards(SwitchName switchName, PortRules rules) {
        this.switchName = switchName;
        this.rules = rules;
    }

    /** The first objection to making the port what the target says; empty when there is none. */
    Optional<Problem> objection(PortTarget target, Observation seen) {
        return byInventory(target).or(() -> byState(target, seen)).or(() -> byEvidence(target, seen));
    }

    private Optional<Problem> byInventory(PortTarget target) {
        if (!rules.managed().containsKey(target.port())) {
            return problem(
                    ProblemCode.PORT_NOT_MANAGED,
                    target,
                    "is not a managed port; nothing was written.",
                    "Add it to the switch's ports in the inventory if Demarc may write it.");
        }
        if (target instanceof Carry carry && !mayCarry(carry.vlan())) {
            return problem(
                    ProblemCode.VLAN_NOT_ALLOWED,
                    target,
                    "VLAN " + carry.vlan() + " is not one that the inventory allows here (" + rules.tenants()
                            + ", never " + rules.forbidden() + " or the parking VLAN " + rules.parking() + ").",
                    "Widen the switch's vlans in the inventory if the VLAN is a tenant's.");
        }
        return Optional.empty();
    }

    private boolean mayCarry(Vlan vlan) {
        return rules.tenants().contains(vlan)
                && !rules.forbidden().contains(vlan)
                && !rules.parking().equals(vlan);
    }

    private Optional<Problem> byState(PortTarget target, Observation seen) {
        Optional<PortState> found = seen.port(target.port());
        if (found.isEmpty()) {
            return problem(
                    ProblemCode.PORT_NOT_FOUND,
                    target,
                    "the switch says nothing of such a port.",
                    "Compare the name with 'demarc switch check " + switchName + "'.");
        }
        PortState state = found.get();
        if (state.mode() == PortMode.ROUTED) {
            return guarded(target, "is a routed port", "Make it a switched port by hand if it is the right one.");
        }
        boolean tagged = state.mode() == PortMode.TRUNK
                || (state.tagged() != null && !state.tagged().isEmpty());
        if (tagged && !isLifted(target, Guard.TAGGED_VLANS)) {
            return guarded(
                    target,
                    "carries tagged VLANs (" + state.inWords() + ")",
                    "Make it an access port by hand, or allow tagged-vlans for this very port in the inventory.");
        }
        return Optional.empty();
    }

    private Optional<Problem> byEvidence(PortTarget target, Observation seen) {
        PortEvidence evidence = seen.evidenceFor(target.port());
        if (evidence.contradiction() != null) {
            return problem(
                    ProblemCode.SWITCH_CONTRADICTS_ITSELF,
                    target,
                    "the switch contradicts itself: " + evidence.contradiction() + ". Nothing was written.",
                    "Look at the port by hand; report the switch's model and a walk of its Q-BRIDGE-MIB.");
        }
        if (evidence.managementAddress() != null) {
            return guarded(
                    target,
                    "carries the switch's own address " + evidence.managementAddress(),
                    "Choose another port: this one would cut Demarc off.");
        }
        if (evidence.lag() != null && !isLifted(target, Guard.LAG_MEMBER)) {
            return guarded(
                    target,
                    "is a member of " + evidence.lag(),
                    "Take it out of the group, or allow lag-member for this very port in the inventory.");
        }
        PortEvidence.Neighbour neighbour = evidence.neighbour();
        if (neighbour != null
                && neighbour.isBridge()
                && !isLifted(target, Guard.LLDP_BRIDGE)
                && !carriesPlaced(target, seen)) {
            return guarded(
                    target,
                    "has an LLDP neighbour that is a bridge: " + Printable.of(neighbour.systemName()),
                    "If that is the customer's device, allow lldp-bridge for this very port in the inventory.");
        }
        return Optional.empty();
    }

    /**
     * LLDP is the appliance's own word: it must not be able to keep itself in a VLAN that Demarc put it into and that is
     * no longer its owner's.
     */
    private static boolean carriesPlaced(PortTarget target, Observation seen) {
        return seen.port(target.port())
                .map(state -> target.placed().stream().anyMatch(state::carries))
                .orElse(false);
    }

    private boolean isLifted(PortTarget target, Guard guard) {
        return rules.managed().getOrDefault(target.port(), Set.of()).contains(guard);
    }

    private Optional<Problem> guarded(PortTarget target, String what, String fix) {
        return problem(ProblemCode.PORT_GUARDED, target, what + "; nothing was written.", fix);
    }

    private Optional<Problem> problem(ProblemCode code, PortTarget target, String what, String fix) {
        return Optional.of(new Problem(code, switchName + " " + target.port() + ": " + what, fix, List.of()));
    }
}
