/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin;

import static io.demarc.plugin.world.World.OPERATOR;
import static org.assertj.core.api.Assertions.assertThat;

import io.demarc.access.Deadline;
import io.demarc.plugin.RandomCloud.Call;
import io.demarc.plugin.RandomCloud.Network;
import io.demarc.plugin.networks.NetworkLife.Answer;
import io.demarc.plugin.operations.Views.DeviceView;
import io.demarc.plugin.words.Owner;
import io.demarc.plugin.world.Crash;
import io.demarc.plugin.world.FailingConnection;
import io.demarc.plugin.world.FakeSwitch;
import io.demarc.plugin.world.World;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import io.demarc.switches.PortName;
import io.demarc.switches.PortState;
import io.demarc.switches.Vlan;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever happens to calls (and where none come), switches, CloudStack's API and the daemon itself: a port never carries the VLAN of a living
 * network of another owner, a VLAN is let go only when no port carries it, and in the end everything is as wished. More
 * runs: {@code -Ddemarc.random.runs=1000}; others: {@code -Ddemarc.random.seed=7}.
 */
class RandomLifeIT {
    private static final int STEPS = 40;

    @TempDir
    Path directory;

    @TestFactory
    List<DynamicTest> everythingEndsAsWishedAndNothingLeaksOnTheWay() {
        int runs = Integer.getInteger("demarc.random.runs", 20);
        long first = Long.getLong("demarc.random.seed", 1);
        return LongStream.range(first, first + runs)
                .mapToObj(seed -> DynamicTest.dynamicTest(
                        "seed " + seed, () -> new Run(seed, directory.resolve("state-" + seed)).live()))
                .toList();
    }

    /** One life. */
    private static final class Run {
        private final Random random;
        private final World world;
        private final RandomCloud cloud;
        private final Map<PortName, Owner> owners = new TreeMap<>();
        private final Set<String> acknowledged = new HashSet<>();
        private final List<String> story = new ArrayList<>();
        private FailingConnection connection = new FailingConnection();
        private CoreProcess daemon;
        private int stepsToCrash = -1;
        private int stepsToLoss = -1;
        private boolean isNested;
        private boolean isSettling;

        Run(long seed, Path state) {
            random = new Random(seed);
            world = new World(state);
            world.configuration = """
                    cloudstack:
                      endpoint: https://cloud.example/client/api
                      api-key: ${env:PATH}
                      secret-key: ${env:PATH}
                    """;
            boolean isAtomic = random.nextBoolean();
            StringBuilder switches = new StringBuilder("switches:\n");
            StringBuilder devices = new StringBuilder("devices:\n");
            for (String name : List.of("tor-a", "tor-b")) {
                FakeSwitch model = world.addSwitch(name, isAtomic, 3);
                model.fault = what -> fault();
                model.watcher = this::checkLeak;
                switches.append(World.switchYaml(name, isAtomic ? "fake-atomic" : "fake", 3));
                for (int i = 1; i <= 2; i++) {
                    String account = i == 1 ? "alice" : "bob";
                    devices.append(World.deviceYaml(account + "-" + name, account, name, i));
                    owners.put(new PortName("ge" + i), i == 1 ? World.ALICE : World.BOB);
                }
            }
            cloud = new RandomCloud(world, random, this::deliver);
            daemon = CoreProcess.start(world, connection::around);
            daemon.apply(switches.toString() + devices);
            daemon.adoptAll();
            // Until here a person looked beside the reconciler.
            world.switches.values().forEach(model -> model.mostOpenSessions = 0);
        }

        void live() {
            try {
                for (int step = 0; step < STEPS; step++) {
                    guarded(this::something);
                    checkAll();
                }
                settle();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError(
                        e.getMessage() + "\n" + String.join("\n", story) + "\n" + String.join("\n", daemon.journal()),
                        e);
            } finally {
                daemon.kill();
            }
        }

