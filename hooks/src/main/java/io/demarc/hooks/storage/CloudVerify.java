/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.storage;

import io.demarc.hooks.runbook.Finding;
import io.demarc.hooks.runbook.Progress;
import io.demarc.hooks.runbook.StepContext;
import io.demarc.hooks.runbook.StepKind;
import io.demarc.hooks.storage.CloudWitness.CloudView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * {@code cloud-verify}: the cloud finds the storage pool, its hosts and its machines well. As a check under
 * {@code requires} it notes which machines run; as a step it waits until none of them is missing. Where the cloud has no pool on the pair there is nothing to ask.
 */
final class CloudVerify implements StepKind {
    private static final String MACHINES = "cloud-machines";

    private final StoragePairs pairs;
    private final CloudWitness witness;

    CloudVerify(StoragePairs pairs, CloudWitness witness) {
        this.pairs = pairs;
        this.witness = witness;
    }

    @Override
    public String name() {
        return "cloud-verify";
    }

    /** As a check this is what is asked; as a step it may begin at any time, and waits until the cloud has settled. */
    @Override
    public List<Finding> guard(StepContext context) {
        if (!context.stepId().isEmpty()) {
            return List.of();
        }
        Optional<CloudView> view = witness.look(pairs.pair(context.object()));
        if (view.isEmpty()) {
            return List.of(Finding.met("CloudStack is well", "no storage pool is declared for this pair: not asked"));
        }
        context.save(MACHINES, String.join(" ", new TreeSet<>(view.get().runningMachines())));
        return view.get().findings();
    }

    @Override
    public Progress poll(StepContext context) {
        List<Finding> open = verify(context).stream().filter(it -> !it.isMet()).toList();
        return open.isEmpty()
                ? Progress.done()
                : Progress.waiting(open.get(0).claim() + ": " + open.get(0).found());
    }

    @Override
    public List<Finding> verify(StepContext context) {
        return witness.look(pairs.pair(context.object()))
                .map(view -> findings(context, view))
                .orElse(List.of());
    }

    private static List<Finding> findings(StepContext context, CloudView view) {
        List<Finding> findings = new ArrayList<>(view.findings());
        context.value(MACHINES)
                .map(text -> text.isEmpty() ? Set.<String>of() : Set.of(text.split(" ", -1)))
                .ifPresent(before -> findings.add(view.keeps(before)));
        return findings;
    }
}
