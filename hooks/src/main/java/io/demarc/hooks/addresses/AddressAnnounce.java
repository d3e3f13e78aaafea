/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.addresses;

import io.demarc.hooks.runbook.Finding;
import io.demarc.hooks.runbook.Outcome;
import io.demarc.hooks.runbook.Setting;
import io.demarc.hooks.runbook.StepContext;
import io.demarc.hooks.runbook.StepKind;
import java.util.List;
import java.util.Optional;

/** {@code address-announce}: the server says that it has the addresses. */
final class AddressAnnounce implements StepKind {
    private final Places places;

    AddressAnnounce(Places places) {
        this.places = places;
    }

    @Override
    public String name() {
        return "address-announce";
    }

    @Override
    public List<Setting> settings() {
        return List.of(MoveSight.ON, Setting.required("announce"));
    }

    @Override
    public Outcome act(StepContext context) {
        MoveSight sight = new MoveSight(places, context);
        int rounds = Integer.parseInt(context.requiredSetting("announce"));
        List<Finding> sent = sight.announce(sight.taker(), false, rounds, Announcement.USUAL_SPACING);
        Optional<Finding> unsent =
                sent.stream().filter(finding -> !finding.isMet()).findFirst();
        return unsent.map(it -> Outcome.failed(it.found(), it.advice()))
                .orElseGet(() -> Outcome.acted(
                        String.join("\n", sent.stream().map(Finding::inWords).toList())));
    }
}
