/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.reconcile;

import io.demarc.plugin.words.Adoption;
import io.demarc.plugin.words.ManagedSwitch;
import io.demarc.plugin.words.NetworkRecord;
import io.demarc.plugin.words.PortAddress;
import io.demarc.problem.Problem;
import io.demarc.problem.ProblemCode;
import io.demarc.switches.PortDescription;
import io.demarc.switches.PortMode;
import io.demarc.switches.PortState;
import io.demarc.switches.Vlan;
import io.demarc.switches.provision.PortTarget.Restore;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whether and how a port can be made again what it was when it was adopted. Pure functions. */
public final class Restoring {
    private Restoring() {}

    /** The port as it was; empty when it wasn't an access port of one VLAN, or nobody wrote down what it was. */
    static Optional<Restore> target(Adoption adoption, Set<Vlan> placed) {
        PortState was = adoption.state();
        Vlan vlan = was == null ? null : was.untagged();
        if (was == null || vlan == null || !isAccess(was)) {
            return Optional.empty();
        }
        boolean up = !Boolean.FALSE.equals(was.adminUp());
        return Optional.of(new Restore(adoption.port().port(), vlan, label(was.description()), up, placed));
    }

    private static boolean isAccess(PortState was) {
        List<Vlan> tagged = was.tagged();
        return (was.mode() == PortMode.ACCESS || was.mode() == PortMode.UNKNOWN)
                && (tagged == null || tagged.isEmpty());
    }

    private static @Nullable PortDescription label(@Nullable String text) {
        return text == null || text.isEmpty() ? null : PortDescription.from(text);
    }

    /** Why the port can't be restored; empty when it can. */
    public static Optional<Problem> objection(Adoption adoption, ManagedSwitch managed, List<NetworkRecord> networks) {
        PortAddress address = adoption.port();
        Optional<Restore> target = target(adoption, Set.of());
        if (target.isEmpty()) {
            return Optional.of(Problem.of(
                    ProblemCode.CONFLICT,
                    address + ": was no access port of one VLAN (" + adoption.was() + "), and Demarc makes no others.",
                    "Give it back as it is, without --restore, and set it by hand."));
        }
        Vlan vlan = target.get().vlan();
        boolean isRefused = managed.rules().tenants().contains(vlan)
                || managed.rules().forbidden().contains(vlan);
        if (isRefused) {
            return Optional.of(Problem.of(
                    ProblemCode.VLAN_NOT_ALLOWED,
                    address + ": was in VLAN " + vlan + ", which is a tenant's ("
                            + managed.rules().tenants() + ") or forbidden ("
                            + managed.rules().forbidden() + ").",
                    "Give it back as it is, without --restore, and set it by hand."));
        }
        return networks.stream()
                .filter(network -> network.isOn(vlan))
                .findFirst()
                .map(network -> belongsTo(address, vlan, network));
    }

    static Problem belongsTo(PortAddress address, Vlan vlan, NetworkRecord network) {
        return Problem.of(
                ProblemCode.VLAN_NOT_ALLOWED,
                address + ": was in VLAN " + vlan + ", which belongs to " + network.inWords() + " now.",
                "Give it back as it is, without --restore.");
    }
}
