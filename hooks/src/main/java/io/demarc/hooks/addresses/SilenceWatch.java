/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.addresses;

import io.demarc.hooks.runbook.Outcome;
import io.demarc.hooks.runbook.Setting;
import io.demarc.hooks.runbook.StepContext;
import io.demarc.hooks.runbook.StepKind;
import io.demarc.hooks.runbook.Undo;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** {@code silence-watch}: begins to ping each address from where it can be seen, so that its silence is measured. */
final class SilenceWatch implements StepKind {
    private final Places places;

    SilenceWatch(Places places) {
        this.places = places;
    }

    @Override
    public String name() {
        return "silence-watch";
    }

    @Override
    public List<Setting> settings() {
        return List.of(MoveSight.ON, Setting.required("from"));
    }

    @Override
    public Outcome act(StepContext context) {
        MoveSight sight = new MoveSight(places, context);
        Optional<String> giver = sight.isGiverGone()
                ? Optional.empty()
                : Optional.of(sight.giver().name());
        List<Watch> begun = Watches.begin(places, context, sight.legs(), giver);
        return Outcome.acted(
                begun.isEmpty()
                        ? "Nobody who can be asked gets answers from an address: its silence is not measured."
                        : begun.stream()
                                .map(watch -> watch.address() + " is pinged by " + watch.observerInWords() + ".")
                                .collect(Collectors.joining("\n")));
    }

    @Override
    public Optional<Undo> undo(StepContext context) {
        return Watches.of(context).isEmpty()
                ? Optional.empty()
                : Optional.of(Undo.of("End the pings that measure the silence.", () -> Watches.end(places, context)));
    }
}
