/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.provision;

import io.demarc.access.Printable;
import io.demarc.problem.Problem;
import io.demarc.problem.ProblemCode;
import io.demarc.switches.Capability;
import io.demarc.switches.Observation;
import io.demarc.switches.PortEvidence;
import io.demarc.switches.PortMode;
import io.demarc.switches.PortState;
import io.demarc.switches.SwitchName;
import io.demarc.switches.Vlan;
import io.demarc.switches.provision.PortRules.Guard;
import io.demarc.switches.provision.PortTarget.Carry;
import io.demarc.switches.provision.PortTarget.Idle;
import io.demarc.switches.provision.PortTarget.Member;
import io.demarc.switches.provision.PortTarget.Restore;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Says why a port must not be written: by the inventory's rules, and by what the switch tells of it. Thread-safe. */
final class PortGuards {
    private final SwitchName switchName;
    private final PortRules rules;
    private final boolean mayCreateVlans;

    PortGuards(SwitchName switchName, PortRules rules, Set<Capability> capabilities) {
        this.switchName = switchName;
        this.rules = rules;
        this.mayCreateVlans = capabilities.contains(Capability.VLAN_DATABASE);
    }

    /** The first objection to making the port what the target says; empty when there is none. */
    Optional<Problem> objection(PortTarget target, Observation seen) {
        return byInventory(target)
                .or(() -> byState(target, seen))
                .or(() -> byDoubt(target, seen))
                .or(() -> byEvidence(target, seen))
                .or(() -> byVlan(target, seen))
                .or(() -> byMissingEvidence(target, seen));
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
        if (target instanceof Restore restore && !mayRestore(restore.vlan())) {
            return problem(
                    ProblemCode.VLAN_NOT_ALLOWED,
                    target,
                    "VLAN " + restore.vlan() + " is not one that a port may be given back to: it is a tenant's ("
                            + rules.tenants() + ") or one that the inventory forbids (" + rules.forbidden() + ").",
                    "Put the port there by hand if it belongs there, and take it out of the inventory before.");
        }
        return Optional.empty();
    }

    private boolean mayRestore(Vlan vlan) {
        return !rules.tenants().contains(vlan) && !rules.forbidden().contains(vlan);
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

    /** What Demarc itself put somewhere it takes away again, whatever the switch says: what reads clean after that counts. */
    private Optional<Problem> byDoubt(PortTarget target, Observation seen) {
        String unmet = seen.port(target.port()).orElseThrow().unmet();
        if (unmet != null) {
            return problem(
                    ProblemCode.SWITCH_UNREADABLE,
                    target,
                    "the switch isn't as it must be for what it says to mean anything: " + unmet
                            + ". Nothing was written.",
                    "Change that on the switch, or give it another platform in the inventory.");
        }
        if (target instanceof Idle && !target.placed().isEmpty()) {
            return Optional.empty();
        }
        PortState state = seen.port(target.port()).orElseThrow();
        String contradiction = state.contradiction();
        if (contradiction != null) {
            return problem(
                    ProblemCode.SWITCH_CONTRADICTS_ITSELF,
                    target,
                    "the switch contradicts itself: " + contradiction + ". Nothing was written.",
                    "Look at the port by hand: port authentication, a change that is not saved or not committed, or another"
                            + " command may explain it.");
        }
        String unread = state.unread();
        if (unread != null) {
            return problem(
                    ProblemCode.SWITCH_UNREADABLE,
                    target,
                    "what the switch says of it can't be read: " + unread + ". Nothing was written.",
                    "Save the output and try 'demarc platform parse'; the platform's definition may have to learn it.");
        }
        return Optional.empty();
    }

    private Optional<Problem> byEvidence(PortTarget target, Observation seen) {
        PortEvidence evidence = seen.evidenceFor(target.port());
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
     * A VLAN that carries nothing must not be told as an attachment; one that is missing is made where Demarc may, if it is a
     * tenant's.
     */
    private Optional<Problem> byVlan(PortTarget target, Observation seen) {
        if (!(target instanceof Member member)) {
            return Optional.empty();
        }
        if (seen.suspended().contains(member.vlan())) {
            return problem(
                    ProblemCode.VLAN_INACTIVE,
                    target,
                    "VLAN " + member.vlan()
                            + " is suspended or shut on the switch and carries nothing; nothing was written.",
                    "Make the VLAN active on the switch, or delete it there so that Demarc makes it again.");
        }
        Set<Vlan> existing = seen.vlans();
        boolean mayCreate = mayCreateVlans && target instanceof Carry;
        if (existing != null && !existing.contains(member.vlan()) && !mayCreate) {
            return problem(
                    ProblemCode.VLAN_INACTIVE,
                    target,
                    "VLAN " + member.vlan()
                            + " does not exist on the switch, where Demarc "
                            + (mayCreateVlans ? "makes tenants' VLANs only" : "can't make it")
                            + "; nothing was written.",
                    "Make the VLAN on the switch.");
        }
        return Optional.empty();
    }

    /** What a switch refuses to say isn't absent: a port is attached only when what could speak against it was asked for. */
    private Optional<Problem> byMissingEvidence(PortTarget target, Observation seen) {
        if (!(target instanceof Member)) {
            return Optional.empty();
        }
        return seen.unavailable().entrySet().stream()
                .filter(missing -> !rules.isWaived(target.port(), missing.getKey()))
                .findFirst()
                .flatMap(missing -> problem(
                        ProblemCode.EVIDENCE_UNAVAILABLE,
                        target,
                        inWords(missing.getKey()) + " can't be known: " + missing.getValue() + ". Nothing was written.",
                        "Let Demarc's login read it (docs/platforms.md has the lines), or, if the switch has nothing of the"
                                + " kind, say no-evidence: [" + missing.getKey().id()
                                + "] for this switch or port in the inventory."));
    }

    private static String inWords(PortEvidence.Kind kind) {
        return switch (kind) {
            case LLDP -> "whether its neighbour is a switch";
            case LAG -> "whether it is a member of a link aggregation group";
            case OWN_ADDRESSES -> "whether it has an address of the switch itself";
        };
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
