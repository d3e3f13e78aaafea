/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin;

import io.demarc.plugin.attachments.Attachments;
import io.demarc.plugin.configuration.DaemonConfig;
import io.demarc.plugin.configuration.DaemonConfig.CloudStackAccess;
import io.demarc.plugin.inventory.Inventories;
import io.demarc.plugin.journal.Actor;
import io.demarc.plugin.journal.Journal;
import io.demarc.plugin.networks.DurableNetworkLife;
import io.demarc.plugin.networks.NetworkDirectory;
import io.demarc.plugin.networks.NetworkFinder;
import io.demarc.plugin.networks.NetworkIdentities;
import io.demarc.plugin.networks.NetworkLife;
import io.demarc.plugin.networks.NetworkTruth;
import io.demarc.plugin.networks.RecordedNetworks;
import io.demarc.plugin.operations.DaemonOperations;
import io.demarc.plugin.operations.Operations;
import io.demarc.plugin.reconcile.Books;
import io.demarc.plugin.reconcile.Reconciler;
import io.demarc.plugin.reconcile.Rounds;
import io.demarc.plugin.reconcile.Surroundings;
import io.demarc.plugin.reconcile.SwitchSessions;
import io.demarc.plugin.store.Leases;
import io.demarc.plugin.store.StateDirectory;
import io.demarc.plugin.store.Store;
import io.demarc.switches.Deadline;
import io.demarc.switches.platform.Platforms;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Store, inventory, wishes and reconciler, wired together: what the daemon puts its sockets in front of. Thread-safe. */
public final class Core implements AutoCloseable {
    /** A session that is in the middle of a change is let finish rather than cut, within reason. */
    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(20);

    private final Books books;
    private final Reconciler reconciler;
    private final Operations operations;
    private final NetworkLife networkLife;
    private final Surroundings surroundings;
    private final List<Rounds> rounds = new ArrayList<>();
    private final List<AutoCloseable> held;

    /** With a store that the caller has opened: tests let it fail. */
    Core(DaemonConfig config, NetworkDirectory directory, Platforms platforms, Surroundings surroundings, Held opened) {
        this.surroundings = surroundings;
        this.held = List.of(opened.store(), opened.directory());
        this.books = new Books(
                opened.store(),
                new Inventories(platforms),
                new Journal(opened.store(), surroundings.clock()),
                new Leases(opened.store(), opened.directory().holder(), surroundings.clock()),
                surroundings.clock());
        SwitchSessions sessions = new SwitchSessions(platforms, config, surroundings.timers());
        this.reconciler = Reconciler.of(books, sessions, config.reconciling(), surroundings);
        RecordedNetworks networks = new RecordedNetworks(books);
        NetworkIdentities identities =
                new NetworkIdentities(books, networks, directory, reconciler, surroundings.timers());
        this.networkLife = new DurableNetworkLife(
                books, networks, identities, reconciler, config.reconciling().attachFailure());
        this.operations = new DaemonOperations(
                books,
                reconciler,
                sessions,
                new DaemonOperations.Sources(
                        new Attachments(books), new NetworkFinder(books, networks, directory), directory, config));
        rounds.add(new Rounds(surroundings.timers(), config.reconciling().resyncInterval(), this::markAll));
        CloudStackAccess cloudStack = config.cloudStack();
        if (cloudStack != null) {
            NetworkTruth truth = new NetworkTruth(books, networks, identities, directory, reconciler);
            rounds.add(new Rounds(surroundings.timers(), cloudStack.pollInterval(), truth::compare));
        }
    }

    /** What is opened first and closed last. */
    record Held(StateDirectory directory, Store store) {}

    /**
     * Opens the state directory (and takes its lock), migrates the store and reads the inventory. Nothing runs yet.
     *
     * @throws io.demarc.problem.ProblemException when another daemon holds the directory, or something in it is unfit
     */
    public static Core open(
            DaemonConfig config, NetworkDirectory directory, Platforms platforms, Surroundings surroundings) {
        StateDirectory state = StateDirectory.hold(config.stateDirectory());
        Store store = null;
        try {
            store = Store.open(state.database());
            Core core = new Core(config, directory, platforms, surroundings, new Held(state, store));
            core.books.wishes();
            return core;
        } catch (RuntimeException e) {
            if (store != null) {
                store.close();
            }
            state.close();
            throw e;
        }
    }

    /** Reconciles every switch now, and begins the resync and the comparison with CloudStack. */
    public void start() {
        markAll();
        rounds.forEach(Rounds::start);
    }

    private void markAll() {
        reconciler.mark(books.wishes().inventory().switches().keySet(), Actor.TIMER);
    }

    public Operations operations() {
        return operations;
    }

    public NetworkLife networkLife() {
        return networkLife;
    }

    /**
     * Stops what runs, waiting for sessions within reason, and closes the store. Whoever handed in threads ends them
     * afterwards.
     */
    @Override
    public void close() {
        rounds.forEach(Rounds::close);
        reconciler.close();
        reconciler.awaitIdle(Deadline.after(LONGEST_CLOSE, surroundings.clock()));
        held.forEach(Core::close);
    }

    private static void close(AutoCloseable thing) {
        try {
            thing.close();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
