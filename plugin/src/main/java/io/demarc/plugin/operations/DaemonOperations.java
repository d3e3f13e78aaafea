/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.operations;

import io.demarc.access.Deadline;
import io.demarc.access.Printable;
import io.demarc.hooks.storage.StoragePairs;
import io.demarc.plugin.books.Books;
import io.demarc.plugin.books.JournalDraft;
import io.demarc.plugin.books.Wishes;
import io.demarc.plugin.configuration.DaemonConfig;
import io.demarc.plugin.networks.NetworkDirectory;
import io.demarc.plugin.networks.NetworkFinder;
import io.demarc.plugin.networks.NetworkFinder.Found;
import io.demarc.plugin.networks.NetworkTruth;
import io.demarc.plugin.operations.Attachments.Wish;
import io.demarc.plugin.operations.Views.DatabaseView;
import io.demarc.plugin.operations.Views.DeviceView;
import io.demarc.plugin.operations.Views.Finding;
import io.demarc.plugin.operations.Views.NetworkView;
import io.demarc.plugin.operations.Views.Outcome;
import io.demarc.plugin.operations.Views.PairView;
import io.demarc.plugin.operations.Views.PlannedChange;
import io.demarc.plugin.operations.Views.PortView;
import io.demarc.plugin.operations.Views.ServerView;
import io.demarc.plugin.operations.Views.SwitchView;
import io.demarc.plugin.reconcile.DryRuns;
import io.demarc.plugin.reconcile.Reconciler;
import io.demarc.plugin.reconcile.SwitchSessions;
import io.demarc.plugin.words.Actor;
import io.demarc.plugin.words.Attachment;
import io.demarc.plugin.words.DeviceName;
import io.demarc.plugin.words.Entrance;
import io.demarc.plugin.words.JournalEntry;
import io.demarc.plugin.words.ManagedSwitch;
import io.demarc.plugin.words.NetworkIdentity;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import io.demarc.switches.SwitchName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@link Operations} over the store and the reconciler: validates, writes down, waits, and tells what is now. Thread-safe. */
public final class DaemonOperations implements Operations {
    private static final int MOST_ENTRIES = 1_000;
    /** Characters. */
    private static final int LONGEST_NOTE = 2_000;

    private final Books books;
    private final Reconciler reconciler;
    private final Attachments attachments;
    private final NetworkFinder finder;
    private final NetworkTruth truth;
    private final Doctor doctor;
    private final HostKeyTrust hostKeys;
    private final Overview overview;
    private final SwitchVisits visits;
    private final Convergence convergence;
    private final SwitchPlans plans;
    private final RunbookOperations runbooks;
    private final PairVisits pairs;
    private final ReplicaVisits replicas;
    private final StoreOperations store;
    private final AdoptionOperations adoptions;
    private final RetirementOperations retirements;
    private final PlanOperations written;
    private final InventoryOperations inventory;

    /** Where wishes go, and where names and conditions come from. */
    public record Sources(
            Attachments attachments,
            TaggedDevices tagged,
            NetworkFinder finder,
            NetworkDirectory directory,
            NetworkTruth truth,
            CloudSide cloud,
            DaemonConfig config,
            RunbookOperations runbooks,
            StoragePairs pairs,
            ReplicaVisits replicas,
            List<Trigger> triggers) {}

    public DaemonOperations(Books books, Reconciler reconciler, SwitchSessions sessions, Sources sources) {
        this.books = books;
        this.reconciler = reconciler;
        this.attachments = sources.attachments();
        this.finder = sources.finder();
        this.truth = sources.truth();
        this.doctor = new Doctor(books, sources, reconciler, sessions);
        this.hostKeys = new HostKeyTrust(books, sources.config().knownHosts());
        this.overview = new Overview(books, reconciler, sources.truth(), sessions);
        this.convergence = new Convergence(books, reconciler);
        DryRuns dryRuns = new DryRuns(books, sessions, sources.config().reconciling());
        this.plans = new SwitchPlans(dryRuns);
        this.visits = new SwitchVisits(books, reconciler, sessions);
        this.adoptions = new Adoptions(books, reconciler, sessions, dryRuns, convergence);
        this.retirements = new Retirements(books, reconciler, sessions);
        this.written = new DaemonPlans(books, reconciler, dryRuns, convergence);
        this.runbooks = sources.runbooks();
        this.replicas = sources.replicas();
        this.store = new DaemonStore(books, reconciler);
        this.inventory = new DaemonInventory(books, reconciler, plans);
        this.pairs = new PairVisits(books, sources.pairs(), hostKeys);
    }

    @Override
    public InventoryOperations inventory() {
        return inventory;
    }

    @Override
    public List<SwitchView> switches() {
        return overview.switches();
    }

    @Override
    public List<Finding> checkSwitch(String switchName, Deadline deadline) {
        return visits.check(Names.ofSwitch(switchName), deadline);
    }

    @Override
    public String trust(String switchName, Optional<String> fingerprint, Actor actor, Deadline deadline) {
        ManagedSwitch managed = books.wishes().inventory().require(Names.ofSwitch(switchName));
        String told = hostKeys.trust(HostKeyTrust.Server.of(managed), fingerprint, actor, deadline);
        if (fingerprint.isPresent()) {
            reconciler.markUrgently(Set.of(managed.name()), actor);
        }
        return told;
    }

    @Override
    public List<ServerView> servers() {
        return books.wishes().inventory().objects().entrances().entrySet().stream()
                .map(it -> new ServerView(
                        it.getKey(), it.getValue().host(), it.getValue().port()))
                .toList();
    }

