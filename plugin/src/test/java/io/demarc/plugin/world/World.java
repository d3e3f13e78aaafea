/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.world;

import io.demarc.access.Deadline;
import io.demarc.hooks.node.NodeCommands;
import io.demarc.hooks.replica.ReplicationLooks;
import io.demarc.hooks.runbook.Runbooks;
import io.demarc.hooks.runbook.StepKinds;
import io.demarc.hooks.storage.StorageNode;
import io.demarc.hooks.storage.StoragePair;
import io.demarc.hooks.storage.StoragePairs;
import io.demarc.plugin.cloudstack.CloudMaintenance;
import io.demarc.plugin.configuration.DaemonConfig;
import io.demarc.plugin.configuration.DaemonConfigFile;
import io.demarc.plugin.networks.NetworkDirectory.Truth;
import io.demarc.plugin.operations.CloudSide;
import io.demarc.plugin.operations.Trigger;
import io.demarc.plugin.reconcile.Surroundings;
import io.demarc.plugin.runbooks.RunbookCatalogue;
import io.demarc.plugin.words.Actor;
import io.demarc.plugin.words.NetworkEvent;
import io.demarc.plugin.words.NetworkId;
import io.demarc.plugin.words.NetworkIdentity;
import io.demarc.plugin.words.Owner;
import io.demarc.plugin.words.OwnerKey;
import io.demarc.plugin.words.Zone;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import io.demarc.switches.Vlan;
import io.demarc.switches.catalogue.Platforms;
import io.demarc.switches.platform.Platform;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Switches, a CloudStack's API and the files of one daemon. One caller at a time. */
public final class World {
    public static final Actor OPERATOR = new Actor(Actor.Kind.OPERATOR, "root");
    public static final Owner ALICE = new Owner("ROOT", Owner.Kind.ACCOUNT, "alice");
    public static final Owner BOB = new Owner("ROOT", Owner.Kind.ACCOUNT, "bob");
    private static final Duration CALL = Duration.ofSeconds(50);

    public final VirtualTime time = new VirtualTime();
    public final Map<String, FakeSwitch> switches = new TreeMap<>();
    public final FakeDirectory directory = new FakeDirectory();
    public final Path state;
    public String configuration = "";
    public Runbooks runbooks = Runbooks.of(Map.of(), StepKinds.of(List.of()));
    /** What CloudStack's API tells of the zone of networks that are made. */
    public @Nullable Zone zone = new Zone("7fa996a0-6e37-4e18-84cc-23aed0d75ec3", "sim");

    public CloudMaintenance cloud = CloudMaintenance.NONE;
    public CloudSide cloudSide = CloudSide.NONE;

    public List<Trigger> triggers = List.of();

    public World(Path state) {
        this.state = state;
    }

    public FakeSwitch addSwitch(String name, boolean isAtomic, int ports) {
        FakeSwitch model = new FakeSwitch(isAtomic, ports);
        switches.put(name, model);
        return model;
    }

    public FakeSwitch model(String name) {
        return Objects.requireNonNull(switches.get(name), name);
    }

    public DaemonConfig config() {
        return DaemonConfigFile.parse("state-directory: " + state + "\n" + configuration, "test");
    }

    public Platforms platforms() {
        return Platforms.of(List.of(
                new FakePlatform("fake", Platform.Transport.SSH, false, switches, time),
                new FakePlatform("fake-atomic", Platform.Transport.SSH, true, switches, time),
                new FakePlatform("fake-snmp", Platform.Transport.SNMP, false, switches, time)));
    }

    public Surroundings surroundings() {
        return new Surroundings(time, time, new Random(42));
    }

    public Deadline deadline() {
        return Deadline.after(CALL, time);
    }

    /** The network's row in CloudStack's database. */
    public void network(long id, Owner owner, String state, @Nullable Integer vlan) {
        network(id, owner, null, state, vlan);
    }

    /** As above, with what {@code listNetworks} tells of the owner besides the names. */
    public void network(long id, Owner owner, @Nullable OwnerKey key, String state, @Nullable Integer vlan) {
        NetworkIdentity identity = new NetworkIdentity(uuid(id), "net-" + id, owner, zone, key);
        directory.networks.put(id, new Truth(identity, state, vlan == null ? null : new Vlan(vlan), false));
    }

    /** CloudStack wants the network restarted. */
    public void needRestart(long id) {
        directory.networks.computeIfPresent(id, (key, it) -> new Truth(it.identity(), it.state(), it.vlan(), true));
    }

    public static String uuid(long id) {
        return "00000000-0000-0000-0000-" + String.format("%012d", id);
    }

    public static NetworkEvent event(long id, @Nullable Integer vlan) {
        return new NetworkEvent(new NetworkId(id), vlan == null ? null : new Vlan(vlan), "1", "pn0");
    }

    /** One switch's entry in an inventory. */
    public static String switchYaml(String name, String platform, int ports) {
        StringBuilder list = new StringBuilder();
        for (int i = 1; i <= ports; i++) {
            list.append(i == 1 ? "" : ", ").append("ge").append(i);
        }
        return """
                  - name: %s
                    platform: %s
                    address: 192.0.2.10
                    login: { user: demarc, password: '${env:PATH}' }
                    vlans: 100-199
                    idle: { vlan: 999 }
                    ports: [%s]
                """.formatted(name, platform, list);
    }

    public static String deviceYaml(String name, String account, String switchName, int port) {
        return """
                  - name: %s
                    owner: { domain: ROOT, account: %s }
                    port: { switch: %s, name: ge%d }
                """.formatted(name, account, switchName, port);
    }

    /** What the daemon is given; no storage pair is there. */
    public RunbookCatalogue catalogue() {
        return new RunbookCatalogue(
                runbooks,
                new StoragePairs() {
                    @Override
                    public StoragePair pair(String name) {
                        throw ProblemException.of(ProblemCode.NOT_FOUND, "There is no storage pair " + name + ".", "");
                    }

                    @Override
                    public NodeCommands on(StoragePair pair, StorageNode node) {
                        throw ProblemException.of(ProblemCode.NOT_FOUND, "There is no node " + node + ".", "");
                    }
                },
                cloud,
                new ReplicationLooks(new NoDatabases(), Runnable::run));
    }
}