        private boolean something() {
            Network network = cloud.any();
            switch (random.nextInt(19)) {
                case 0, 1, 2 -> told("start " + network.id, () -> cloud.start(network));
                case 3 -> told("stop " + network.id, () -> cloud.stop(network));
                case 4 -> told("restart " + network.id, () -> cloud.restart(network, random.nextBoolean()));
                case 15 -> told("restart " + network.id, () -> cloud.restart(network, true));
                case 5 -> told("delete " + network.id, () -> cloud.delete(network));
                case 6 -> told("late", cloud::repeatLate);
                case 7, 8 -> attach(network);
                case 9 -> detach();
                case 10 -> told("switch", this::toggleSwitch);
                case 11 -> told("api", () -> world.directory.isUnreachable = !world.directory.isUnreachable);
                case 12 -> arm();
                case 14 -> restartSwitch();
                case 16 -> freezeOrThaw();
                case 17 -> told("change offering of " + network.id, () -> cloud.changeOffering(network));
                case 13 -> {
                    if (random.nextInt(3) == 0) {
                        told("delete by force " + network.id, () -> cloud.deleteByForce(network));
                    }
                }
                default -> told("time", () -> world.time.pass(Duration.ofSeconds(random.nextInt(400))));
            }
            return true;
        }

        private void told(String what, Runnable action) {
            story.add(world.time.instant() + " " + what);
            action.run();
        }

        /** Something will go wrong soon: the process dies at a commit or at a step of a switch, or a connection is lost. */
        private void arm() {
            switch (random.nextInt(3)) {
                case 0 -> connection.killAt(random.nextInt(12), random.nextBoolean());
                case 1 -> stepsToCrash = random.nextInt(12);
                default -> stepsToLoss = random.nextInt(12);
            }
            story.add("armed");
        }

        private void fault() {
            if (connection.isDead()) {
                throw new Crash();
            }
            if (stepsToCrash-- == 0) {
                connection.die();
                throw new Crash();
            }
            if (!isNested && !isSettling && random.nextInt(40) == 0) {
                meanwhile();
            }
            if (stepsToLoss-- == 0) {
                throw ProblemException.of(ProblemCode.SWITCH_UNREACHABLE, "The connection was lost.", "Try again.");
            }
        }

        /** While the daemon talks to a switch, something else is asked of it. */
        private void meanwhile() {
            isNested = true;
            try {
                Network network = cloud.any();
                switch (random.nextInt(4)) {
                    case 0 -> told("meanwhile start " + network.id, () -> cloud.start(network));
                    case 1 -> told("meanwhile stop " + network.id, () -> cloud.stop(network));
                    case 2 -> attach(network);
                    default -> detach();
                }
            } finally {
                isNested = false;
            }
        }

        private Deadline deadline() {
            return isNested ? Deadline.after(Duration.ofSeconds(1), world.time) : world.deadline();
        }

        /** False when the process was killed; then it runs again. */
        private boolean guarded(BooleanSupplier action) {
            if (isNested) {
                return action.getAsBoolean();
            }
            try {
                return action.getAsBoolean();
            } catch (Crash e) {
                story.add("killed");
                daemon.kill();
                connection = new FailingConnection();
                stepsToCrash = -1;
                FailingConnection fresh = connection;
                daemon = CoreProcess.start(world, fresh::around);
                return false;
            }
        }

        private boolean deliver(Call call) {
            story.add("  " + call);
            return guarded(() -> {
                Answer answer = switch (call.kind()) {
                    case IMPLEMENT -> daemon.life().implemented(call.event(), deadline());
                    case SHUT_DOWN -> daemon.life().shutDown(call.event(), deadline());
                    case DESTROY -> daemon.life().destroyed(call.event(), deadline());
                };
                story.add("    -> " + answer);
                return answer.success();
            });
        }

        private void attach(Network network) {
            String account = network.owner.name();
            String device = account + "-tor-" + (random.nextBoolean() ? "a" : "b");
            String text = random.nextBoolean() ? World.uuid(network.id) : Long.toString(network.id);
            story.add("attach " + device + " to " + text + (network.isTold ? "" : ", of which no call comes"));
            try {
                daemon.operations().attach(device, text, false, false, OPERATOR, deadline());
                acknowledged.add(device);
            } catch (ProblemException e) {
                story.add("  " + e.getMessage());
            }
        }

        private void detach() {
            List<DeviceView> devices = daemon.operations().devices();
            String device = devices.get(random.nextInt(devices.size())).name();
            story.add("detach " + device);
            acknowledged.remove(device);
            daemon.operations().detach(device, false, OPERATOR, deadline());
        }

