/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.addresses;

import io.demarc.hooks.runbook.Finding;
import io.demarc.hooks.runbook.Outcome;
import io.demarc.hooks.runbook.Setting;
import io.demarc.hooks.runbook.StepContext;
import io.demarc.hooks.runbook.StepKind;
import io.demarc.hooks.runbook.Undo;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code address-persist}: each server's configuration says after the move what is so now. What can't be changed safely is left to a
 * person, named file by file.
 */
final class AddressPersist implements StepKind {
    private static final String TODO = "persist-todo";

    private final Places places;

    AddressPersist(Places places) {
        this.places = places;
    }

    @Override
    public String name() {
        return "address-persist";
    }

    @Override
    public List<Setting> settings() {
        return List.of(MoveSight.ON, Setting.required("from"));
    }

    @Override
    public List<Finding> guard(StepContext context) {
        MoveSight sight = new MoveSight(places, context);
        return sight.isGivenBack() ? List.of(AddressSwitch.givenBack(sight)) : List.of();
    }

    @Override
    public Outcome act(StepContext context) {
        MoveSight sight = new MoveSight(places, context);
        List<String> left = new ArrayList<>();
        for (Leg leg : sight.legs()) {
            new NetworkFiles(sight.taker(), leg.toCard()).keep(leg.address()).ifPresent(left::add);
            if (sight.isGiverGone()) {
                left.add("Before " + sight.giver().name() + " starts again, take "
                        + leg.address().ip() + " out of its network configuration.");
            } else {
                new NetworkFiles(sight.giver(), leg.fromCard())
                        .forget(leg.address())
                        .ifPresent(left::add);
            }
        }
        sight.tell();
        context.save(TODO, String.join(" ", left));
        return left.isEmpty() ? Outcome.acted("Both servers' configuration is as it is now.") : Outcome.asksPerson();
    }

    @Override
    public Optional<Undo> undo(StepContext context) {
        return Optional.of(
                Undo.byPerson("Look at both servers' network configuration: it was to be as after the move."));
    }
}