    @Override
    public String trustServer(String server, Optional<String> fingerprint, Actor actor, Deadline deadline) {
        Entrance entrance = books.wishes().inventory().objects().requireEntrance(server);
        return hostKeys.trust(HostKeyTrust.Server.of("server " + server, entrance), fingerprint, actor, deadline);
    }

    @Override
    public List<DatabaseView> databases() {
        return replicas.list();
    }

    @Override
    public List<PairView> pairs() {
        return pairs.list();
    }

    @Override
    public List<Finding> checkPair(String pair) {
        return pairs.check(pair);
    }

    @Override
    public String trustNode(String pair, String node, Optional<String> fingerprint, Actor actor, Deadline deadline) {
        return pairs.trust(pair, node, fingerprint, actor, deadline);
    }

    @Override
    public List<PortView> ports() {
        return overview.ports();
    }

    @Override
    public PortView readPort(String switchName, String port, Deadline deadline) {
        return visits.port(switchName, port, deadline);
    }

    @Override
    public List<String> locate(String mac, Deadline deadline) {
        return visits.locate(Names.ofMac(mac), deadline);
    }

    @Override
    public List<DeviceView> devices() {
        return overview.devices();
    }

    @Override
    public List<NetworkView> networks() {
        return overview.networks();
    }

    @Override
    public Outcome attach(
            String device, String network, boolean force, boolean dryRun, Actor actor, Deadline deadline) {
        DeviceName name = Names.ofDevice(device);
        books.wishes().inventory().require(name);
        Found found = finder.find(network, deadline);
        NetworkIdentity identity = found.identity();
        Wish wish = attachments.attach(name, found, force, dryRun, actor);
        String what = "device " + name + " to network '" + Printable.of(identity.name()) + "' (" + identity.uuid() + ")"
                + (wish.attachment().forced() ? ", by force" : "");
        if (dryRun) {
            Wishes wishes = books.wishes();
            List<Attachment> attachments = new ArrayList<>(wishes.attachments());
            if (wish.isNew()) {
                attachments.add(wish.attachment());
            }
            Wishes wished = wishes.withAttachments(attachments);
            return convergence.wouldBe(
                    wish.isNew() ? "Would attach " + what + "." : "It is attached already.",
                    !wish.isNew(),
                    plans.of(
                            truth.preview(identity.uuid(), deadline)
                                    .map(wished::with)
                                    .orElse(wished),
                            switchOf(wish),
                            deadline));
        }
        truth.lookAt(identity.uuid(), deadline);
        return convergence.await("Attached " + what + ".", wish, actor, deadline);
    }

    @Override
    public Outcome detach(String device, boolean dryRun, Actor actor, Deadline deadline) {
        DeviceName name = Names.ofDevice(device);
        Optional<Wish> wish = attachments.detach(name, dryRun, actor);
        if (wish.isEmpty()) {
            return new Outcome(true, "Device " + name + " is attached to no network: nothing to do.", List.of());
        }
        String what = "device " + name + " from network '"
                + Printable.of(wish.get().attachment().networkName()) + "'.";
        if (dryRun) {
            Wishes wishes = books.wishes();
            List<Attachment> left = wishes.attachments().stream()
                    .filter(attachment -> !attachment.device().equals(name))
                    .toList();
            return convergence.wouldBe(
                    "Would detach " + what,
                    false,
                    plans.of(wishes.withAttachments(left), switchOf(wish.get()), deadline));
        }
        return convergence.await("Detached " + what, wish.get(), actor, deadline);
    }

    private static Set<SwitchName> switchOf(Wish wish) {
        return Set.of(wish.device().port().switchName());
    }

    @Override
    public List<PlannedChange> plan(Optional<String> switchName, Deadline deadline) {
        return plans.of(books.wishes(), visits.named(switchName), deadline).stream()
                .flatMap(plan -> plan.changes().stream())
                .toList();
    }

    @Override
    public Outcome reconcile(Optional<String> switchName, boolean dryRun, Actor actor, Deadline deadline) {
        if (dryRun) {
            return convergence.wouldBe(
                    "Dry run: nothing was written.",
                    true,
                    plans.of(books.wishes(), visits.named(switchName), deadline));
        }
        return convergence.await(visits.named(switchName), actor, deadline);
    }

    @Override
    public List<JournalEntry> journal(long after, int limit) {
        return books.journal().after(after, limit(limit));
    }

    @Override
    public List<JournalEntry> newestJournal(int limit) {
        return books.journal().newest(limit(limit));
    }

    private static int limit(int limit) {
        if (limit < 1 || limit > MOST_ENTRIES) {
            throw ProblemException.of(
                    ProblemCode.INPUT_INVALID,
                    "A limit of " + limit + " entries is not within 1 to " + MOST_ENTRIES + ".",
                    "Ask for fewer, and again with the last id.");
        }
        return limit;
    }

    @Override
    public List<Finding> doctor(Deadline deadline) {
        List<Finding> findings = new ArrayList<>(doctor.examine(deadline));
        findings.addAll(replicas.findings());
        return findings;
    }

    @Override
    public PlanOperations plans() {
        return written;
    }

    @Override
    public AdoptionOperations adoptions() {
        return adoptions;
    }

    @Override
    public RetirementOperations retirements() {
        return retirements;
    }

    @Override
    public StoreOperations store() {
        return store;
    }

    @Override
    public RunbookOperations runbooks() {
        return runbooks;
    }

    @Override
    public long note(String kind, String message, Actor actor) {
        return books.journal()
                .appendNumbered(JournalDraft.of(Printable.of(kind), actor, Printable.of(message, LONGEST_NOTE)));
    }
}
