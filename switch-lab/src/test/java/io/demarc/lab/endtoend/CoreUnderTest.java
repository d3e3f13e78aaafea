/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.endtoend;

import io.demarc.access.Deadline;
import io.demarc.plugin.Core;
import io.demarc.plugin.configuration.DaemonConfig;
import io.demarc.plugin.configuration.DaemonConfigFile;
import io.demarc.plugin.networks.NetworkDirectory;
import io.demarc.plugin.operations.AdoptionOperations;
import io.demarc.plugin.operations.AdoptionOperations.AdoptionPlan;
import io.demarc.plugin.operations.CloudSide;
import io.demarc.plugin.operations.Operations;
import io.demarc.plugin.operations.Views.PortView;
import io.demarc.plugin.reconcile.Surroundings;
import io.demarc.plugin.reconcile.ThreadTimers;
import io.demarc.plugin.runbooks.RunbookCatalogue;
import io.demarc.plugin.words.Actor;
import io.demarc.plugin.words.NetworkEvent;
import io.demarc.plugin.words.NetworkId;
import io.demarc.plugin.words.NetworkIdentity;
import io.demarc.plugin.words.Owner;
import io.demarc.switches.Vlan;
import io.demarc.switches.catalogue.Platforms;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * Demarc's core in this process, in front of real sessions, with a clock that can be put forward. It knows one network of
 * alice's, and does nothing that isn't asked for within a day. One caller at a time.
 */
final class CoreUnderTest implements AutoCloseable {
    static final Actor OPERATOR = new Actor(Actor.Kind.OPERATOR, "root");
    static final long NETWORK = 204;
    private static final NetworkIdentity ALICES = new NetworkIdentity(
            "50f13157-b872-444a-a9c1-91f6f85a1dd0", "a1", new Owner("ROOT", Owner.Kind.ACCOUNT, "alice"), null);
    private static final Duration LIMIT = Duration.ofSeconds(30);
    /** CloudStack waits no longer than this for a network of which some ports have to wait for minutes. */
    private static final Duration CLOUDSTACKS_LIMIT = Duration.ofSeconds(1);

    private final ForwardClock clock = new ForwardClock();
    private final ScheduledExecutorService clockwork = Executors.newSingleThreadScheduledExecutor();
    private final ExecutorService workers = Executors.newCachedThreadPool();
    private final Core core;

    /** The machine's time, and as much more as was asked for. */
    private static final class ForwardClock implements InstantSource {
        private volatile Duration ahead = Duration.ZERO;

        @Override
        public Instant instant() {
            return InstantSource.system().instant().plus(ahead);
        }
    }

    private final OneNetwork oneNetwork = new OneNetwork();

    /** @param reconciling what the configuration says in {@code reconcile}, in braces */
    CoreUnderTest(Path directory, List<String> knownHosts, String reconciling) {
        try {
            Path state = Files.createDirectory(
                    directory.resolve("state"),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            Files.write(state.resolve("known_hosts"), knownHosts);
            DaemonConfig config = DaemonConfigFile.parse(
                    "state-directory: " + state + "\nreconcile: " + reconciling + "\n", "the test's configuration");
            core = Core.open(
                    config,
                    new Core.Outside(
                            oneNetwork,
                            Platforms.builtIn(),
                            books -> RunbookCatalogue.of(books, config, null, workers),
                            CloudSide.NONE,
                            nudge -> List.of()),
                    new Surroundings(clock, new ThreadTimers(clockwork, workers), new Random(42)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        core.start();
    }

    Operations operations() {
        return core.operations();
    }

    Deadline deadline() {
        return Deadline.after(LIMIT, clock);
    }

    /** CloudStack gives the network this VLAN. */
    void implement(int vlan) {
        oneNetwork.vlan = new Vlan(vlan);
        Instant before = clock.instant();
        core.networkLife()
                .implemented(
                        new NetworkEvent(new NetworkId(NETWORK), new Vlan(vlan), "1", "pn0"),
                        Deadline.after(CLOUDSTACKS_LIMIT, clock));
        awaitReadSince(before);
    }

    /** Hands every managed port over that isn't, as an operator who has looked at them does. */
    void adoptAll() {
        AdoptionOperations adoptions = operations().adoptions();
        operations().switches().forEach(it -> {
            AdoptionPlan plan = adoptions.look(it.name(), List.of(), deadline());
            adoptions.adopt(it.name(), List.of(), plan.seen(), plan.live(), OPERATOR, deadline());
        });
    }

    /** A minute is over, and every switch is reconciled once. */
    void passMinute() {
        clock.ahead = clock.ahead.plus(Duration.ofSeconds(61));
        reconcile();
    }

    /** Every switch is reconciled once, however many ports have to wait after that. */
    void reconcile() {
        Instant before = clock.instant();
        operations().reconcile(Optional.empty(), false, OPERATOR, Deadline.after(Duration.ZERO, clock));
        awaitReadSince(before);
    }

    private void awaitReadSince(Instant before) {
        Awaitility.await("every switch is reconciled")
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> operations().ports().stream().allMatch(port -> isReadSince(before, port)));
    }

    private static boolean isReadSince(Instant before, PortView port) {
        String at = port.readAt();
        return at != null && Instant.parse(at).isAfter(before);
    }

    @Override
    public void close() {
        core.close();
        clockwork.shutdownNow();
        workers.shutdownNow();
    }

    /** What CloudStack's API would say of alice's network. */
    private static final class OneNetwork implements NetworkDirectory {
        private volatile @Nullable Vlan vlan;

        @Override
        public Optional<NetworkIdentity> byId(NetworkId id, Deadline deadline) {
            return id.value() == NETWORK ? Optional.of(ALICES) : Optional.empty();
        }

        @Override
        public List<NetworkIdentity> byUuidOrName(String text, Deadline deadline) {
            return text.equals(ALICES.name()) ? List.of(ALICES) : List.of();
        }

        @Override
        public List<Tag> tags(String key, Deadline deadline) {
            return List.of();
        }

        @Override
        public Optional<Truth> truth(String uuid, Deadline deadline) {
            String state = vlan == null ? "Allocated" : "Implementing";
            return uuid.equals(ALICES.uuid()) ? Optional.of(new Truth(ALICES, state, vlan, false)) : Optional.empty();
        }
    }
}
