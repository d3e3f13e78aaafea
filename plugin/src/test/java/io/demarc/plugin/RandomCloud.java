/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin;

import io.demarc.plugin.words.NetworkEvent;
import io.demarc.plugin.words.Owner;
import io.demarc.plugin.world.World;
import io.demarc.switches.PortName;
import io.demarc.switches.Vlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A CloudStack that gives out VLANs as the real one does: a network gets one when it is implemented, keeps it while
 * shutdown-network fails, and only then it goes back to a pool that is far too small. Of networks whose offering doesn't name Demarc no
 * call comes; nothing holds their VLANs back, but here they are given to nobody before every port is out of them. One caller at a time.
 */
final class RandomCloud {
    private static final int NETWORKS = 4;

    final Map<Long, Network> networks = new TreeMap<>();
    /** Every call that was ever made: some come again, late. */
    final List<Call> past = new ArrayList<>();

    private final World world;
    private final Random random;
    private final TreeSet<Integer> pool = new TreeSet<>(List.of(100, 101, 102, 103, 104));
    /** VLANs that were released without asking Demarc. */
    private final TreeSet<Integer> released = new TreeSet<>();

    private final Delivery delivery;
    private long nextId = 200;

    RandomCloud(World world, Random random, Delivery delivery) {
        this.world = world;
        this.random = random;
        this.delivery = delivery;
        for (int i = 0; i < NETWORKS; i++) {
            create();
        }
    }

    /** Brings a call to the daemon. */
    interface Delivery {
        /** False when it failed or nobody answered. */
        boolean succeeds(Call call);
    }

    enum Kind {
        IMPLEMENT,
        SHUT_DOWN,
        DESTROY
    }

    record Call(Kind kind, NetworkEvent event) {
        @Override
        public String toString() {
            return kind + " " + event.network() + " on " + event.vlan();
        }
    }

    static final class Network {
        final long id;
        final Owner owner;
        String state = "Allocated";

        @Nullable
        Integer vlan;

        boolean needsRestart;
        /** Its offering names Demarc. */
        boolean isTold;

        Network(long id, Owner owner) {
            this.id = id;
            this.owner = owner;
        }

        /** Its virtual machines run. */
        boolean isLive() {
            return state.equals("Implemented");
        }
    }

    private void create() {
        Network network = new Network(nextId++, random.nextBoolean() ? World.ALICE : World.BOB);
        network.isTold = random.nextInt(3) != 0;
        networks.put(network.id, network);
        publish(network);
    }

    private void publish(Network network) {
        world.network(network.id, network.owner, network.state, network.vlan);
    }

    private void set(Network network, String state) {
        network.state = state;
        publish(network);
    }

    Network any() {
        return List.copyOf(networks.values()).get(random.nextInt(networks.size()));
    }

    private boolean call(Kind kind, Network network, @Nullable Integer vlan) {
        if (!network.isTold) {
            return true;
        }
        Call call = new Call(kind, World.event(network.id, vlan));
        past.add(call);
        boolean success = delivery.succeeds(call);
        if (success && random.nextInt(8) == 0) {
            delivery.succeeds(call); // Doubled.
        }
        return success && random.nextInt(20) != 0; // The answer may be lost.
    }

    void start(Network network) {
        released.removeIf(vlan -> carrying(vlan).isEmpty() && pool.add(vlan));
        if (!network.state.equals("Allocated") || pool.isEmpty()) {
            return;
        }
        List<Integer> free = List.copyOf(pool);
        network.vlan = free.get(random.nextInt(free.size()));
        pool.remove(network.vlan);
        set(network, "Implementing");
        if (call(Kind.IMPLEMENT, network, network.vlan)) {
            set(network, "Implemented");
        } else {
            stop(network);
        }
    }

    /** Garbage collection, or the way back after a failure. */
    void stop(Network network) {
        if (network.vlan == null) {
            return;
        }
        set(network, "Shutdown");
        if (call(Kind.SHUT_DOWN, network, network.vlan)) {
            free(network);
        }
    }

    private void free(Network network) {
        if (network.vlan == null) {
            return; // Another call was quicker.
        }
        int vlan = network.vlan;
        List<PortName> carrying = carrying(vlan);
        if (network.isTold && !carrying.isEmpty()) {
            throw new AssertionError("VLAN " + vlan + " was let go while " + carrying + " carried it");
        }
        (network.isTold ? pool : released).add(vlan);
        network.vlan = null;
        network.needsRestart = false;
        set(network, "Allocated");
    }

    private List<PortName> carrying(int vlan) {
        return world.switches.values().stream()
                .flatMap(model -> model.carrying(new Vlan(vlan)).stream())
                .toList();
    }

    /** An administrator changes the offering of a network that is up; the real one keeps the new offering although the call failed. */
    void changeOffering(Network network) {
        if (!network.isLive()) {
            return;
        }
        if (network.isTold) {
            if (call(Kind.SHUT_DOWN, network, network.vlan)) {
                network.isTold = false;
            }
        } else {
            network.isTold = true;
            network.needsRestart = !call(Kind.IMPLEMENT, network, network.vlan);
        }
    }

    void restart(Network network, boolean cleanUp) {
        if (!network.isLive()) {
            return;
        }
        if (cleanUp && !call(Kind.SHUT_DOWN, network, network.vlan)) {
            network.needsRestart = true;
            return;
        }
        if (cleanUp && random.nextInt(2) == 0) {
            network.needsRestart =
                    true; // Another element of it failed: the real one then goes on to call it Implemented.
            return;
        }
        network.needsRestart = !call(Kind.IMPLEMENT, network, network.vlan);
    }

    void delete(Network network) {
        stop(network);
        if (network.state.equals("Allocated") && call(Kind.DESTROY, network, null)) {
            networks.remove(network.id);
            world.directory.networks.remove(network.id);
            create();
        }
    }

    /**
     * An administrator deletes by force, and Demarc is never told. The real CloudStack keeps the VLAN out of the pool for
     * good; this one gives it to the next.
     */
    void deleteByForce(Network network) {
        if (network.vlan != null) {
            (network.isTold ? pool : released).add(network.vlan);
        }
        networks.remove(network.id);
        world.directory.networks.remove(network.id);
        create();
    }

    /**
     * A call comes again, long after; nobody waits for its answer. But for one that would end a network that lives, and, while the API
     * is away, one that brings a network up: nothing tells it from a true one then.
     */
    void repeatLate() {
        if (past.isEmpty()) {
            return;
        }
        Call call = past.get(random.nextInt(past.size()));
        Network network = networks.get(call.event().network().value());
        boolean endsALiveOne = network != null
                && network.vlan != null
                && call.kind() != Kind.IMPLEMENT
                && (call.event().vlan() == null
                        || network.vlan == call.event().vlan().id());
        boolean isUnknowable = call.kind() == Kind.IMPLEMENT && world.directory.isUnreachable;
        if (!endsALiveOne && !isUnknowable) {
            delivery.succeeds(call);
        }
    }

    /** The network whose machines run in the VLAN; null when none is. */
    @Nullable
    Network liveOn(Vlan vlan) {
        return networks.values().stream()
                .filter(Network::isLive)
                .filter(network -> network.vlan != null && network.vlan == vlan.id())
                .findFirst()
                .orElse(null);
    }
}
