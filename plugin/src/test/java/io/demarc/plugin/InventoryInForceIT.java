/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin;

import static io.demarc.plugin.world.World.ALICE;
import static io.demarc.plugin.world.World.OPERATOR;
import static io.demarc.plugin.world.World.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import io.demarc.plugin.operations.InventoryOperations;
import io.demarc.plugin.operations.InventoryOperations.Consent;
import io.demarc.plugin.operations.InventoryOperations.InventoryChange;
import io.demarc.plugin.operations.InventoryOperations.InventoryText;
import io.demarc.plugin.operations.InventoryOperations.InventoryVersion;
import io.demarc.plugin.words.JournalEntry;
import io.demarc.plugin.world.FakeSwitch;
import io.demarc.plugin.world.World;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import io.demarc.switches.PortName;
import io.demarc.switches.Vlan;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The inventory in force, and those before it, on a real database with a switch in memory. */
class InventoryInForceIT {
    private static final String DEVICES = "devices:\n" + World.deviceYaml("alice-vpn", "alice", "tor", 1);
    private static final String FIRST =
            "# Rack 7, left \u2014 Ada\nswitches:\n" + World.switchYaml("tor", "fake", 3) + DEVICES;
    private static final String TWO_PORTS = "switches:\n" + World.switchYaml("tor", "fake", 2) + DEVICES;

    @TempDir
    Path directory;

    private World world;
    private FakeSwitch tor;
    private CoreProcess daemon;

    @BeforeEach
    void start() {
        world = new World(directory.resolve("state"));
        world.configuration = """
                cloudstack:
                  endpoint: https://cloud.example/client/api
                  api-key: ${env:PATH}
                  secret-key: ${env:PATH}
                """;
        tor = world.addSwitch("tor", false, 5);
        world.network(204, ALICE, "Implementing", 150);
        daemon = CoreProcess.start(world);
    }

    @AfterEach
    void stop() {
        daemon.close();
    }

    private InventoryOperations inventory() {
        return daemon.operations().inventory();
    }

    private void applyAndConverge(String text) {
        daemon.apply(text);
        daemon.adoptAll();
        world.time.pass(Duration.ofSeconds(5));
    }

    private List<String> told() {
        return daemon.operations().newestJournal(1000).stream()
                .filter(entry -> entry.kind().equals("inventory"))
                .map(JournalEntry::message)
                .toList();
    }

    @Test
    void isShownAsItWasWrittenWithWhoAndWhen() {
        applyAndConverge(FIRST);

        InventoryText text = inventory().inForce();

        assertThat(text.text()).isEqualTo(FIRST);
        assertThat(text.version()).isEqualTo(1);
        assertThat(text.actorKind() + " " + text.actorName()).isEqualTo("OPERATOR root");
        assertThat(text.appliedAt()).matches("\\d{4}-.*Z");
        assertThat(inventory().version("1")).isEqualTo(text);
    }

    @Test
    void whatIsShownIsAlreadySo() {
        String odd = "\ufeff# no line break at the end, and Windows' within\r\n" + TWO_PORTS.strip();
        daemon.apply(odd);

        InventoryChange again = daemon.apply(inventory().inForce().text());

        assertThat(inventory().inForce().text()).isEqualTo(odd);
        assertThat(again.isEmpty()).isTrue();
        assertThat(again.rewritten()).isFalse();
        assertThat(again.version()).isEqualTo(1);
    }

    @Test
    void anotherCommentIsAnotherVersionThatTouchesNoPort() {
        applyAndConverge(FIRST);
        tor.written.clear();

        InventoryChange change = daemon.apply("# Rack 8\n" + FIRST);
        world.time.pass(Duration.ofSeconds(5));

        assertThat(change.isEmpty()).isTrue();
        assertThat(change.rewritten()).isTrue();
        assertThat(change.version()).isEqualTo(2);
        assertThat(inventory().inForce().text()).startsWith("# Rack 8\n");
        assertThat(tor.written).isEmpty();
        assertThat(told())
                .last()
                .asString()
                .isEqualTo("Version 2 of the inventory is in force: no change to what Demarc does.");
    }

    @Test
    void theHistoryCountsWhatEachVersionAddedChangedAndRemoved() {
        daemon.apply(FIRST);
        daemon.apply(TWO_PORTS.replace("100-199", "100-149"));

        assertThat(inventory().history(10))
                .extracting(
                        InventoryVersion::version,
                        InventoryVersion::added,
                        InventoryVersion::changed,
                        InventoryVersion::removed)
                .containsExactly(tuple(1L, 2, 0, 0), tuple(2L, 0, 1, 1));
        assertThat(inventory().history(1)).extracting(InventoryVersion::removed).containsExactly(1);
    }

