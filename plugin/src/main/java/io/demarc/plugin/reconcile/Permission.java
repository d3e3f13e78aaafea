/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.reconcile;

import io.demarc.plugin.books.Wishes;
import io.demarc.plugin.configuration.Manage;
import io.demarc.plugin.words.Adoption;
import io.demarc.plugin.words.ManagedSwitch;
import io.demarc.plugin.words.PortAddress;
import io.demarc.problem.Problem;
import io.demarc.problem.ProblemCode;
import org.jspecify.annotations.Nullable;

/**
 * What Demarc may do to a managed port besides reading it.
 *
 * @param adoption  who has handed it over, and when; null when nobody has
 * @param observed  why nothing is written to it; null when it is adopted and no ceiling forbids it
 * @param frozen    why only what takes a tenant's VLAN off it is written; null when it isn't frozen
 */
public record Permission(
        @Nullable Adoption adoption,
        @Nullable Problem observed,
        @Nullable Problem frozen) {
    static Permission of(Wishes wishes, ManagedSwitch managed, PortAddress address) {
        Adoption adoption = wishes.adoptions().get(address);
        return new Permission(adoption, observed(wishes, managed, address, adoption != null), frozen(wishes, address));
    }

    /** The same, where the switch proved itself with this host key; null where it has none. */
    Permission on(PortAddress address, @Nullable String hostKey) {
        return adoption == null || observed != null || !adoption.isOfOther(hostKey)
                ? this
                : new Permission(
                        null,
                        observed(
                                address,
                                "its switch has another host key than when it was adopted",
                                "'demarc adopt " + address + "' shows what would change, and asks."),
                        frozen);
    }

    public boolean isAdopted() {
        return adoption != null;
    }

    public boolean isEnforced() {
        return observed == null;
    }

    private static @Nullable Problem observed(
            Wishes wishes, ManagedSwitch managed, PortAddress address, boolean isAdopted) {
        if (wishes.ceiling() == Manage.OBSERVE) {
            return observed(
                    address,
                    "demarc.yaml says manage: observe",
                    "Say manage: enforce there and restart the daemon if adopted ports are to be written.");
        }
        if (managed.manage() == Manage.OBSERVE) {
            return observed(
                    address,
                    "the inventory says manage: observe for switch " + managed.name(),
                    "Say manage: enforce there if its adopted ports are to be written.");
        }
        return isAdopted
                ? null
                : observed(
                        address,
                        "it isn't adopted",
                        "'demarc adopt " + address + "' shows what would change, and asks.");
    }

    private static Problem observed(PortAddress address, String why, String fix) {
        return Problem.of(
                ProblemCode.PORT_OBSERVED, address + ": is only observed, so nothing was written: " + why + ".", fix);
    }

    private static @Nullable Problem frozen(Wishes wishes, PortAddress address) {
        return wishes.freezes().stream()
                .filter(freeze -> freeze.covers(address.switchName()))
                .findFirst()
                .map(freeze -> Problem.of(
                        ProblemCode.SWITCH_FROZEN,
                        address + ": is left as it is: " + freeze.inWords() + ".",
                        freeze.thaw() + " lets changes go on."))
                .orElse(null);
    }
}
