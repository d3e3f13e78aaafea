/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.runbooks;

import static org.assertj.core.api.Assertions.assertThat;

import io.demarc.hooks.node.NodeCommands;
import io.demarc.hooks.storage.StorageNode;
import io.demarc.hooks.storage.StoragePair;
import io.demarc.hooks.storage.StoragePairs;
import io.demarc.plugin.books.Journal;
import io.demarc.plugin.books.Store;
import io.demarc.plugin.cloudstack.CloudMaintenance;
import io.demarc.plugin.inventory.InventoryFile;
import io.demarc.plugin.operations.RunViews.EvidenceView;
import io.demarc.plugin.operations.RunViews.FindingView;
import io.demarc.plugin.operations.RunViews.PlanView;
import io.demarc.plugin.operations.RunViews.RunView;
import io.demarc.plugin.operations.RunViews.RunbookView;
import io.demarc.plugin.operations.RunbookOperations;
import io.demarc.plugin.words.Actor;
import io.demarc.plugin.words.Inventory;
import io.demarc.plugin.words.JournalEntry;
import io.demarc.plugin.world.World;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What CloudStack's maintenance of a host or a pool on a pair leads to; the journal is a real one. */
class MaintenanceWatchIT {
    private static final String HOST = "0f0f0f0f-1111-2222-3333-444444444444";
    private static final String POOL = "6ca20e53-6a3c-43fb-b1ee-2a8c0b6c1d1f";
    private static final String INVENTORY = """
            storage-pairs:
              - name: store-1
                cluster: none
                pool: %s
                maintenance: { start: START }
                nodes:
                  - { name: a, address: 10.0.0.1, login: { user: root, password: '${env:A}' }, management: m0,
                      replication: { interface: r0, address: 10.9.0.1 } }
                  - { name: b, address: 10.0.0.2, login: { user: root, password: '${env:A}' }, management: m0,
                      replication: { interface: r0, address: 10.9.0.2 }, host: %s }
            """.formatted(POOL, HOST);

    @TempDir
    Path directory;

    private final Map<String, String> inMaintenance = new HashMap<>();
    private final Guards guards = new Guards();
    private Store store;
    private Journal journal;
    private boolean isCloudAway;

    @BeforeEach
    void open() {
        store = Store.open(directory.resolve("demarc.sqlite"));
        journal = new Journal(store, InstantSource.system());
    }

    @AfterEach
    void close() {
        store.close();
    }

    private MaintenanceWatch watch(String start) {
        Inventory inventory =
                InventoryFile.parse(INVENTORY.replace("START", start), new World(Path.of("/nowhere")).platforms());
        return new MaintenanceWatch(() -> inventory, new Unreachable(inventory), new Cloud(), guards, journal);
    }

    private List<String> told() {
        return journal.newest(20).stream().map(JournalEntry::message).toList();
    }

    @Test
    void theOperatorIsToldOnceWhatIsSafe() {
        MaintenanceWatch watch = watch("false");
        watch.look();
        assertThat(told()).isEmpty();

        inMaintenance.put(HOST, "PrepareForMaintenance");
        watch.look();
        inMaintenance.put(HOST, "Maintenance");
        watch.look();

        assertThat(told())
                .singleElement()
                .asString()
                .contains(
                        "host " + HOST + " on storage pair store-1 is in PrepareForMaintenance",
                        "b may be taken out now: 'demarc runbook start restart-node store-1 -p node=b'");
        assertThat(guards.started).isEmpty();

        inMaintenance.clear();
        watch.look();
        assertThat(told()).hasSize(2).last().asString().contains("is out of maintenance");
    }

    @Test
    void whatIsNotSafeIsSaidWithTheReasonAndNothingIsStarted() {
        guards.isClear = false;
        MaintenanceWatch watch = watch("true");
        watch.look();
        inMaintenance.put(HOST, "Maintenance");

        watch.look();

        assertThat(told())
                .singleElement()
                .asString()
                .contains("b must NOT be taken out now", "b is secondary for every resource (found: r0 Primary)");
        assertThat(guards.started).isEmpty();
    }

