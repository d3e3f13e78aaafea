/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.storage;

import io.demarc.hooks.drbd.DrbdResource;
import io.demarc.hooks.runbook.Finding;
import io.demarc.hooks.runbook.Outcome;
import io.demarc.hooks.runbook.Progress;
import io.demarc.hooks.runbook.Setting;
import io.demarc.hooks.runbook.StepContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * {@code drbd-verify}: lets DRBD compare both sides of every resource, block by block, while the service goes on (DRBD user's
 * guide, "Using online device verification"). That it has run to its end is what the kernel says, since the state alone can't
 * tell an end from a beginning that was missed.
 */
final class DataVerify extends PairStep {
    private static final String SAID =
            "dmesg 2>/dev/null | grep -E \"drbd$1: Online [Vv]erify +(done|reached end|found)\" | tail -n 1";

    DataVerify(StoragePairs pairs) {
        super(pairs);
    }

    @Override
    public String name() {
        return "drbd-verify";
    }

    @Override
    public List<Setting> settings() {
        return List.of();
    }

    @Override
    public List<Finding> guard(StepContext context) {
        Sighted sight = sight(context);
        PairView view = view(sight);
        List<Finding> findings = new ArrayList<>(PairGuards.redundantOnBoth(view));
        for (NodeView primary : view.primary().stream().toList()) {
            primary.resources().forEach(resource -> findings.add(hasAlgorithm(sight, primary, resource)));
        }
        findings.add(PairGuards.hasPrimary(view));
        // Of both: the service may move while they are compared.
        view.all().forEach(node -> remember(context, sight, node));
        return findings;
    }

    private static void remember(StepContext context, Sighted sight, NodeView node) {
        for (DrbdResource resource : node.resources()) {
            for (DrbdResource.Volume volume : resource.volumes()) {
                String key = key(context, node, resource, volume);
                if (context.value(key).isEmpty()) {
                    context.save(key, said(sight, node, volume.minor()));
                }
            }
        }
    }

    private static Finding hasAlgorithm(Sighted sight, NodeView primary, DrbdResource resource) {
        String claim = resource.name() + " has a verify-alg";
        String shown =
                sight.look(primary.node(), "drbdsetup", "show", resource.name()).stdout();
        return shown.contains("verify-alg")
                ? Finding.met(claim, "it has")
                : Finding.notMet(
                        claim,
                        "none is configured",
                        "Put 'verify-alg sha1;' into the net section of " + resource.name()
                                + " on both nodes, and 'drbdadm adjust " + resource.name() + "'.");
    }

    private static String key(StepContext context, NodeView node, DrbdResource resource, DrbdResource.Volume volume) {
        return context.stepId() + "-" + node.node() + "-" + resource.name() + "-" + volume.number();
    }

    private static String said(Sighted sight, NodeView node, int minor) {
        return sight.look(node.node(), "sh", "-c", SAID, "said", String.valueOf(minor))
                .stdout()
                .strip();
    }

    @Override
    public Outcome act(StepContext context) {
        Sighted sight = sight(context);
        for (NodeView primary : view(sight).primary().stream().toList()) {
            for (DrbdResource resource : primary.resources()) {
                if (!resource.isVerifying()) {
                    sight.change(primary.node(), "drbdadm", "verify", resource.name());
                }
            }
        }
        return Outcome.acted("");
    }

    @Override
    public Progress poll(StepContext context) {
        Sighted sight = sight(context);
        PairView view = view(sight);
        List<DrbdResource> running = view.all().stream()
                .flatMap(it -> it.resources().stream())
                .filter(DrbdResource::isVerifying)
                .toList();
        if (running.isEmpty()) {
            return super.poll(context);
        }
        OptionalDouble done = running.stream()
                .flatMapToDouble(it -> it.donePercent().stream())
                .min();
        String found = String.format(
                Locale.ROOT,
                "%d KiB differ so far",
                running.stream().mapToLong(DrbdResource::outOfSyncKib).max().orElse(0));
        return done.isPresent() ? Progress.of(done.getAsDouble(), found, "", null) : Progress.waiting(found);
    }

    @Override
    public List<Finding> verify(StepContext context) {
        Sighted sight = sight(context);
        PairView view = view(sight);
        List<Finding> findings = new ArrayList<>(PairGuards.redundantOnBoth(view));
        findings.add(PairGuards.hasPrimary(view));
        for (NodeView primary : view.primary().stream().toList()) {
            for (DrbdResource resource : primary.resources()) {
                resource.volumes().forEach(volume -> findings.add(hasEnded(context, sight, primary, resource, volume)));
            }
        }
        return findings;
    }

    private static Finding hasEnded(
            StepContext context, Sighted sight, NodeView primary, DrbdResource resource, DrbdResource.Volume volume) {
        String claim = "both sides of " + resource.name() + " volume " + volume.number() + " have been compared";
        String said = said(sight, primary, volume.minor());
        String before = context.value(key(context, primary, resource, volume)).orElse("");
        if (resource.isVerifying()) {
            return Finding.notMet(claim, "it is going on", "");
        }
        return said.isEmpty() || said.equals(before)
                ? Finding.notMet(claim, "the kernel of " + primary.node() + " does not say so", "Look at its dmesg.")
                : Finding.met(claim, said);
    }
}
