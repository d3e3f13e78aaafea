/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.storage;

import io.demarc.hooks.addresses.Announcer;
import io.demarc.hooks.runbook.Finding;
import io.demarc.hooks.runbook.Outcome;
import io.demarc.hooks.runbook.Setting;
import io.demarc.hooks.runbook.StepContext;
import io.demarc.hooks.runbook.StepKind;
import java.util.List;
import java.util.stream.Collectors;

/**
 * {@code announce-addresses}: the node that has the service's addresses tells its neighbours. The cluster manager has
 * usually done so; neighbours that missed it would talk to the old node until they ask again. A node without the tools
 * stops nothing: what could not be sent is in the evidence.
 */
final class AnnounceAddresses implements StepKind {
    private final StoragePairs pairs;
    private final Announcer announcer = new Announcer();

    AnnounceAddresses(StoragePairs pairs) {
        this.pairs = pairs;
    }

    @Override
    public String name() {
        return "announce-addresses";
    }

    @Override
    public List<Setting> settings() {
        return List.of(Sighted.NODE);
    }

    @Override
    public Outcome act(StepContext context) {
        Sighted sight = new Sighted(pairs, context);
        List<Finding> sent = sight.pair().addresses().stream()
                .map(address -> announcer.announce(sight.on(sight.node()), address))
                .toList();
        return Outcome.acted(
                sent.isEmpty()
                        ? "The pair has no service addresses."
                        : sent.stream().map(Finding::inWords).collect(Collectors.joining("\n")));
    }
}
