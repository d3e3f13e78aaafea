/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.demarc.plugin.books.Wishes;
import io.demarc.plugin.configuration.Manage;
import io.demarc.plugin.inventory.InventoryFile;
import io.demarc.plugin.words.Attachment;
import io.demarc.plugin.words.Device;
import io.demarc.plugin.words.DeviceName;
import io.demarc.plugin.words.Inventory;
import io.demarc.plugin.words.ManagedSwitch;
import io.demarc.plugin.words.NetworkId;
import io.demarc.plugin.words.NetworkIdentity;
import io.demarc.plugin.words.NetworkRecord;
import io.demarc.plugin.words.NetworkRecord.State;
import io.demarc.plugin.words.Owner;
import io.demarc.plugin.words.PortAddress;
import io.demarc.plugin.words.PortClaim;
import io.demarc.plugin.words.Zone;
import io.demarc.plugin.world.World;
import io.demarc.problem.Problem;
import io.demarc.problem.ProblemCode;
import io.demarc.switches.PortName;
import io.demarc.switches.SwitchName;
import io.demarc.switches.Vlan;
import io.demarc.switches.provision.PortTarget.Carry;
import io.demarc.switches.provision.PortTarget.Idle;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DesiredPortsTest {
    private static final Zone SIM = new Zone("7fa996a0-6e37-4e18-84cc-23aed0d75ec3", "sim");
    private static final Inventory INVENTORY = InventoryFile.parse(
            "switches:\n" + World.switchYaml("tor", "fake", 4)
                    + World.switchYaml("zoned", "fake", 2).replace("idle:", "zones: [2]\n    idle:")
                    + World.switchYaml("careful", "fake", 2).replace("idle:", "forbidden-vlans: [101]\n    idle:")
                    + "devices:\n"
                    + World.deviceYaml("alice-1", "alice", "tor", 1)
                    + World.deviceYaml("alice-2", "alice", "zoned", 1)
                    + World.deviceYaml("alice-3", "alice", "careful", 1)
                    + World.deviceYaml("bob-1", "bob", "tor", 2)
                    + World.deviceYaml("bob-2", "bob", "tor", 3),
            new World(Path.of("/nowhere")).platforms());

    private static NetworkRecord network(long id, Owner owner, State state, @Nullable Integer vlan, String zone) {
        NetworkIdentity identity = new NetworkIdentity(World.uuid(id), "net-" + id, owner, SIM);
        Vlan its = vlan == null ? null : new Vlan(vlan);
        return new NetworkRecord(new NetworkId(id), state, its, zone, "pn0", identity, 1);
    }

    private static Attachment attachment(String device, long network, boolean forced) {
        return new Attachment(new DeviceName(device), World.uuid(network), "net-" + network, forced, false);
    }

    private static DesiredPort port(Wishes wishes, String switchName, String port) {
        return DesiredPorts.of(wishes, new SwitchName(switchName)).stream()
                .filter(one -> one.address().port().value().equals(port))
                .findFirst()
                .orElseThrow();
    }

    private static Wishes wishes(List<Attachment> attachments, NetworkRecord... networks) {
        return new Wishes(INVENTORY, attachments, List.of(networks), List.of(), Map.of(), List.of(), Manage.ENFORCE);
    }

    private static @Nullable ProblemCode code(DesiredPort port) {
        Problem refusal = port.refusal();
        return refusal == null ? null : refusal.code();
    }

    @Test
    void aDevicesPortCarriesTheVlanOfItsOwnersNetwork() {
        Wishes wishes = wishes(
                List.of(attachment("alice-1", 204, false)), network(204, World.ALICE, State.IMPLEMENTED, 150, "1"));

        assertThat(port(wishes, "tor", "ge1").target()).isInstanceOfSatisfying(Carry.class, carry -> {
            assertThat(carry.vlan()).isEqualTo(new Vlan(150));
            assertThat(carry.description()).hasToString("demarc alice-1 alice");
        });
        assertThat(port(wishes, "tor", "ge4").target()).isInstanceOf(Idle.class);
    }

    @Test
    void aNetworkThatIsDownLeavesThePortIdleWithoutARefusal() {
        for (State state : List.of(State.DOWN, State.SHUTTING)) {
            Wishes wishes =
                    wishes(List.of(attachment("alice-1", 204, false)), network(204, World.ALICE, state, 150, "1"));
            assertThat(port(wishes, "tor", "ge1").target()).isInstanceOf(Idle.class);
            assertThat(port(wishes, "tor", "ge1").refusal()).isNull();
        }
    }

    @Test
    void anotherOwnersNetworkIsRefusedUnlessForced() {
        NetworkRecord bobs = network(204, World.BOB, State.IMPLEMENTED, 150, "1");

        assertThat(code(port(wishes(List.of(attachment("alice-1", 204, false)), bobs), "tor", "ge1")))
                .isEqualTo(ProblemCode.OWNER_MISMATCH);
        assertThat(port(wishes(List.of(attachment("alice-1", 204, true)), bobs), "tor", "ge1")
                        .target())
                .isInstanceOf(Carry.class);
    }

    @Test
    void aVlanThatTheSwitchMayNotHaveIsRefused() {
        for (int vlan : new int[] {1, 99, 200, 999}) {
            Wishes wishes = wishes(
                    List.of(attachment("alice-1", 204, false)),
                    network(204, World.ALICE, State.IMPLEMENTED, vlan, "1"));
            assertThat(code(port(wishes, "tor", "ge1"))).isEqualTo(ProblemCode.VLAN_NOT_ALLOWED);
        }
        Wishes forbidden = wishes(
                List.of(attachment("alice-3", 204, false)), network(204, World.ALICE, State.IMPLEMENTED, 101, "1"));
        assertThat(code(port(forbidden, "careful", "ge1"))).isEqualTo(ProblemCode.VLAN_NOT_ALLOWED);
    }

    @Test
    void aSwitchServesItsZonesOnly() {
        Wishes wishes = wishes(
                List.of(attachment("alice-2", 204, false)), network(204, World.ALICE, State.IMPLEMENTED, 150, "1"));
        assertThat(code(port(wishes, "zoned", "ge1"))).isEqualTo(ProblemCode.CONFLICT);
    }

    /** Its name is another zone's internal id. */
    @Test
    void aZoneWithANumberForANameIsNotTheOneOfThatId() {
        NetworkRecord misleading = network(204, World.ALICE, State.IMPLEMENTED, 150, "2")
                .with(new NetworkIdentity(World.uuid(204), "net-204", World.ALICE, new Zone(SIM.uuid(), "5")));
        assertThat(declaredFor("5").serves(misleading)).isFalse();
        assertThat(declaredFor("2").serves(misleading)).isTrue();
        assertThat(declaredFor(SIM.uuid()).serves(misleading)).isTrue();
    }

    @Test
    void aZoneIsNamedByItsNameItsUuidOrItsInternalIdAndNotGuessedWhileNobodyTellsIt() {
        NetworkRecord told = network(204, World.ALICE, State.IMPLEMENTED, 150, "2");
        NetworkIdentity identity = new NetworkIdentity(World.uuid(204), "net-204", World.ALICE, null);
        NetworkRecord untold = told.with(identity);
        for (String zone : List.of("2", "sim", SIM.uuid(), SIM.uuid().toUpperCase(Locale.ROOT))) {
            ManagedSwitch managed = declaredFor(zone);
            assertThat(managed.serves(told)).as(zone).isTrue();
            assertThat(managed.mayServe(told)).as(zone).isTrue();
            assertThat(managed.serves(untold)).as(zone).isEqualTo(zone.equals("2"));
            assertThat(managed.mayServe(untold)).as(zone).isTrue();
        }
        for (String zone : List.of("3", "SIM", "other", World.uuid(1))) {
            assertThat(declaredFor(zone).serves(told)).as(zone).isFalse();
            assertThat(declaredFor(zone).mayServe(told)).as(zone).isFalse();
        }
    }

    private static ManagedSwitch declaredFor(String zone) {
        String yaml = "switches:\n"
                + World.switchYaml("tor", "fake", 1).replace("idle:", "zones: ['" + zone + "']\n    idle:");
        return InventoryFile.parse(yaml, new World(Path.of("/nowhere")).platforms())
                .require(new SwitchName("tor"));
    }

    @Test
    void aVlanThatTwoZonesHaveStaysWhereItIsCarriedAndTheNewcomerIsRefused() {
        List<Attachment> attachments = List.of(attachment("alice-1", 204, false), attachment("bob-1", 300, false));
        NetworkRecord alices = network(204, World.ALICE, State.IMPLEMENTED, 150, "1");
        NetworkRecord bobs = network(300, World.BOB, State.IMPLEMENTED, 150, "2");
        PortClaim claim = new PortClaim(
                new PortAddress(new SwitchName("tor"), new PortName("ge2")), new Vlan(150), new NetworkId(300));
        Wishes wishes = new Wishes(
                INVENTORY, attachments, List.of(alices, bobs), List.of(claim), Map.of(), List.of(), Manage.ENFORCE);

        assertThat(port(wishes, "tor", "ge2").target()).isInstanceOf(Carry.class);
        assertThat(code(port(wishes, "tor", "ge1"))).isEqualTo(ProblemCode.CONFLICT);

        Wishes bothNew = wishes(attachments, alices, bobs);
        assertThat(code(port(bothNew, "tor", "ge1"))).isEqualTo(ProblemCode.CONFLICT);
        assertThat(code(port(bothNew, "tor", "ge2"))).isEqualTo(ProblemCode.CONFLICT);
    }

    @Test
    void aVlanThatTwoNetworksClaimIsNobodys() {
        Wishes wishes = wishes(
                List.of(attachment("alice-1", 204, false), attachment("bob-1", 205, false)),
                network(204, World.ALICE, State.IMPLEMENTED, 150, "1"),
                network(205, World.BOB, State.IMPLEMENTED, 150, "1"));
        assertThat(code(port(wishes, "tor", "ge1"))).isEqualTo(ProblemCode.CONFLICT);
        assertThat(code(port(wishes, "tor", "ge2"))).isEqualTo(ProblemCode.CONFLICT);
    }

    @Test
    void twoZonesVlansOfTheSameNumberDoNotMeetOnOneSwitch() {
        Wishes wishes = wishes(
                List.of(attachment("alice-1", 204, false), attachment("bob-1", 205, false)),
                network(204, World.ALICE, State.IMPLEMENTED, 150, "1"),
                network(205, World.BOB, State.IMPLEMENTED, 150, "2"));
        assertThat(code(port(wishes, "tor", "ge1"))).isEqualTo(ProblemCode.CONFLICT);
        assertThat(code(port(wishes, "tor", "ge2"))).isEqualTo(ProblemCode.CONFLICT);
    }

    @Test
    void whatAPortWasPutIntoIsTold() {
        PortAddress address = new PortAddress(new SwitchName("tor"), new PortName("ge4"));
        Wishes wishes = new Wishes(
                INVENTORY,
                List.of(),
                List.of(),
                List.of(new PortClaim(address, new Vlan(150), new NetworkId(204))),
                Map.of(),
                List.of(),
                Manage.ENFORCE);
        assertThat(port(wishes, "tor", "ge4").target().placed()).containsExactly(new Vlan(150));
    }

    @Test
    void whateverIsWishedNoPortCarriesWhatItMustNot() {
        for (long seed = 1; seed <= 2_000; seed++) {
            Wishes wishes = random(new Random(seed));
            var desired = DesiredPorts.of(wishes);

            assertThat(desired.keySet())
                    .as("seed %d", seed)
                    .isEqualTo(INVENTORY.switches().keySet());
            desired.forEach((name, ports) -> {
                ManagedSwitch managed = INVENTORY.require(name);
                assertThat(ports.stream().map(port -> port.address().port()))
                        .containsExactlyElementsOf(managed.rules().managed().keySet());
                Set<List<Object>> networksByVlan = new HashSet<>();
                for (DesiredPort port : ports) {
                    assertThat(port.address().port()).isEqualTo(port.target().port());
                    if (port.target() instanceof Carry carry) {
                        assertMayCarry(wishes, managed, port, carry);
                        networksByVlan.add(List.of(
                                carry.vlan(),
                                Objects.requireNonNull(port.network()).id()));
                    }
                }
                assertThat(networksByVlan.stream().map(pair -> pair.get(0)).distinct())
                        .as("seed %s: one network a VLAN", wishes)
                        .hasSameSizeAs(networksByVlan);
            });
        }
    }

    private static void assertMayCarry(Wishes wishes, ManagedSwitch managed, DesiredPort port, Carry carry) {
        Device device = Objects.requireNonNull(port.device());
        NetworkRecord network = Objects.requireNonNull(port.network());
        NetworkIdentity identity = Objects.requireNonNull(network.identity());
        Attachment attachment = wishes.attachments().stream()
                .filter(one -> one.device().equals(device.name()))
                .findFirst()
                .orElseThrow();
        assertThat(device.port()).isEqualTo(port.address());
        assertThat(attachment.networkUuid()).isEqualTo(identity.uuid());
        assertThat(attachment.forced() || identity.owner().equals(device.owner()))
                .isTrue();
        assertThat(network.state()).isEqualTo(State.IMPLEMENTED);
        assertThat(carry.vlan()).isEqualTo(network.vlan());
        assertThat(managed.rules().tenants().contains(carry.vlan())).isTrue();
        assertThat(managed.rules().forbidden()).doesNotContain(carry.vlan());
        assertThat(managed.rules().parking()).isNotEqualTo(carry.vlan());
        assertThat(managed.serves(network)).isTrue();
        assertThat(wishes.networks())
                .noneMatch(other -> !other.id().equals(network.id())
                        && other.isOn(carry.vlan())
                        && other.zoneId().equals(network.zoneId()));
    }

    private static Wishes random(Random random) {
        List<NetworkRecord> networks = new ArrayList<>();
        for (long id = 200; id < 204; id++) {
            NetworkRecord network = network(
                    id,
                    random.nextBoolean() ? World.ALICE : World.BOB,
                    List.of(State.values()).get(random.nextInt(3)),
                    random.nextInt(5) == 0 ? null : (Integer) (98 + random.nextInt(5)),
                    random.nextInt(3) == 0 ? "2" : "1");
            networks.add(
                    random.nextInt(6) == 0
                            ? new NetworkRecord(
                                    network.id(),
                                    network.state(),
                                    network.vlan(),
                                    network.zoneId(),
                                    network.physicalNetwork(),
                                    null,
                                    1)
                            : network);
        }
        List<Attachment> attachments = new ArrayList<>();
        for (DeviceName device : INVENTORY.devices().keySet()) {
            if (random.nextInt(4) != 0) {
                attachments.add(attachment(device.value(), 200 + random.nextInt(5), random.nextInt(8) == 0));
            }
        }
        return new Wishes(INVENTORY, attachments, networks, List.of(), Map.of(), List.of(), Manage.ENFORCE);
    }
}
