/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.http;

import io.demarc.plugin.operations.InventoryOperations;
import io.demarc.plugin.operations.InventoryOperations.Consent;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What can be asked of the inventory over the socket; {@code docs/rest.md} describes it. Thread-safe. */
final class InventoryRoutes {
    private static final String BASIS = "based_on";
    private static final String PARK = "yes_park";
    private static final Set<String> ORDER = Set.of("dry_run", BASIS, PARK);
    private static final int USUAL_VERSIONS = 20;

    private final InventoryOperations inventory;

    InventoryRoutes(InventoryOperations inventory) {
        this.inventory = inventory;
    }

    List<Route> all() {
        return List.of(
                Route.of("GET", "inventory", Set.of(), call -> Answer.of(inventory.inForce())),
                Route.of("PUT", "inventory", ORDER, this::apply),
                Route.of("POST", "inventory/plan", Set.of("wait_seconds"), this::plan),
                Route.of("GET", "inventory/versions", Set.of("last"), this::history),
                Route.of("GET", "inventory/versions/*", Set.of(), this::version),
                Route.of("POST", "inventory/versions/*/rollback", ORDER, this::rollBack));
    }

    private Answer apply(Call call) {
        return Answer.of(inventory.apply(call.bodyText(), consent(call), call.flag("dry_run"), call.actor()));
    }

    private Answer rollBack(Call call) {
        return Answer.of(inventory.rollBack(call.variable(0), consent(call), call.flag("dry_run"), call.actor()));
    }

    /** Given in vain it must not pass for left out. */
    private static Consent consent(Call call) {
        return new Consent(number(call, BASIS), number(call, PARK));
    }

    private static Optional<Long> number(Call call, String name) {
        return call.query().containsKey(name) ? Optional.of(call.number(name, 0, 0, Long.MAX_VALUE)) : Optional.empty();
    }

    private Answer plan(Call call) {
        return Answer.of(inventory.plan(call.bodyText(), call.deadline()));
    }

    private Answer version(Call call) {
        return Answer.of(inventory.version(call.variable(0)));
    }

    private Answer history(Call call) {
        return Answer.of(
                inventory.history((int) call.number("last", USUAL_VERSIONS, 1, InventoryOperations.MOST_VERSIONS)));
    }
}