        private void toggleSwitch() {
            FakeSwitch model = world.model(random.nextBoolean() ? "tor-a" : "tor-b");
            if (model.unreachable == null) {
                model.goAway();
            } else {
                model.comeBack();
            }
        }

        private void restartSwitch() {
            FakeSwitch model = world.model(random.nextBoolean() ? "tor-a" : "tor-b");
            told("restart", () -> model.restart(world.time.instant()));
        }

        private void checkAll() {
            world.switches.values().forEach(model -> {
                model.tick(world.time.instant());
                checkLeak(model);
            });
        }

        private void checkLeak(FakeSwitch model) {
            for (PortState port : model.ports.values()) {
                Vlan vlan = port.untagged();
                Network live = vlan == null ? null : cloud.liveOn(vlan);
                if (live != null && !live.owner.equals(owners.get(port.port()))) {
                    throw new AssertionError("LEAK: " + port + " while " + live.id + " of " + live.owner + " lives");
                }
            }
        }

        /** Everything works again, and time passes. */
        private void settle() {
            isSettling = true;
            connection.dontKill();
            stepsToCrash = -1;
            stepsToLoss = -1;
            world.directory.isUnreachable = false;
            world.switches.values().forEach(FakeSwitch::comeBack);
            story.add("settling");
            // What was armed may kill the first attempt.
            for (int i = 0; i < 2; i++) {
                guarded(() -> {
                    thawAll();
                    return true;
                });
            }
            letPass();
            for (Network network : List.copyOf(cloud.networks.values())) {
                for (int i = 0; i < 30 && network.state.equals("Shutdown"); i++) {
                    cloud.stop(network);
                    letPass();
                }
                assertThat(network.state).isNotEqualTo("Shutdown");
                // Whether somebody restarts it or not: what CloudStack calls up comes back.
                for (int i = 0; i < 10 && network.needsRestart && network.id % 2 == 0; i++) {
                    cloud.restart(network, false);
                }
            }
            letPass();
            checkEnd();
        }

        private void letPass() {
            for (int i = 0; i < 15; i++) {
                guarded(() -> {
                    world.time.pass(Duration.ofMinutes(1));
                    return true;
                });
                checkAll();
            }
        }

        /** A freeze may hold back what is wished; what is released is parked all the same. */
        private void freezeOrThaw() {
            Optional<String> name = random.nextBoolean()
                    ? Optional.empty()
                    : Optional.of(List.copyOf(world.switches.keySet()).get(random.nextInt(world.switches.size())));
            if (random.nextInt(3) == 0) {
                told("freeze " + name, () -> daemon.operations().adoptions().freeze(name, "to see", OPERATOR));
            } else {
                told("thaw " + name, () -> daemon.operations().adoptions().thaw(name, OPERATOR));
            }
        }

        private void thawAll() {
            daemon.operations().adoptions().thaw(Optional.empty(), OPERATOR);
            world.switches
                    .keySet()
                    .forEach(name -> daemon.operations().adoptions().thaw(Optional.of(name), OPERATOR));
        }

        private void checkEnd() {
            Set<String> attached = new HashSet<>();
            for (DeviceView device : daemon.operations().devices()) {
                Network network = device.network() == null ? null : byUuid(device.network());
                Integer vlan = network == null ? null : network.vlan;
                PortState port = world.model(device.switchName()).port(device.port());
                assertThat(port.untagged()).as("%s", device).isEqualTo(new Vlan(vlan == null ? 999 : vlan));
                assertThat(port.adminUp()).as("%s", device).isEqualTo(vlan != null);
                if (device.network() != null) {
                    attached.add(device.name());
                }
            }
            acknowledged.removeIf(device -> !attached.contains(device));
            world.switches.values().forEach(model -> {
                assertThat(model.port("ge3").untagged()).isEqualTo(new Vlan(999));
                assertThat(model.isUnsaved).isFalse();
                assertThat(model.openSessions).isZero();
                assertThat(model.mostOpenSessions).isEqualTo(1);
            });
            daemon.operations()
                    .ports()
                    .forEach(port -> assertThat(port.state()).as("%s", port).isEqualTo("converged"));
        }

        private @Nullable Network byUuid(String uuid) {
            return cloud.networks.values().stream()
                    .filter(network -> World.uuid(network.id).equals(uuid))
                    .findFirst()
                    .orElse(null);
        }
    }
}