    @Test
    void aVersionThatCannotBeReadAnyMoreIsShownAllTheSame() throws SQLException {
        String unreadable = "wormholes: [\n";
        daemon.apply(FIRST);
        daemon.apply(TWO_PORTS);
        overwrite(1, unreadable);

        assertThat(inventory().version("1").text()).isEqualTo(unreadable);
        assertThat(inventory().history(10)).extracting(InventoryVersion::added).containsOnlyNulls();
        assertThatThrownBy(() -> inventory().rollBack("1", Consent.NONE, false, OPERATOR))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().code()).isEqualTo(ProblemCode.INPUT_INVALID));
        assertThat(inventory().inForce().version()).isEqualTo(2);
    }

    private void overwrite(long version, String text) throws SQLException {
        try (var connection = DriverManager.getConnection(
                        "jdbc:sqlite:" + daemon.operations().store().status().file());
                var update = connection.prepareStatement("UPDATE inventory SET document = ? WHERE version = ?")) {
            update.setString(1, text);
            update.setLong(2, version);
            assertThat(update.executeUpdate()).isEqualTo(1);
        }
    }

    @Test
    void aPortThatIsLetGoOfIsNamedWithWhatItWasAndNotWritten() {
        applyAndConverge(FIRST);
        tor.written.clear();

        InventoryChange trial = inventory().apply(TWO_PORTS, Consent.NONE, true, OPERATOR);
        InventoryChange change = daemon.apply(TWO_PORTS);
        world.time.pass(Duration.ofMinutes(6));

        assertThat(change.left())
                .isEqualTo(trial.left())
                .containsExactly("tor ge3 is left as it is: access, VLAN 999 untagged, down, no link");
        assertThat(tor.written).isEmpty();
        assertThat(daemon.operations().newestJournal(1000))
                .filteredOn(entry -> "ge3".equals(entry.port()) && entry.kind().equals("inventory"))
                .extracting(JournalEntry::message)
                .containsExactly("tor ge3 is left as it is: access, VLAN 999 untagged, down, no link.");
    }

    @Test
    void aSwitchThatIsLetGoOfUnreadSaysSo() {
        tor.goAway();
        daemon.apply(TWO_PORTS);
        world.time.pass(Duration.ofSeconds(5));

        assertThat(daemon.apply("switches: []").left())
                .containsExactly(
                        "tor ge1 is left as it is: Demarc never read it",
                        "tor ge2 is left as it is: Demarc never read it");
    }

    @Test
    void aRollbackIsANewVersionAndItsPortsFollow() {
        applyAndConverge(FIRST);
        applyAndConverge(TWO_PORTS);
        tor.set(new PortName("ge3"), 1, true);

        InventoryChange trial = inventory().rollBack("1", Consent.NONE, true, OPERATOR);
        assertThat(trial.applied()).isFalse();
        assertThat(inventory().inForce().version()).isEqualTo(2);
        InventoryChange change =
                inventory().rollBack("1", new Consent(Optional.of(trial.basedOn()), Optional.empty()), false, OPERATOR);
        daemon.adoptAll();

        assertThat(change.added()).isEqualTo(trial.added()).containsExactly("switch tor: port ge3");
        assertThat(change.version()).isEqualTo(3);
        assertThat(inventory().inForce().text()).isEqualTo(FIRST);
        assertThat(told()).contains("Version 3 of the inventory is in force, rolled back to version 1.");
        assertThat(tor.port("ge3").carriesOnly(new Vlan(999))).isTrue();
    }

    @Test
    void aRollbackIsRefusedAsAnApplyIs() {
        applyAndConverge("switches: []");
        applyAndConverge(FIRST);
        daemon.operations().attach("alice-vpn", "204", false, false, OPERATOR, world.deadline());
        daemon.life().implemented(event(204, 150), world.deadline());

        assertThatThrownBy(() -> inventory().rollBack("1", Consent.NONE, false, OPERATOR))
                .hasMessageContaining("device alice-vpn would be removed")
                .hasMessageContaining("port tor ge1 would no longer be managed");
        assertThat(inventory().inForce().version()).isEqualTo(2);
    }

    @Test
    void anOrderThatWasMadeForAnotherVersionIsRefused() {
        daemon.apply(FIRST);
        InventoryChange seen = inventory().apply(TWO_PORTS, Consent.NONE, true, OPERATOR);
        daemon.apply("# somebody else\n" + FIRST);

        assertThatThrownBy(() -> inventory()
                        .apply(TWO_PORTS, new Consent(Optional.of(seen.basedOn()), Optional.empty()), false, OPERATOR))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().code()).isEqualTo(ProblemCode.CONFLICT))
                .hasMessageContaining("based on version 1")
                .hasMessageContaining("version 2 is in force")
                .hasMessageContaining("by root");
        assertThat(inventory().inForce().version()).isEqualTo(2);
        assertThatThrownBy(() ->
                        inventory().rollBack("1", new Consent(Optional.of(0L), Optional.empty()), false, OPERATOR))
                .hasMessageContaining("based on version 0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "-1", "1.0", "1; DROP TABLE inventory", "\u0661", "0x1"})
    void whatIsNoNumberOfAVersionIsRefused(String version) {
        daemon.apply(FIRST);

        assertThatThrownBy(() -> inventory().version(version))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().code()).isEqualTo(ProblemCode.INPUT_INVALID));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "3", "9223372036854775807", "99999999999999999999999999"})
    void aVersionThatIsNotThereIsNotFoundAndThoseThatAreAreNamed(String version) {
        daemon.apply(FIRST);
        daemon.apply(TWO_PORTS);

        assertThatThrownBy(() -> inventory().rollBack(version, Consent.NONE, false, OPERATOR))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().code()).isEqualTo(ProblemCode.NOT_FOUND))
                .hasMessageContaining(version)
                .hasMessageContaining("There are 1 to 2.");
    }

    @Test
    void beforeTheFirstThereIsNothingToShow() {
        assertThatThrownBy(() -> inventory().inForce()).hasMessageContaining("demarc apply");
        assertThat(inventory().history(20)).isEmpty();
    }

    @Test
    void aSecretThatWasCommentedOutIsRefusedAndNotRepeated() {
        assertThatThrownBy(() -> daemon.apply(FIRST + "# password: hunter2\n"))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().code()).isEqualTo(ProblemCode.INPUT_INVALID))
                .hasMessageContaining("line " + (FIRST.lines().count() + 1))
                .hasMessageNotContaining("hunter2");
        assertThat(inventory().history(20)).isEmpty();
    }
}
