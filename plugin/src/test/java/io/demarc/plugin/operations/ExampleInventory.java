/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.operations;

import io.demarc.access.Deadline;
import io.demarc.plugin.operations.Views.SwitchPlan;
import io.demarc.plugin.words.Actor;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import java.util.List;
import java.util.function.Consumer;

/** Three versions, which no order changes. Thread-safe if what it tells its questions is. */
final class ExampleInventory implements InventoryOperations {
    private static final List<String> TEXTS = List.of(
            "switches: []\n",
            "# Two racks; ours is the left one \u2014 Ada\nswitches: []\n",
            "devices: []\nswitches: []");

    private final Consumer<String> asked;

    ExampleInventory(Consumer<String> asked) {
        this.asked = asked;
    }

    @Override
    public InventoryChange apply(String yaml, Consent consent, boolean dryRun, Actor actor) {
        asked.accept(order(consent, dryRun) + yaml.strip() + by(actor));
        boolean isInForce = yaml.equals(TEXTS.get(2));
        return new InventoryChange(
                isInForce ? List.of() : List.of("device globex-vpn", "switch tor-b1"),
                isInForce ? List.of() : List.of("switch tor-a1: vlans 100-149 -> 100-199"),
                isInForce ? List.of() : List.of("switch tor-a1: port GigabitEthernet1/0/9"),
                List.of(),
                isInForce
                        ? List.of()
                        : List.of("tor-a1 GigabitEthernet1/0/9 is left as it is: access, VLAN 999 untagged, down"),
                List.of(),
                3,
                isInForce || dryRun ? 3 : 4,
                false,
                !dryRun);
    }

    @Override
    public InventoryChange rollBack(String version, Consent consent, boolean dryRun, Actor actor) {
        asked.accept("roll back to " + version + ": " + order(consent, dryRun).strip() + by(actor));
        return new InventoryChange(
                List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), 3, dryRun ? 3 : 4, true, !dryRun);
    }

    private static String order(Consent consent, boolean dryRun) {
        return (dryRun ? "try " : "apply ")
                + consent.basedOn().map(version -> "on " + version + " ").orElse("")
                + consent.yesPark().map(count -> "parking " + count + " ").orElse("");
    }

    private static String by(Actor actor) {
        return " by " + actor.kind() + " " + actor.name();
    }

    @Override
    public List<SwitchPlan> plan(String yaml, Deadline deadline) {
        asked.accept("plan an inventory");
        return List.of(new SwitchPlan(
                "tor-a1", List.of(), List.of("interface GigabitEthernet1/0/7", "switchport access vlan 999"), null));
    }

    @Override
    public InventoryText inForce() {
        asked.accept("inventory");
        return text(3);
    }

    @Override
    public InventoryText version(String version) {
        asked.accept("inventory " + version);
        if (!version.matches("[1-3]")) {
            throw ProblemException.of(
                    ProblemCode.NOT_FOUND,
                    "There is no version " + version + " of the inventory.",
                    "There are 1 to 3.");
        }
        return text(Integer.parseInt(version));
    }

    private static InventoryText text(int version) {
        return new InventoryText(version, appliedAt(version), "OPERATOR", "ada", TEXTS.get(version - 1));
    }

    private static String appliedAt(int version) {
        return "2026-11-24T08:15:3" + version + "Z";
    }

    @Override
    public List<InventoryVersion> history(int limit) {
        asked.accept("history " + limit);
        return List.of(
                new InventoryVersion(1, appliedAt(1), "OPERATOR", "ada", null, null, null),
                new InventoryVersion(2, appliedAt(2), "OPERATOR", "ada", null, null, null),
                new InventoryVersion(3, appliedAt(3), "OPERATOR", "bob", 2, 1, 0));
    }
}
