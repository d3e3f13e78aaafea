/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.runbooks;

import io.demarc.hooks.runbook.Finding;
import io.demarc.hooks.storage.PairCheck;
import io.demarc.hooks.storage.StorageNode;
import io.demarc.hooks.storage.StoragePairs;
import io.demarc.plugin.inventory.Inventory;
import io.demarc.plugin.inventory.ManagedPair;
import io.demarc.plugin.journal.Actor;
import io.demarc.plugin.journal.Journal;
import io.demarc.plugin.journal.JournalDraft;
import io.demarc.plugin.runbooks.RunViews.FindingView;
import io.demarc.plugin.runbooks.RunViews.PlanView;
import io.demarc.plugin.runbooks.RunViews.RunView;
import io.demarc.problem.ProblemException;
import io.demarc.switches.Printable;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * When the cloud puts a host or a storage pool into maintenance that sits on a storage pair, asks the guards of the pair's
 * runbook and writes into the journal what may be done now. Starts the runbook only where the inventory says so. Asks for the
 * state again and again rather than waiting to be told: an event may be lost. One caller at a time.
 */
public final class MaintenanceWatch {
    private static final Actor CLOUD = new Actor(Actor.Kind.CLOUDSTACK, "maintenance");

    private final Supplier<Inventory> inventory;
    private final StoragePairs pairs;
    private final CloudMaintenance cloud;
    private final RunbookOperations runbooks;
    private final Journal journal;
    /** What was told, by the thing that it was told of. */
    private final Map<String, String> told = new HashMap<>();

    public MaintenanceWatch(
            Supplier<Inventory> inventory,
            StoragePairs pairs,
            CloudMaintenance cloud,
            RunbookOperations runbooks,
            Journal journal) {
        this.inventory = inventory;
        this.pairs = pairs;
        this.cloud = cloud;
        this.runbooks = runbooks;
        this.journal = journal;
    }

    /** Looks once at everything that a pair is declared to carry. */
    public void look() {
        Set<String> seen = new HashSet<>();
        for (ManagedPair managed : inventory.get().pairs().values()) {
            String pool = managed.pool();
            if (pool != null) {
                String key = "storage pool " + pool;
                seen.add(key);
                compare(key, managed, () -> cloud.ofPool(pool), () -> ofPool(managed));
            }
            managed.hosts().forEach((node, host) -> {
                String key = "host " + host;
                seen.add(key);
                compare(
                        key,
                        managed,
                        () -> cloud.ofHost(host),
                        () -> ofHost(managed, managed.pair().node(node)));
            });
        }
        told.keySet().retainAll(seen);
    }

    private void compare(
            String what, ManagedPair managed, Supplier<Optional<String>> asking, Supplier<String> advising) {
        Optional<String> state;
        try {
            state = asking.get();
        } catch (ProblemException e) {
            say(what, "unknown", "CloudStack does not tell whether " + what + " is in maintenance: " + e.getMessage());
            return;
        }
        String subject = "CloudStack's " + what + " on storage pair " + managed.name();
        if (state.isPresent()) {
            // Preparing and prepared are one occasion.
            if (!"maintenance".equals(told.get(what))) {
                say(what, "maintenance", subject + " is in " + state.get() + ". " + advice(advising));
            }
        } else if ("maintenance".equals(told.get(what))) {
            say(what, "none", subject + " is out of maintenance.");
        } else {
            told.put(what, "none");
        }
    }

    private static String advice(Supplier<String> advising) {
        try {
            return advising.get();
        } catch (ProblemException e) {
            return "What is safe could not be found out: " + e.getMessage();
        }
    }

    private void say(String what, String state, String message) {
        if (!state.equals(told.put(what, state))) {
            journal.append(JournalDraft.of("maintenance", CLOUD, Printable.of(message)));
        }
    }

    private String ofHost(ManagedPair managed, StorageNode node) {
        String runbook = managed.maintenance().runbook();
        Map<String, String> parameters = Map.of(runbook.equals("replace-nodes") ? "first" : "node", node.name());
        String command = "'demarc runbook start " + runbook + " " + managed.name() + " -p "
                + parameters.keySet().iterator().next() + "=" + node + "'";
        PlanView plan = runbooks.plan(runbook, managed.name(), parameters, CLOUD);
        if (!plan.clear()) {
            return node + " must NOT be taken out now: " + open(plan);
        }
        if (!managed.maintenance().isStarting()) {
            return node + " may be taken out now: " + command + ".";
        }
        RunView run = runbooks.start(runbook, managed.name(), parameters, CLOUD);
        return "Started " + runbook + " as the inventory says: 'demarc runbook status " + run.id() + "'.";
    }

    private static String open(PlanView plan) {
        return Stream.concat(
                        plan.requirements().stream(), plan.steps().stream().flatMap(step -> step.findings().stream()))
                .filter(it -> !it.met())
                .map(MaintenanceWatch::inWords)
                .distinct()
                .collect(Collectors.joining("; "));
    }

    private static String inWords(FindingView it) {
        return "not met: " + it.claim() + " (found: " + it.found() + ")";
    }

    /** While the pool is in maintenance no machine runs from it, and the runbooks, which want it Up, would refuse. */
    private String ofPool(ManagedPair managed) {
        List<Finding> open = PairCheck.look(pairs, managed.pair()).stream()
                .filter(it -> !it.isMet())
                .toList();
        String hint =
                " To work on one node, the pool's maintenance is not needed: the service goes on, and the runbooks"
                        + " want the pool Up.";
        return open.isEmpty()
                ? "Both nodes are well." + hint
                : "The pair is NOT well: " + open.stream().map(Finding::inWords).collect(Collectors.joining("; ")) + "."
                        + hint;
    }
}
