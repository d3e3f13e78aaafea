/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.storage;

import io.demarc.hooks.drbd.DrbdResource;
import io.demarc.hooks.drbd.GenerationIdentifiers;
import io.demarc.hooks.drbd.GenerationIdentifiers.Relation;
import io.demarc.hooks.runbook.Finding;
import io.demarc.hooks.runbook.Outcome;
import io.demarc.hooks.runbook.Setting;
import io.demarc.hooks.runbook.StepContext;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * {@code split-brain-look}: shows a person what each side has. Runs only where there is a split brain: both nodes answer,
 * and the data of one resource at least have changed on both since they last were the same.
 */
final class SplitBrainLook extends PairStep {
    SplitBrainLook(StoragePairs pairs) {
        super(pairs);
    }

    @Override
    public String name() {
        return "split-brain-look";
    }

    @Override
    public List<Setting> settings() {
        return List.of();
    }

    @Override
    public List<Finding> guard(StepContext context) {
        Sighted sight = sight(context);
        PairView view = view(sight);
        List<Finding> findings = new ArrayList<>();
        for (StorageNode node : sight.pair().nodes()) {
            if (view.of(node).isEmpty()) {
                findings.add(Finding.notMet(node + " can be looked at", view.whyAway(node), "Bring it back first."));
            }
        }
        if (findings.isEmpty()) {
            List<String> diverged = diverged(sight, view);
            String claim = "there is a split brain to settle";
            findings.add(
                    diverged.isEmpty()
                            ? Finding.notMet(
                                    claim, "no resource's data have changed on both sides", "There is nothing to do.")
                            : Finding.met(claim, "the data of " + String.join(", ", diverged) + " have"));
            context.save("diverged", String.join(" ", diverged));
            for (StorageNode node : sight.pair().nodes()) {
                context.save(
                        "side-" + (node.equals(sight.pair().one()) ? "one" : "other"),
                        side(sight, view, node, diverged));
            }
        }
        return findings;
    }

    /** Names of the resources whose data have changed on both sides. */
    static List<String> diverged(Sighted sight, PairView view) {
        TreeSet<String> names = new TreeSet<>(sight.pair().resources());
        view.all()
                .forEach(node -> node.resources().stream()
                        .filter(it -> !it.isConnected())
                        .map(DrbdResource::name)
                        .forEach(names::add));
        return names.stream()
                .filter(name -> view.all().stream()
                        .flatMap(node -> node.resources().stream())
                        .anyMatch(it -> it.name().equals(name) && !it.isConnected()))
                .filter(name -> relation(sight, name) == Relation.SPLIT_BRAIN)
                .toList();
    }

    private static Relation relation(Sighted sight, String resource) {
        GenerationIdentifiers one = DrbdResync.identifiers(sight, sight.pair().one(), resource);
        GenerationIdentifiers other = DrbdResync.identifiers(sight, sight.pair().other(), resource);
        return GenerationIdentifiers.compare(one, other);
    }

    private static String side(Sighted sight, PairView view, StorageNode node, List<String> diverged) {
        return view.of(node).map(it -> side(sight, it, diverged)).orElse("");
    }

    private static String side(Sighted sight, NodeView it, List<String> diverged) {
        TreeSet<String> parts = new TreeSet<>(it.serviceParts(sight.pair()));
        parts.addAll(it.drbdMounts());
        List<String> told = new ArrayList<>();
        told.add(it.resourcesInWords());
        told.add(parts.isEmpty() ? "gives no service" : "has " + String.join(", ", parts));
        told.add("differs in " + it.outOfSyncKib() + " KiB that it knows of");
        for (String resource : diverged) {
            told.add("generation of " + resource + " "
                    + DrbdResync.identifiers(sight, it.node(), resource).inWords());
            told.addAll(LastWrites.of(sight, it.node(), resource));
        }
        return it.node() + ": " + String.join("; ", told);
    }

    @Override
    public Outcome act(StepContext context) {
        context.value("side-one").ifPresent(context::note);
        context.value("side-other").ifPresent(context::note);
        return Outcome.asksPerson();
    }
}