    @Test
    void theRunbookIsStartedOnlyWhereTheInventorySaysSo() {
        MaintenanceWatch watch = watch("true");
        watch.look();
        inMaintenance.put(HOST, "Maintenance");

        watch.look();
        isCloudAway = true;
        watch.look();
        isCloudAway = false;
        watch.look();

        assertThat(guards.started).containsExactly("restart-node store-1 {node=b}");
        assertThat(told()).first().asString().contains("Started restart-node as the inventory says");
    }

    @Test
    void aMaintenanceThatTheDaemonDidNotSeeBeginIsOnlyTold() {
        inMaintenance.put(HOST, "Maintenance");

        watch("true").look();

        assertThat(told()).singleElement().asString().contains("b may be taken out now");
        assertThat(guards.started).isEmpty();
    }

    @Test
    void aPoolInMaintenanceIsToldWithTheStateOfItsPair() {
        inMaintenance.put(POOL, "PrepareForMaintenance");

        watch("false").look();

        assertThat(told())
                .singleElement()
                .asString()
                .contains("storage pool " + POOL, "The pair is NOT well", "a can be looked at");
    }

    @Test
    void aCloudThatDoesNotAnswerIsToldOnceAndForgottenWhenItDoes() {
        MaintenanceWatch watch = watch("false");
        isCloudAway = true;
        watch.look();
        watch.look();
        assertThat(told()).hasSize(2).allMatch(it -> it.contains("does not tell whether"));

        isCloudAway = false;
        inMaintenance.put(HOST, "Maintenance");
        watch.look();

        assertThat(told()).hasSize(3).last().asString().contains("b may be taken out now");
    }

    private final class Cloud implements CloudMaintenance {
        @Override
        public Optional<String> ofPool(String uuid) {
            return ofHost(uuid);
        }

        @Override
        public Optional<String> ofHost(String uuid) {
            if (isCloudAway) {
                throw ProblemException.of(ProblemCode.CLOUDSTACK_UNREACHABLE, "CloudStack is away.", "Wait.");
            }
            return Optional.ofNullable(inMaintenance.get(uuid));
        }
    }

    private record Unreachable(Inventory inventory) implements StoragePairs {
        @Override
        public StoragePair pair(String name) {
            return inventory.objects().requirePair(name).pair();
        }

        @Override
        public NodeCommands on(StoragePair pair, StorageNode node) {
            return (argv, limit) -> {
                throw ProblemException.of(ProblemCode.NODE_UNREACHABLE, "Node " + node + " is away.", "Look at it.");
            };
        }
    }

    /** The engine is tested elsewhere: this one only says what its guards would. */
    private static final class Guards implements RunbookOperations {
        private final List<String> started = new ArrayList<>();
        private boolean isClear = true;

        @Override
        public PlanView plan(String runbook, String object, Map<String, String> parameters, Actor actor) {
            FindingView finding =
                    new FindingView(isClear, "b is secondary for every resource", "r0 Primary", "Move the service.");
            return new PlanView(runbook, object, isClear, List.of(finding), List.of());
        }

        @Override
        public RunView start(String runbook, String object, Map<String, String> parameters, Actor actor) {
            started.add(runbook + " " + object + " " + parameters);
            return new RunView(
                    7,
                    1,
                    runbook,
                    object,
                    parameters,
                    "running",
                    "",
                    "",
                    "",
                    List.of(),
                    null,
                    "",
                    null,
                    null,
                    "",
                    List.of(),
                    "",
                    List.of(),
                    List.of());
        }

        @Override
        public List<RunbookView> runbooks() {
            return List.of();
        }

        @Override
        public RunbookView runbook(String name) {
            throw new AssertionError("not asked");
        }

        @Override
        public List<RunView> runs() {
            return List.of();
        }

        @Override
        public RunView run(String run) {
            throw new AssertionError("not asked");
        }

        @Override
        public RunView confirm(String run, String step, String words, Actor actor) {
            throw new AssertionError("never confirmed by a machine");
        }

        @Override
        public RunView pause(String run, String words, Actor actor) {
            throw new AssertionError("not asked");
        }

        @Override
        public RunView resume(String run, String words, Actor actor) {
            throw new AssertionError("not asked");
        }

        @Override
        public RunView abort(String run, String words, boolean undo, Actor actor) {
            throw new AssertionError("not asked");
        }

        @Override
        public List<EvidenceView> log(String run) {
            return List.of();
        }
    }
}
