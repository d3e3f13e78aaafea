/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin;

import io.demarc.access.Deadline;
import io.demarc.hooks.runbook.RunDriver;
import io.demarc.hooks.runbook.Runs;
import io.demarc.plugin.books.Books;
import io.demarc.plugin.books.Inventories;
import io.demarc.plugin.books.Journal;
import io.demarc.plugin.books.JournalDraft;
import io.demarc.plugin.books.Leases;
import io.demarc.plugin.books.StateDirectory;
import io.demarc.plugin.books.Store;
import io.demarc.plugin.books.StoreDoubt;
import io.demarc.plugin.configuration.DaemonConfig;
import io.demarc.plugin.configuration.DaemonConfig.CloudStackAccess;
import io.demarc.plugin.networks.DurableNetworkLife;
import io.demarc.plugin.networks.NetworkCalls;
import io.demarc.plugin.networks.NetworkDirectory;
import io.demarc.plugin.networks.NetworkFinder;
import io.demarc.plugin.networks.NetworkIdentities;
import io.demarc.plugin.networks.NetworkLife;
import io.demarc.plugin.networks.NetworkTruth;
import io.demarc.plugin.networks.RecordedNetworks;
import io.demarc.plugin.operations.AdoptionUpgrade;
import io.demarc.plugin.operations.AlertWatch;
import io.demarc.plugin.operations.Attachments;
import io.demarc.plugin.operations.CloudSide;
import io.demarc.plugin.operations.DaemonOperations;
import io.demarc.plugin.operations.Operations;
import io.demarc.plugin.operations.ReplicaVisits;
import io.demarc.plugin.operations.TaggedDevices;
import io.demarc.plugin.operations.Trigger;
import io.demarc.plugin.reconcile.Reconciler;
import io.demarc.plugin.reconcile.Rounds;
import io.demarc.plugin.reconcile.Surroundings;
import io.demarc.plugin.reconcile.SwitchSessions;
import io.demarc.plugin.reconcile.Timers;
import io.demarc.plugin.runbooks.CheckSchedule;
import io.demarc.plugin.runbooks.DaemonRunbooks;
import io.demarc.plugin.runbooks.MaintenanceWatch;
import io.demarc.plugin.runbooks.RunbookCatalogue;
import io.demarc.plugin.runbooks.SqlRunStore;
import io.demarc.plugin.words.Actor;
import io.demarc.switches.catalogue.Platforms;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Store, inventory, wishes and reconciler, wired together: what the daemon puts its sockets in front of. Thread-safe. */
public final class Core implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Core.class);
    /** A session that is in the middle of a change is let finish rather than cut, within reason. */
    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(20);

    private static final Duration BETWEEN_FORGETTING = Duration.ofHours(1);
    private static final Duration BETWEEN_LOOKS_AT_CHECKS = Duration.ofMinutes(1);
    private static final Duration BETWEEN_LOOKS_FOR_ALERTS = Duration.ofMinutes(1);

    private final Books books;
    private final Reconciler reconciler;
    private final Operations operations;
    private final NetworkLife networkLife;
    private final Surroundings surroundings;
    private final RunDriver runDriver;
    private final List<Rounds> rounds = new ArrayList<>();
    private final List<Trigger> triggers = new ArrayList<>();
    private Runnable afterStart = () -> {};
    private final List<AutoCloseable> held;

    /** With a store that the caller has opened: tests let it fail. */
    Core(DaemonConfig config, Outside outside, Surroundings surroundings, Held opened) {
        NetworkDirectory directory = outside.directory();
        this.surroundings = surroundings;
        this.held = List.of(opened.store(), opened.directory());
        this.books = new Books(
                opened.store(),
                new Inventories(outside.platforms()),
                new Journal(opened.store(), surroundings.clock()),
                new Leases(opened.store(), opened.directory().holder(), surroundings.clock()),
                surroundings.clock(),
                config.manage());
        AdoptionUpgrade.run(books);
        SwitchSessions sessions = new SwitchSessions(outside.platforms(), config, surroundings.timers());
        this.reconciler = Reconciler.of(books, sessions, config.reconciling(), surroundings);
        RecordedNetworks networks = new RecordedNetworks(books);
        NetworkIdentities identities =
                new NetworkIdentities(books, networks, directory, reconciler, surroundings.timers());
        NetworkCalls calls = new NetworkCalls();
        this.networkLife = new DurableNetworkLife(
                books,
                networks,
                identities,
                reconciler,
                calls,
                config.reconciling().attachFailure());
        NetworkTruth truth = new NetworkTruth(books, networks, identities, directory, reconciler, calls);
        RunbookCatalogue catalogue = outside.runbooks().apply(books);
        Runs runs = new Runs(
                catalogue.runbooks(),
                new SqlRunStore(opened.store()),
                surroundings.clock(),
                opened.directory().holder());
        this.runDriver = new RunDriver(runs, surroundings.clock(), this::later);
        DaemonRunbooks runbooks = new DaemonRunbooks(runs, runDriver, books.journal(), catalogue.pairs()::pair);
        Attachments attachments = new Attachments(books);
        TaggedDevices tagged = new TaggedDevices(books, attachments, directory, reconciler);
        this.operations = new DaemonOperations(
                books,
                reconciler,
                sessions,
                new DaemonOperations.Sources(
                        attachments,
                        tagged,
                        new NetworkFinder(books, networks, directory),
                        directory,
                        truth,
                        outside.cloud(),
                        config,
                        runbooks,
                        catalogue.pairs(),
                        new ReplicaVisits(books, catalogue.replication(), runs),
                        triggers));
        CheckSchedule checks = new CheckSchedule(books, runbooks, runs);
        rounds.add(new Rounds(surroundings, BETWEEN_LOOKS_AT_CHECKS, checks::look));
        rounds.add(new Rounds(surroundings, config.reconciling().resyncInterval(), this::markAll));
        rounds.add(new Rounds(
                surroundings, BETWEEN_FORGETTING, () -> books.journal().forgetTranscripts(config.keepTranscripts())));
        CloudStackAccess cloudStack = config.cloudStack();
        if (cloudStack != null) {
            Runnable comparison = cloudStack.attachByTag()
                    ? () -> {
                        tagged.follow();
                        truth.compare();
                    }
                    : truth::compare;
            Rounds comparisons = new Rounds(surroundings, cloudStack.pollInterval(), comparison);
            rounds.add(comparisons);
            triggers.addAll(outside.triggers().apply(comparisons::nudge));
            afterStart = comparisons::nudge;
            MaintenanceWatch maintenance = new MaintenanceWatch(
                    () -> books.store().read(books.inventories()::current),
                    catalogue.pairs(),
                    catalogue.cloud(),
                    runbooks,
                    books.journal());
            rounds.add(new Rounds(surroundings, cloudStack.pollInterval(), maintenance::look));
            if (cloudStack.alerts()) {
                AlertWatch alerts = new AlertWatch(books, reconciler, outside.cloud());
                rounds.add(new Rounds(surroundings, BETWEEN_LOOKS_FOR_ALERTS, alerts::look));
            }
        }
    }

    private void later(Duration delay, Runnable task) {
        Timers timers = surroundings.timers();
        timers.after(delay, () -> {
            task.run();
            timers.wake();
        });
    }

    /**
     * Who is asked about networks, how switches are spoken to, which procedures there are, and the rest of CloudStack.
     *
     * @param runbooks made from the inventory, among others
     * @param triggers made with what they are to run when networks may have changed
     */
    public record Outside(
            NetworkDirectory directory,
            Platforms platforms,
            Function<Books, RunbookCatalogue> runbooks,
            CloudSide cloud,
            Function<Runnable, List<Trigger>> triggers) {}

    /** What is opened first and closed last. */
    record Held(StateDirectory directory, Store store) {}

    /**
     * Opens the state directory (and takes its lock), migrates the store and reads the inventory. Nothing runs yet.
     *
     * @throws io.demarc.problem.ProblemException when another daemon holds the directory, or something in it is unfit
     */
    public static Core open(DaemonConfig config, Outside outside, Surroundings surroundings) {
        StateDirectory state = StateDirectory.hold(config.stateDirectory());
        Store store = null;
        try {
            store = Store.open(state);
            Core core = new Core(config, outside, surroundings, new Held(state, store));
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

    /** Reconciles every switch now, goes on with runs, and begins the resync and the comparison with CloudStack. */
    public void start() {
        books.store().doubt().ifPresent(this::tell);
        markAll();
        rounds.forEach(Rounds::start);
        triggers.forEach(Trigger::start);
        // Networks of which no call comes may have lost their VLANs while nobody looked.
        afterStart.run();
        runDriver.start();
    }

    private void tell(StoreDoubt doubt) {
        String message = doubt.inWords();
        LOG.error(message);
        books.journal().append(JournalDraft.of("store-in-doubt", Actor.TIMER, message));
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
        triggers.forEach(Trigger::close);
        rounds.forEach(Rounds::close);
        reconciler.close();
        runDriver.close();
        Deadline deadline = Deadline.after(LONGEST_CLOSE, surroundings.clock());
        reconciler.awaitIdle(deadline);
        surroundings.timers().await(runDriver::isIdle, deadline);
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
