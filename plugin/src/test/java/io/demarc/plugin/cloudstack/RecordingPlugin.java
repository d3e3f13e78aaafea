/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cloudstack;

import io.demarc.access.Deadline;
import io.demarc.plugin.networks.NetworkDirectory;
import io.demarc.plugin.networks.NetworkLife;
import io.demarc.plugin.operations.AdoptionOperations;
import io.demarc.plugin.operations.InventoryOperations;
import io.demarc.plugin.operations.Operations;
import io.demarc.plugin.operations.PlanOperations;
import io.demarc.plugin.operations.RetirementOperations;
import io.demarc.plugin.operations.RunbookOperations;
import io.demarc.plugin.operations.StoreOperations;
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
import io.demarc.plugin.words.Actor;
import io.demarc.plugin.words.JournalEntry;
import io.demarc.plugin.words.NetworkEvent;
import io.demarc.plugin.words.NetworkId;
import io.demarc.plugin.words.NetworkIdentity;
import io.demarc.plugin.words.Owner;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The plugin behind the protocol, reduced to writing down what it is told. What it is told is thread-safe. */
final class RecordingPlugin implements NetworkLife, NetworkDirectory, Operations {
    final List<String> told = Collections.synchronizedList(new ArrayList<>());
    final List<NetworkEvent> events = Collections.synchronizedList(new ArrayList<>());
    final List<String> notes = Collections.synchronizedList(new ArrayList<>());
    final List<DeviceView> devices = new ArrayList<>();
    Answer answer = new Answer(true, "");
    boolean apiDown;
    int asked;

    @Nullable
    RuntimeException defect;

    @Nullable
    RuntimeException journalDefect;

    @Nullable
    RuntimeException attachProblem;

    @Nullable
    RuntimeException readProblem;

    @Nullable
    RuntimeException otherProblem;

    /** What stands in every answer that is for operators. */
    String aside = "";

    String portState = "converged";

    @Nullable
    String portProblem;

    @Nullable
    String networkProblem;

    static final NetworkIdentity ALICE = new NetworkIdentity(
            "50f13157-b872-444a-a9c1-91f6f85a1dd0", "a1", new Owner("ROOT", Owner.Kind.ACCOUNT, "alice"), null);

    @Override
    public Answer implemented(NetworkEvent event, Deadline deadline) {
        fail(defect);
        events.add(event);
        told.add("implemented " + event.network() + " " + event.vlan());
        return answer;
    }

    @Override
    public Answer shutDown(NetworkEvent event, Deadline deadline) {
        fail(defect);
        events.add(event);
        told.add("shut down " + event.network() + " " + event.vlan());
        return answer;
    }

    @Override
    public Answer destroyed(NetworkEvent event, Deadline deadline) {
        fail(defect);
        events.add(event);
        told.add("destroyed " + event.network() + " " + event.vlan());
        return answer;
    }

    @Override
    public Optional<NetworkIdentity> byId(NetworkId id, Deadline deadline) {
        asked++;
        fail(defect);
        if (apiDown) {
            throw ProblemException.of(ProblemCode.CLOUDSTACK_UNREACHABLE, "CloudStack's API is away.", "Wait.");
        }
        return Optional.of(ALICE);
    }

    @Override
    public List<NetworkIdentity> byUuidOrName(String text, Deadline deadline) {
        return List.of();
    }

    @Override
    public List<Tag> tags(String key, Deadline deadline) {
        return List.of();
    }

    @Override
    public Optional<Truth> truth(String uuid, Deadline deadline) {
        return Optional.empty();
    }

    @Override
    public Outcome attach(
            String device, String network, boolean force, boolean dryRun, Actor actor, Deadline deadline) {
        fail(attachProblem);
        told.add("attach " + device + " to " + network + (force ? " by force" : "") + " for " + actor.name());
        return new Outcome(true, "attached" + aside, List.of(port(device)));
    }

    @Override
    public Outcome detach(String device, boolean dryRun, Actor actor, Deadline deadline) {
        fail(otherProblem);
        told.add("detach " + device + " for " + actor.name());
        return new Outcome(true, "detached" + aside, List.of());
    }

