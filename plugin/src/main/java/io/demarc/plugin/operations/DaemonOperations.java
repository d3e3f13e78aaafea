/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.operations;

import io.demarc.access.Deadline;
import io.demarc.access.Printable;
import io.demarc.hooks.storage.StoragePairs;
import io.demarc.plugin.books.Books;
import io.demarc.plugin.books.JournalDraft;
import io.demarc.plugin.configuration.DaemonConfig;
import io.demarc.plugin.inventory.InventoryDifference;
import io.demarc.plugin.networks.NetworkDirectory;
import io.demarc.plugin.networks.NetworkFinder;
import io.demarc.plugin.operations.Attachments.Wish;
import io.demarc.plugin.operations.Views.DatabaseView;
import io.demarc.plugin.operations.Views.DeviceView;
import io.demarc.plugin.operations.Views.Finding;
import io.demarc.plugin.operations.Views.InventoryChange;
import io.demarc.plugin.operations.Views.NetworkView;
import io.demarc.plugin.operations.Views.Outcome;
import io.demarc.plugin.operations.Views.PairView;
import io.demarc.plugin.operations.Views.PlannedChange;
import io.demarc.plugin.operations.Views.PortView;
import io.demarc.plugin.operations.Views.ServerView;
import io.demarc.plugin.operations.Views.SwitchView;
import io.demarc.plugin.reconcile.PortCondition;
import io.demarc.plugin.reconcile.Reconciler;
import io.demarc.plugin.reconcile.Reconciler.Ticket;
import io.demarc.plugin.reconcile.SwitchSessions;
import io.demarc.plugin.words.Actor;
import io.demarc.plugin.words.DeviceName;
import io.demarc.plugin.words.Entrance;
import io.demarc.plugin.words.JournalEntry;
import io.demarc.plugin.words.LoginReference;
import io.demarc.plugin.words.ManagedDatabase;
import io.demarc.plugin.words.ManagedSwitch;
import io.demarc.plugin.words.NetworkIdentity;
import io.demarc.plugin.words.PortAddress;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import io.demarc.switches.PortName;
import io.demarc.switches.PortState;
import io.demarc.switches.SwitchName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** {@link Operations} over the store and the reconciler: validates, writes down, waits, and tells what is now. Thread-safe. */
public final class DaemonOperations implements Operations {
    private static final int MOST_ENTRIES = 1_000;

    private final Books books;
    private final Reconciler reconciler;
    private final SwitchSessions sessions;
    private final Attachments attachments;
    private final NetworkFinder finder;
    private final Doctor doctor;
    private final HostKeyTrust hostKeys;
    private final Overview overview;
    private final SwitchVisits visits;
    private final RunbookOperations runbooks;
    private final PairVisits pairs;
    private final StoreOperations store;

    /** Where wishes go, and where names and conditions come from. */
    public record Sources(
            Attachments attachments,
            NetworkFinder finder,
            NetworkDirectory directory,
            DaemonConfig config,
            RunbookOperations runbooks,
            StoragePairs pairs) {}

    public DaemonOperations(Books books, Reconciler reconciler, SwitchSessions sessions, Sources sources) {
        this.books = books;
        this.reconciler = reconciler;
        this.sessions = sessions;
        this.attachments = sources.attachments();
        this.finder = sources.finder();
        this.doctor = new Doctor(books, sources.config(), sources.directory(), reconciler, sessions);
        this.hostKeys = new HostKeyTrust(books, sources.config().knownHosts());
        this.overview = new Overview(books, reconciler);
        this.visits = new SwitchVisits(books, sessions);
        this.runbooks = sources.runbooks();
        this.store = new DaemonStore(books, reconciler);
        this.pairs = new PairVisits(books, sources.pairs(), hostKeys);
    }

    @Override
    public InventoryChange apply(String yaml, boolean dryRun, Actor actor) {
        InventoryDifference difference = new InventoryImport(books).apply(yaml, dryRun, actor);
        if (!dryRun) {
            reconciler.looks().inventoryApplied();
            reconciler.markUrgently(difference.touched(), actor);
        }
        return new InventoryChange(difference.added(), difference.changed(), difference.removed(), !dryRun);
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
        String told = hostKeys.trust(server(managed), fingerprint, actor, deadline);
        if (fingerprint.isPresent()) {
            reconciler.markUrgently(Set.of(managed.name()), actor);
        }
        return told;
    }

    private static HostKeyTrust.Server server(ManagedSwitch managed) {
        if (!(managed.login() instanceof LoginReference.Ssh login)) {
            throw ProblemException.of(
                    ProblemCode.INPUT_INVALID,
                    "Switch " + managed.name() + " speaks SNMP: it has no host key.",
                    "Nothing to do.");
        }
        return new HostKeyTrust.Server(
                "switch " + managed.name(),
                managed.endpoint().host(),
                managed.endpoint().port(),
                login.algorithms(),
                Optional.of(managed.name()));
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
        return books.wishes().inventory().objects().databases().values().stream()
                .map(ManagedDatabase::database)
                .map(it -> new DatabaseView(it.name(), it.server(), it.address(), it.port(), it.primary()))
                .toList();
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
        return overview.ports(condition -> true);
    }

