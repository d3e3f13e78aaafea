/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.runbooks;

import io.demarc.access.Printable;
import io.demarc.hooks.runbook.Finding;
import io.demarc.hooks.storage.PairCheck;
import io.demarc.hooks.storage.StorageNode;
import io.demarc.hooks.storage.StoragePairs;
import io.demarc.plugin.books.Journal;
import io.demarc.plugin.books.JournalDraft;
import io.demarc.plugin.cloudstack.CloudMaintenance;
import io.demarc.plugin.operations.RunViews.FindingView;
import io.demarc.plugin.operations.RunViews.PlanView;
import io.demarc.plugin.operations.RunViews.RunView;
import io.demarc.plugin.operations.RunbookOperations;
import io.demarc.plugin.words.Actor;
import io.demarc.plugin.words.Inventory;
import io.demarc.plugin.words.ManagedPair;
import io.demarc.problem.ProblemException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
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
    /** Whether it was in maintenance when it was last known, by the thing. */
    private final Map<String, Boolean> known = new HashMap<>();
    /** Those that the cloud does not tell of at present. */
    private final Set<String> silent = new HashSet<>();

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
        for (ManagedPair managed : inventory.get().objects().pairs().values()) {
            String pool = managed.pool();
            if (pool != null) {
                String key = "storage pool " + pool;
                seen.add(key);
                compare(key, managed, () -> cloud.ofPool(pool), isNew -> ofPool(managed));
            }
            managed.hosts().forEach((node, host) -> {
                String key = "host " + host;
                seen.add(key);
                compare(
                        key,
                        managed,
                        () -> cloud.ofHost(host),
                        isNew -> ofHost(managed, managed.pair().node(node), isNew));
            });
        }
        known.keySet().retainAll(seen);
        silent.retainAll(seen);
    }

    /** @param advising is told whether the maintenance has begun since the last look, rather than before the first one */
    private void compare(
            String what, ManagedPair managed, Supplier<Optional<String>> asking, Function<Boolean, String> advising) {
        Optional<String> state;
        try {
            state = asking.get();
        } catch (ProblemException e) {
            if (silent.add(what)) {
                say("CloudStack does not tell whether " + what + " is in maintenance: " + e.getMessage());
            }
            return;
        }
        silent.remove(what);
        // Preparing and prepared are one occasion.
        Boolean before = known.put(what, state.isPresent());
        String subject = "CloudStack's " + what + " on storage pair " + managed.name();
        boolean wasInMaintenance = Boolean.TRUE.equals(before);
        if (state.isPresent() && !wasInMaintenance) {
            say(subject + " is in " + state.get() + ". " + advice(advising, before != null));
        } else if (state.isEmpty() && wasInMaintenance) {
            say(subject + " is out of maintenance.");
        }
    }

    private static String advice(Function<Boolean, String> advising, boolean isNew) {
        try {
            return advising.apply(isNew);
        } catch (ProblemException e) {
            return "What is safe could not be found out: " + e.getMessage();
        }
    }

    private void say(String message) {
        journal.append(JournalDraft.of("maintenance", CLOUD, Printable.of(message)));
    }

    /** Nothing is started for a maintenance that this daemon did not see begin: the run may be over already. */
    private String ofHost(ManagedPair managed, StorageNode node, boolean isNew) {
        String runbook = managed.maintenance().runbook();
        String parameter = runbook.equals("replace-nodes") ? "first" : "node";
        Map<String, String> parameters = Map.of(parameter, node.name());
        String command =
                "'demarc runbook start " + runbook + " " + managed.name() + " -p " + parameter + "=" + node + "'";
        PlanView plan = runbooks.plan(runbook, managed.name(), parameters, CLOUD);
        if (!plan.clear()) {
            return node + " must NOT be taken out now: " + open(plan);
        }
        if (!managed.maintenance().isStarting() || !isNew) {
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
