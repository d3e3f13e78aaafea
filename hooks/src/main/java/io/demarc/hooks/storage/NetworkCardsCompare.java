/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.storage;

import io.demarc.hooks.runbook.Finding;
import io.demarc.hooks.runbook.Outcome;
import io.demarc.hooks.runbook.Setting;
import io.demarc.hooks.runbook.StepContext;
import io.demarc.hooks.runbook.StepKind;
import io.demarc.hooks.storage.NetworkCards.Change;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * {@code network-cards-compare}: finds the cards of a node that are others than before it was shut down. If there are any,
 * a person confirms what {@link NetworkCardsName} is to do about them.
 */
final class NetworkCardsCompare implements StepKind {
    private final StoragePairs pairs;

    NetworkCardsCompare(StoragePairs pairs) {
        this.pairs = pairs;
    }

    @Override
    public String name() {
        return "network-cards-compare";
    }

    @Override
    public List<Setting> settings() {
        return List.of(Sighted.NODE, Setting.required("as"));
    }

    @Override
    public List<Finding> guard(StepContext context) {
        Sighted sight = new Sighted(pairs, context);
        NodeNetwork network = new NodeNetwork(sight, context);
        NetworkCards now = network.cards(sight.node());
        String claim = "it is plain which network card of " + sight.node() + " has taken which one's place";
        Optional<List<Change>> changes = network.changes(now);
        if (changes.isEmpty()) {
            return List.of(Finding.notMet(
                    claim,
                    "before: " + network.before().inLines().replace("\n", ", ") + "; now: "
                            + now.inLines().replace("\n", ", "),
                    "Give the interfaces their lasting names by hand (systemd.link(5)), boot the node, and resume."));
        }
        String words = changes.get().stream().map(Change::inWords).collect(Collectors.joining("; "));
        context.save(context.requiredSetting("as"), words);
        return List.of(Finding.met(claim, words.isEmpty() ? "no card has changed" : words));
    }

    @Override
    public Outcome act(StepContext context) {
        return context.value(context.requiredSetting("as")).orElse("").isEmpty()
                ? Outcome.acted("No network card has changed.")
                : Outcome.asksPerson();
    }
}
