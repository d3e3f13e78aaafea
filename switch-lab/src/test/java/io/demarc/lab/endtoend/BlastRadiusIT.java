/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.endtoend;

import static io.demarc.lab.endtoend.CoreUnderTest.OPERATOR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.demarc.plugin.operations.InventoryOperations;
import io.demarc.plugin.operations.InventoryOperations.Consent;
import io.demarc.plugin.operations.InventoryOperations.InventoryChange;
import io.demarc.plugin.operations.Views.Outcome;
import io.demarc.plugin.operations.Views.PortView;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * How much a mistake can do at one time, told by what each switch got: a simulated IOS over SSH, a simulated switch by SNMP and a
 * real Open vSwitch, of one Demarc. Each has two ports, with alice's devices in them. One port of a switch is changed in a minute,
 * and two of all.
 */
@TestMethodOrder(OrderAnnotation.class)
@ExtendWith(PartsOfOneStory.class)
@SuppressWarnings("NullAway.Init")
class BlastRadiusIT {
    private static final int TENANT = 150;
    private static final int PARKING = 999;

    @TempDir
    private static Path directory;

    private static Map<String, RehearsedSwitch> switches;
    private static CoreUnderTest core;

    @BeforeAll
    static void begin() {
        switches = new TreeMap<>();
        List.of("cisco-ios", "snmp-qbridge", "openvswitch")
                .forEach(platform -> switches.put(platform, RehearsedSwitch.of(platform, directory)));
        switches.values()
                .forEach(device -> List.of(1, 2).forEach(number -> {
                    device.access(device.port(number), PARKING, false);
                    device.plug(device.port(number));
                }));
        core = new CoreUnderTest(
                directory,
                switches.values().stream().map(RehearsedSwitch::knownHostsLine).toList(),
                "{ resync-interval: 24h, most-changes: { on-one-switch: 1, on-all: 2 } }");
        apply(inventory(1, "100-199"), Consent.NONE);
        apply(inventory(2, "100-199"), Consent.NONE);
        core.adoptAll();
        devices(1).forEach(BlastRadiusIT::attach);
        devices(2).forEach(BlastRadiusIT::attach);
    }

    @AfterAll
    static void end() {
        core.close();
        switches.values().forEach(RehearsedSwitch::close);
    }

    /** With so many ports of each switch, and a device in each. */
    private static String inventory(int ports, String vlans) {
        StringBuilder text = new StringBuilder("switches:\n");
        StringBuilder devices = new StringBuilder("devices:\n");
        switches.forEach((name, device) -> {
            String names = IntStream.rangeClosed(1, ports)
                    .mapToObj(number -> device.port(number).value())
                    .collect(Collectors.joining(", "));
            text.append(device.entry(name, directory))
                    .append("    vlans: " + vlans + "\n    idle: { vlan: 999, down: true }\n    ports: [" + names
                            + "]\n");
            IntStream.rangeClosed(1, ports)
                    .forEach(number -> devices.append(
                            "  - { name: %s, owner: { domain: ROOT, account: alice }, port: { switch: %s, name: %s } }\n"
                                    .formatted(device(name, number), name, device.port(number))));
        });
        return text.append(devices).toString();
    }

    private static String device(String switchName, int number) {
        return switchName + "-" + number;
    }

    private static List<String> devices(int number) {
        return switches.keySet().stream().map(name -> device(name, number)).toList();
    }

    private static InventoryOperations inventory() {
        return core.operations().inventory();
    }

    private static InventoryChange apply(String inventory, Consent consent) {
        return inventory().apply(inventory, consent, false, OPERATOR);
    }

    private static Consent counted(long ports) {
        return new Consent(Optional.empty(), Optional.of(ports));
    }

    private static Outcome attach(String device) {
        return core.operations().attach(device, "a1", false, false, OPERATOR, core.deadline());
    }

    private static Outcome detach(String device) {
        return core.operations().detach(device, false, OPERATOR, core.deadline());
    }

    /** What each switch got until now. */
    private static Map<String, List<String>> received() {
        Map<String, List<String>> all = new TreeMap<>();
        switches.forEach((name, device) -> all.put(name, device.received()));
        return all;
    }

    /** How many ports of each switch are in the VLAN, by its own account. */
    private static Map<String, Long> in(int vlan) {
        Map<String, Long> all = new TreeMap<>();
        switches.forEach((name, device) -> all.put(
                name,
                IntStream.rangeClosed(1, 2)
                        .filter(number -> device.isIn(device.port(number), vlan))
                        .count()));
        return all;
    }

    private static Map<String, Long> each(long ports) {
        return switches.keySet().stream().collect(Collectors.toMap(name -> name, name -> ports));
    }