    @Override
    public PortView readPort(String switchName, String port, Deadline deadline) {
        ManagedSwitch managed = books.wishes().inventory().require(Names.ofSwitch(switchName));
        PortName name =
                Names.read(port, text -> sessions.platformOf(managed).normalise(text), "See 'demarc port list'.");
        PortAddress address = new PortAddress(managed.name(), name);
        PortCondition condition = PortCondition.all(books, reconciler).stream()
                .filter(one -> one.desired().address().equals(address))
                .findFirst()
                .orElseThrow(() -> ProblemException.of(
                        ProblemCode.PORT_NOT_MANAGED,
                        address + " is not a managed port.",
                        "Add it to the switch's ports in the inventory if Demarc may write it."));
        Instant begun = books.clock().instant();
        PortState state = sessions.look(managed, deadline, session -> session.observe(Set.of(name)))
                .port(name)
                .orElseThrow(() -> ProblemException.of(
                        ProblemCode.PORT_NOT_FOUND,
                        address + ": the switch says nothing of such a port.",
                        "Compare the name with 'demarc switch check " + managed.name() + "'."));
        Instant now = books.clock().instant();
        String transport = sessions.platformOf(managed).transport().name();
        return PortViews.of(
                condition, state, transport, now, Duration.between(begun, now).toMillis());
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
        NetworkIdentity identity = finder.find(network, deadline);
        Wish wish = attachments.attach(name, identity, force, dryRun, actor);
        String what = "device " + name + " to network '" + Printable.of(identity.name()) + "' (" + identity.uuid() + ")"
                + (wish.attachment().forced() ? ", by force" : "");
        if (dryRun) {
            return new Outcome(
                    false, wish.isNew() ? "Would attach " + what + "." : "Nothing to do: it is attached.", at(wish));
        }
        return settled("Attached " + what + ".", wish, actor, deadline);
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
        return dryRun
                ? new Outcome(false, "Would detach " + what, at(wish.get()))
                : settled("Detached " + what, wish.get(), actor, deadline);
    }

    private Outcome settled(String done, Wish wish, Actor actor, Deadline deadline) {
        Ticket ticket = reconciler.markUrgently(Set.of(wish.device().port().switchName()), actor);
        boolean isSettled = reconciler.awaitSettled(ticket, deadline);
        List<PortCondition> conditions = conditionsAt(wish);
        boolean isConverged = isSettled
                && conditions.stream().allMatch(condition -> condition.state() == PortCondition.State.CONVERGED);
        String rest = conditions.stream()
                .map(condition -> isConverged ? asWanted(condition) : behind(condition))
                .collect(Collectors.joining());
        return new Outcome(
                isConverged,
                saying(done + rest),
                conditions.stream().map(PortViews::of).toList());
    }

    private static String asWanted(PortCondition condition) {
        return " " + condition.desired().address() + " is "
                + condition.desired().wanted() + ": " + condition.desired().why() + ".";
    }

    private static String behind(PortCondition condition) {
        String problem = condition.problem();
        return " " + condition.desired().address() + " is not "
                + condition.desired().wanted() + " yet" + (problem == null ? "; Demarc goes on." : ": " + problem);
    }

    private List<PortCondition> conditionsAt(Wish wish) {
        return PortCondition.all(books, reconciler).stream()
                .filter(condition ->
                        condition.desired().address().equals(wish.device().port()))
                .toList();
    }

    private List<PortView> at(Wish wish) {
        return conditionsAt(wish).stream().map(PortViews::of).toList();
    }

    @Override
    public List<PlannedChange> plan(Optional<String> switchName, Deadline deadline) {
        if (switchName.isPresent()) {
            return visits.plan(Names.ofSwitch(switchName.get()), deadline);
        }
        List<PlannedChange> changes = new ArrayList<>();
        for (SwitchName name : visits.named(switchName)) {
            try {
                changes.addAll(visits.plan(name, deadline));
            } catch (ProblemException e) {
                String problem = e.problem().message();
                changes.add(new PlannedChange(name.value(), "", null, "", "it could not be read", List.of(), problem));
            }
        }
        return changes;
    }

    @Override
    public Outcome reconcile(Optional<String> switchName, Actor actor, Deadline deadline) {
        Set<SwitchName> names = visits.named(switchName);
        Ticket ticket = reconciler.markUrgently(names, actor);
        boolean isSettled = reconciler.awaitSettled(ticket, deadline);
        Predicate<PortCondition> concerned =
                condition -> names.contains(condition.desired().address().switchName());
        List<PortView> ports = overview.ports(concerned);
        long behind =
                ports.stream().filter(port -> !port.state().equals("converged")).count();
        String message = isSettled
                ? ports.size() - behind + " of " + ports.size() + " ports are as wanted."
                : "Not every switch answered in time; Demarc goes on.";
        return new Outcome(isSettled && behind == 0, saying(message), ports);
    }

    /** Whoever is answered while the store is in doubt is told so. */
    private String saying(String message) {
        return books.store()
                .doubt()
                .map(doubt -> message + " " + doubt.inWords())
                .orElse(message);
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
        return doctor.examine(deadline);
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
    public void note(String kind, String message, Actor actor) {
        books.journal().append(JournalDraft.of(Printable.of(kind), actor, Printable.of(message)));
    }
}
