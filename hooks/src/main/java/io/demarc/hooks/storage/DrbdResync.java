/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.storage;

import io.demarc.hooks.drbd.DrbdResource;
import io.demarc.hooks.drbd.GenerationIdentifiers;
import io.demarc.hooks.drbd.GenerationIdentifiers.Relation;
import io.demarc.hooks.node.CommandResult;
import io.demarc.hooks.runbook.Finding;
import io.demarc.hooks.runbook.Outcome;
import io.demarc.hooks.runbook.Progress;
import io.demarc.hooks.runbook.StepContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * {@code drbd-resync}: connects a node's resources to the primary's and waits until the data are up to date on both. Before
 * they connect, the generation identifiers have to show that the node would be the one that is overwritten.
 */
final class DrbdResync extends PairStep {
    private static final double KIB_PER_MIB = 1024;

    DrbdResync(StoragePairs pairs) {
        super(pairs);
    }

    @Override
    public String name() {
        return "drbd-resync";
    }

    @Override
    public List<Finding> guard(StepContext context) {
        Sighted sight = sight(context);
        PairView view = view(sight);
        List<Finding> findings = new ArrayList<>(PairGuards.serves(view, sight.peer()));
        Optional<NodeView> node = view.of(sight.node());
        if (node.isEmpty()) {
            findings.add(Finding.notMet(
                    sight.node() + " can be looked at", view.whyAway(sight.node()), "Look at the node's console."));
            return findings;
        }
        findings.add(seesPeer(sight));
        view.of(sight.peer()).stream()
                .flatMap(it -> it.resources().stream())
                .forEach(resource -> findings.add(mayConnect(sight, node.get(), resource.name())));
        return findings;
    }

    private static Finding seesPeer(Sighted sight) {
        String address = sight.peer().replicationAddress();
        String claim = sight.node() + " sees " + sight.peer() + " (" + address + ") over the replication network";
        CommandResult ping = sight.look(
                sight.node(), "ping", "-c", "1", "-W", "3", "-I", sight.node().replicationInterface(), address);
        return ping.exit() == 0
                ? Finding.met(claim, "it answers")
                : Finding.notMet(
                        claim,
                        (ping.stderr() + ping.stdout()).strip().replaceAll("\\s+", " "),
                        "Plug the replication link of " + sight.node() + " in; its interface is "
                                + sight.node().replicationInterface() + ".");
    }

    private static Finding mayConnect(Sighted sight, NodeView node, String resource) {
        String claim = sight.node() + "'s data of " + resource + " are the same as " + sight.peer() + "'s or older";
        boolean isConnected = node.resources().stream().anyMatch(it -> it.name().equals(resource) && it.isConnected());
        if (isConnected) {
            return Finding.met(claim, "they are connected");
        }
        GenerationIdentifiers mine = identifiers(sight, sight.node(), resource);
        GenerationIdentifiers peers = identifiers(sight, sight.peer(), resource);
        Relation relation = GenerationIdentifiers.compare(peers, mine);
        return switch (relation) {
            case EQUAL -> Finding.met(claim, "they are of one generation");
            case FIRST_IS_NEWER -> Finding.met(claim, "they are older");
            case SECOND_IS_NEWER ->
                Finding.notMet(
                        claim,
                        "they are newer",
                        "Stop: connected, " + sight.peer() + " would be overwritten. Find out who wrote to "
                                + sight.node() + ".");
            case SPLIT_BRAIN ->
                Finding.notMet(
                        claim,
                        "both have changed since they last saw each other",
                        "Stop: this is a split brain. 'demarc runbook show resolve-split-brain'.");
            case UNRELATED ->
                Finding.notMet(
                        claim,
                        "they never were the same",
                        "If the disks of " + sight.node() + " were exchanged: 'demarc runbook show rebuild-node'.");
        };
    }

    static GenerationIdentifiers identifiers(Sighted sight, StorageNode node, String resource) {
        return GenerationIdentifiers.read(
                sight.look(node, "drbdadm", "get-gi", resource).stdout());
    }

    @Override
    public Outcome act(StepContext context) {
        Sighted sight = sight(context);
        for (DrbdResource resource : view(sight).of(sight.peer()).orElseThrow().resources()) {
            sight.change(sight.node(), "drbdadm", "adjust", resource.name());
        }
        return Outcome.acted("");
    }

    @Override
    public Progress poll(StepContext context) {
        Sighted sight = sight(context);
        PairView view = view(sight);
        if (verify(view, sight).stream().allMatch(Finding::isMet)) {
            return Progress.done();
        }
        Optional<NodeView> source = view.of(sight.peer());
        if (source.isEmpty()) {
            return Progress.waiting(view.whyAway(sight.peer()));
        }
        boolean isCopying = source.get().resources().stream().anyMatch(DrbdResource::isResyncing);
        return isCopying
                ? copying(context, source.get().outOfSyncKib())
                : Progress.waiting(source.get().resourcesInWords());
    }

    /** Measured from the first look at the copying, so that a slow start or a pause shows. */
    private static Progress copying(StepContext context, long leftKib) {
        String key = context.stepId() + "-began-with";
        String[] began = context.value(key).orElse("").split(" ", -1);
        long now = context.clock().millis();
        if (began.length != 2 || Long.parseLong(began[0]) < leftKib) {
            context.save(key, leftKib + " " + now);
            return Progress.of(0, inMib(leftKib), "", null);
        }
        long whole = Long.parseLong(began[0]);
        double seconds = Math.max(0.001, (now - Long.parseLong(began[1])) / 1000.0);
        double kibPerSecond = (whole - leftKib) / seconds;
        Duration left = kibPerSecond < 1 ? null : Duration.ofSeconds((long) Math.ceil(leftKib / kibPerSecond));
        return Progress.of(
                whole == 0 ? 100 : 100.0 * (whole - leftKib) / whole,
                inMib(leftKib),
                String.format(Locale.ROOT, "%.1f MiB/s", kibPerSecond / KIB_PER_MIB),
                left);
    }

    private static String inMib(long kib) {
        return String.format(Locale.ROOT, "%.1f MiB", kib / KIB_PER_MIB);
    }

    @Override
    public List<Finding> verify(StepContext context) {
        Sighted sight = sight(context);
        return verify(view(sight), sight);
    }

    private static List<Finding> verify(PairView view, Sighted sight) {
        List<Finding> findings = new ArrayList<>(PairGuards.serves(view, sight.peer()));
        findings.addAll(PairGuards.redundantOnBoth(view));
        return findings;
    }
}