    private static long sum(Map<String, Long> ports) {
        return ports.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Each minute as many ports come as may, and not one more, until every switch has so many in the tenant's VLAN. */
    private static void passMinutesUntilIn(long wanted, Map<String, Long> before) {
        Map<String, Long> was = before;
        Map<String, Long> now = in(TENANT);
        requireOneMinutesChanges(was, now, wanted);
        while (!now.equals(each(wanted))) {
            core.passMinute();
            was = now;
            now = in(TENANT);
            requireOneMinutesChanges(was, now, wanted);
        }
    }

    private static void requireOneMinutesChanges(Map<String, Long> was, Map<String, Long> now, long wanted) {
        long behind = was.values().stream().filter(ports -> ports < wanted).count();
        assertThat(sum(now) - sum(was)).as("of all: %s to %s", was, now).isEqualTo(Math.min(2, behind));
        now.forEach((name, ports) -> assertThat(ports - Objects.requireNonNull(was.get(name)))
                .as(name)
                .isBetween(0L, 1L));
        List<PortView> waiting = core.operations().ports().stream()
                .filter(port -> !port.state().equals("converged"))
                .toList();
        assertThat(waiting).hasSize((int) (wanted * switches.size() - sum(now))).allSatisfy(port -> {
            assertThat(port.state()).isEqualTo("pending");
            assertThat(port.problem())
                    .contains(
                            "waits, because enough ports were changed for now (at most 1 on one switch and 2 on all in"
                                    + " one minute)");
        });
    }

    @Test
    @Order(1)
    void noMorePortsAreChangedInAMinuteThanAllowedAndTheRestWaitsAndComes() {
        core.passMinute();
        assertThat(in(PARKING)).isEqualTo(each(2));

        core.implement(TENANT);

        passMinutesUntilIn(2, each(0));
    }

    @Test
    @Order(2)
    void anInventoryThatWouldParkMoreLivePortsThanAFewIsRefusedAndNoSwitchGetsAnything() {
        Map<String, List<String>> before = received();

        assertThatThrownBy(() -> apply(inventory(2, "100-149"), Consent.NONE))
                .hasMessageContaining("would park 6 live ports")
                .hasMessageContaining("--yes-park 6");
        assertThatThrownBy(() -> apply(inventory(2, "100-149"), counted(5)))
                .hasMessageContaining("would park 6 live ports, not 5");
        core.passMinute();

        assertThat(received()).isEqualTo(before);
        assertThat(in(TENANT)).isEqualTo(each(2));
    }

    @Test
    @Order(3)
    void aRollbackThatWouldLetGoOfWhatIsClaimedIsRefusedAndNoSwitchGetsAnything() {
        Map<String, List<String>> before = received();

        assertThatThrownBy(() -> inventory().rollBack("1", Consent.NONE, false, OPERATOR))
                .satisfies(refused -> switches.forEach((name, device) -> assertThat(refused)
                        .hasMessageContaining("device " + device(name, 2) + " would be removed, but it is attached")
                        .hasMessageContaining("port " + name + " " + device.port(2)
                                + " would no longer be managed, but it may still carry VLAN 150")));
        core.passMinute();

        assertThat(received()).isEqualTo(before);
    }

    @Test
    @Order(4)
    void aFrozenSwitchGetsNothingButTheParkingThatTakesATenantsVlanOffAPort() {
        core.operations().adoptions().freeze(Optional.empty(), "changes need the board", OPERATOR);
        devices(1)
                .forEach(device -> assertThat(detach(device).done()).as(device).isTrue());
        switches.forEach((name, device) -> {
            assertThat(device.isIn(device.port(1), PARKING)).as(name).isTrue();
            assertThat(device.isIn(device.port(2), TENANT)).as(name).isTrue();
        });

        Map<String, List<String>> before = received();
        devices(1)
                .forEach(device -> assertThat(attach(device).message())
                        .contains("every switch is frozen since", "changes need the board"));
        core.passMinute();
        assertThat(received()).isEqualTo(before);

        core.operations().adoptions().thaw(Optional.empty(), OPERATOR);
        core.reconcile();
        passMinutesUntilIn(2, each(1));
    }

    @Test
    @Order(5)
    void anInventoryOfWhichThePortsWereCountedParksThemAllAtOnce() {
        apply(inventory(2, "100-149"), counted(6));
        core.reconcile();

        assertThat(in(PARKING)).isEqualTo(each(2));
        assertThat(Objects.requireNonNull(switches.get("cisco-ios")).received()).endsWith("write memory");
    }

    @Test
    @Order(6)
    void aRollbackTakesPortsOutAsTheyAreAndBringsThemBackObserved() {
        devices(2).forEach(BlastRadiusIT::detach);
        InventoryChange change = inventory().rollBack("1", Consent.NONE, false, OPERATOR);
        assertThat(change.left()).hasSize(3).allMatch(line -> line.contains(" is left as it is: "));
        core.passMinute();
        passMinutesUntilIn(1, each(0));

        Map<String, List<String>> before = afterAHandPutThePortsThatWereTakenOutInto(42);
        core.passMinute();
        assertThat(received()).isEqualTo(before);

        InventoryChange back = inventory().rollBack("2", Consent.NONE, false, OPERATOR);
        switches.forEach(
                (name, device) -> assertThat(back.added()).contains("switch " + name + ": port " + device.port(2)));
        core.passMinute();
        assertThat(received()).isEqualTo(before);
        assertThat(core.operations().ports())
                .filteredOn(port -> port.state().equals("observed"))
                .hasSize(3);
    }

    private static Map<String, List<String>> afterAHandPutThePortsThatWereTakenOutInto(int vlan) {
        switches.values().forEach(device -> device.access(device.port(2), vlan, true));
        return received();
    }
}