    @Override
    public PortView readPort(String switchName, String port, Deadline deadline) {
        fail(readProblem);
        return port("alice-vpn");
    }

    @Override
    public Outcome reconcile(Optional<String> switchName, boolean dryRun, Actor actor, Deadline deadline) {
        fail(otherProblem);
        told.add("reconcile " + switchName.orElse("all"));
        return new Outcome(true, aside, List.of());
    }

    @Override
    public List<DeviceView> devices() {
        return List.copyOf(devices);
    }

    @Override
    public long note(String kind, String message, Actor actor) {
        fail(journalDefect);
        notes.add(kind + ": " + message);
        return notes.size();
    }

    private static void fail(@Nullable RuntimeException problem) {
        if (problem != null) {
            throw problem;
        }
    }

    private PortView port(String device) {
        return new PortView(
                "tor-a1",
                "Gi1/0/7",
                device,
                ALICE.uuid(),
                193,
                "VLAN 193 untagged" + aside,
                "access, VLAN 193 untagged, up, link up" + aside,
                193,
                true,
                portState,
                portProblem,
                "read back over SSH",
                "2026-11-24T00:00:00Z",
                12L,
                true,
                "root",
                "2026-11-23T00:00:00Z",
                "access, VLAN 1 untagged, up, no link");
    }

    @Override
    public InventoryOperations inventory() {
        throw new UnsupportedOperationException("CloudStack's calls know no inventory");
    }

    @Override
    public List<SwitchView> switches() {
        return List.of();
    }

    @Override
    public List<Finding> checkSwitch(String switchName, Deadline deadline) {
        return List.of();
    }

    @Override
    public String trust(String switchName, Optional<String> fingerprint, Actor actor, Deadline deadline) {
        throw new AssertionError("the protocol never trusts a key");
    }

    @Override
    public List<DatabaseView> databases() {
        return List.of();
    }

    @Override
    public List<ServerView> servers() {
        return List.of();
    }

    @Override
    public String trustServer(String server, Optional<String> fingerprint, Actor actor, Deadline deadline) {
        throw new AssertionError("the protocol never trusts a key");
    }

    @Override
    public List<PairView> pairs() {
        return List.of();
    }

    @Override
    public List<Finding> checkPair(String pair) {
        return List.of();
    }

    @Override
    public String trustNode(String pair, String node, Optional<String> fingerprint, Actor actor, Deadline deadline) {
        throw new AssertionError("the protocol never trusts a key");
    }

    @Override
    public List<PortView> ports() {
        return List.of(port("alice-vpn"));
    }

    @Override
    public List<String> locate(String mac, Deadline deadline) {
        return List.of();
    }

    @Override
    public List<NetworkView> networks() {
        return List.of(new NetworkView(
                204L, ALICE.uuid(), "a1", ALICE.owner().toString(), "down", null, "calls", List.of(), networkProblem));
    }

    @Override
    public List<PlannedChange> plan(Optional<String> switchName, Deadline deadline) {
        return List.of();
    }

    @Override
    public List<JournalEntry> journal(long after, int limit) {
        return List.of();
    }

    @Override
    public List<JournalEntry> newestJournal(int limit) {
        return List.of();
    }

    @Override
    public List<Finding> doctor(Deadline deadline) {
        return List.of();
    }

    @Override
    public PlanOperations plans() {
        throw new UnsupportedOperationException("CloudStack's calls execute no plan");
    }

    @Override
    public AdoptionOperations adoptions() {
        throw new UnsupportedOperationException("CloudStack's calls adopt no port");
    }

    @Override
    public RetirementOperations retirements() {
        throw new UnsupportedOperationException("CloudStack's calls retire no switch");
    }

    @Override
    public StoreOperations store() {
        throw new UnsupportedOperationException("CloudStack's calls know no store");
    }

    @Override
    public RunbookOperations runbooks() {
        throw new UnsupportedOperationException("CloudStack's calls know no runbooks");
    }
}
