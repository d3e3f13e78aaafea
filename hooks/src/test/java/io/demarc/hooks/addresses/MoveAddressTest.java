/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.addresses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.demarc.hooks.runbook.Killed;
import io.demarc.hooks.runbook.MemoryStore;
import io.demarc.hooks.runbook.MovableClock;
import io.demarc.hooks.runbook.Next;
import io.demarc.hooks.runbook.Run;
import io.demarc.hooks.runbook.RunId;
import io.demarc.hooks.runbook.RunOrder;
import io.demarc.hooks.runbook.RunState;
import io.demarc.hooks.runbook.Runbooks;
import io.demarc.hooks.runbook.Runs;
import io.demarc.hooks.runbook.StepKinds;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The whole of move-address on a segment that fails the test when two servers have the address. */
class MoveAddressTest {
    private static final int MOST_LOOKS = 2_000;

    private final MovableClock clock = new MovableClock();
    private final MemoryStore store = new MemoryStore();
    private final FakeSegment segment = new FakeSegment();
    private int kills;

    private Runs engine() {
        return new Runs(
                Runbooks.of(
                        Map.of(
                                "move-address.yaml",
                                text("move-address"),
                                "announce-address.yaml",
                                text("announce-address")),
                        StepKinds.of(AddressSteps.of(segment.places()))),
                store,
                clock,
                "daemon");
    }

    private static String text(String name) {
        try (InputStream in = Objects.requireNonNull(
                Runbooks.class.getResourceAsStream("/io/demarc/hooks/runbooks/" + name + ".yaml"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static RunOrder order() {
        return new RunOrder("move-address", "alpha", Map.of("addresses", FakeSegment.VIP, "to", "beta"), "ada");
    }

    /** Drives it as the daemon does until it stands still; a kill is followed by a new daemon. */
    private Run drive(Runs begun, RunId id) {
        Runs runs = begun;
        for (int look = 0; look < MOST_LOOKS; look++) {
            try {
                Next next = runs.advance(id);
                next.at().ifPresent(clock::moveTo);
                if (next.at().isEmpty()) {
                    return runs.find(id);
                }
            } catch (Killed e) {
                runs = engine();
                kills++;
            }
        }
        throw new AssertionError("no end: " + engine().find(id));
    }

    private void assertAt(String server) {
        assertThat(segment.holders).containsExactly(server);
        assertThat(segment.believed).isEqualTo(FakeSegment.mac(server));
    }

    @Test
    void theAddressMovesAndTheSilenceIsTold() {
        Runs runs = engine();

        Run run = drive(runs, runs.start(order()).id());

        assertThat(run.state()).as(run.toString()).isEqualTo(RunState.DONE);
        assertAt("beta");
        assertThat(run.values().get("silence")).contains("silent for 60 ms").contains("seen by alpha");
    }

    @Test
    void killedAtAnySaveItEndsAsItWouldHave() {
        Runs first = engine();
        drive(first, first.start(order()).id());
        int saves = store.saves;
        assertThat(saves).isGreaterThan(10);
        for (int at = 0; at < saves - 1; at++) {
            for (boolean isAfter : new boolean[] {true, false}) {
                new MoveAddressTest().killedOnceAt(at, isAfter);
            }
        }
    }

    private void killedOnceAt(int save, boolean isAfter) {
        Runs runs = engine();
        RunId id = runs.start(order()).id();
        store.killAt(save, isAfter);

        Run run = drive(runs, id);

        assertThat(run.state()).as("killed at save %d: %s", save, run).isEqualTo(RunState.DONE);
        assertThat(kills).isEqualTo(1);
        assertAt("beta");
    }

    @Test
    void aGatewayThatDoesNotFindItThereGetsItBackWhereItWasWheneverTheDaemonDies() {
        segment.unheard.add("beta");
        Runs runs = engine();
        Run run = drive(runs, runs.start(order()).id());
        assertThat(run.state()).isEqualTo(RunState.ABORTED);
        assertThat(run.reason().findings().toString()).contains("given back to alpha");
        assertAt("alpha");
        int saves = store.saves;
        for (int at = 0; at < saves - 1; at++) {
            MoveAddressTest again = new MoveAddressTest();
            again.segment.unheard.add("beta");
            Runs others = again.engine();
            RunId id = others.start(order()).id();
            again.store.killAt(at, at % 2 == 0);
            Run end = again.drive(others, id);
            assertThat(end.state()).as("killed at save %d", at).isEqualTo(RunState.ABORTED);
            again.assertAt("alpha");
        }
    }

    @Test
    void whatTheOtherServerCannotTakeIsGivenBackAtOnce() {
        segment.refusesToAdd = true;
        Runs runs = engine();

        RunId id = runs.start(order()).id();
        Run run = drive(runs, id);

        assertThat(run.state()).isEqualTo(RunState.ABORTED);
        assertThat(run.reason().findings().toString()).contains("given back to alpha");
        assertAt("alpha");
        assertThat(runs.offers(run)).as("what there is left to undo").isEmpty();
        assertThatThrownBy(() -> runs.resume(id, "ada", "")).hasMessageContaining("it has ended");
    }

    @Test
    void aServerThatDiesBeforeItTakesItLeavesItWhereItWas() {
        segment.diesWhenAdding = true;
        Runs runs = engine();

        Run run = drive(runs, runs.start(order()).id());

        assertThat(run.state()).isEqualTo(RunState.ABORTED);
        assertAt("alpha");
    }

    @Test
    void anAbortedMoveIsTakenBack() {
        Runs runs = engine();
        RunId id = runs.start(order()).id();
        while (!runs.find(id).current().orElseThrow().id().equals("believe")) {
            runs.advance(id).at().ifPresent(clock::moveTo);
        }
        assertThat(segment.holders).containsExactly("beta");

        runs.abort(id, "ada", "the wrong one", true);
        drive(runs, id);

        assertThat(runs.find(id).state()).isEqualTo(RunState.ABORTED);
        assertAt("alpha");
    }

    @Test
    void itsLabelGoesWithItAndComesBackWithIt() {
        Runs runs = engine();
        RunId id = runs.start(order()).id();
        while (!runs.find(id).current().orElseThrow().id().equals("believe")) {
            runs.advance(id).at().ifPresent(clock::moveTo);
        }
        assertThat(segment.added.get("beta")).contains("label eth0:vip");

        runs.abort(id, "ada", "the wrong one", true);
        drive(runs, id);

        assertThat(segment.added.get("alpha")).contains("label eth0:vip");
    }

    @Test
    void whatAManagerWouldPutBackIsNotMoved() {
        segment.managed = """
                =/etc/keepalived/keepalived.conf
                |vrrp_instance VI_1 {
                |virtual_ipaddress {
                |10.0.0.50/24
                |}
                @@keepalived 0
                """;

        assertThatThrownBy(() -> engine().start(order()))
                .hasMessageContaining("nothing puts 10.0.0.50 back on alpha")
                .hasMessageContaining("vrrp_instance VI_1");
        assertAt("alpha");
    }

    @Test
    void anAddressThatIsPutBackWhereItWasIsGivenBackBeforeTwoHaveIt() {
        segment.stubborn.add("alpha");
        Runs runs = engine();

        Run run = drive(runs, runs.start(order()).id());

        assertThat(run.state()).as(run.toString()).isEqualTo(RunState.ABORTED);
        assertThat(run.reason().findings().toString()).contains("something there put it back");
        assertAt("alpha");
    }

    /** Somebody has moved it since: it isn't as the run left it. */
    @Test
    void anOldRunIsNotUndoneWhenTheAddressHasMovedOn() {
        Runs runs = engine();
        RunId id = runs.start(order()).id();
        while (!runs.find(id).current().orElseThrow().id().equals("believe")) {
            runs.advance(id).at().ifPresent(clock::moveTo);
        }
        runs.abort(id, "ada", "", false);
        segment.holders.clear();
        segment.holders.add("gamma");

        runs.abort(id, "ada", "", true);
        Run run = drive(runs, id);

        assertThat(run.reason().summary()).contains("isn't as this run left it");
        assertThat(segment.holders).containsExactly("gamma");
    }

    @Test
    void anOldRunIsNotUndoneWhenAnotherHasBeenOnItsObjectSince() {
        segment.unheard.add("beta");
        Runs runs = engine();
        RunId id = runs.start(order()).id();
        runs.abort(id, "ada", "", false);
        segment.unheard.clear();
        drive(runs, runs.start(order()).id());
        assertAt("beta");

        assertThatThrownBy(() -> runs.abort(id, "ada", "", true)).hasMessageContaining("has been on alpha since");
        assertAt("beta");
    }

    @Test
    void anAddressThatLivesIsNotTakenFromAServerThatCannotBeReached() {
        segment.unreachable.add("alpha");

        assertThatThrownBy(() -> engine().start(order())).hasMessageContaining("alpha is dead");
        assertAt("alpha");
    }

    @Test
    void aDeadServersAddressIsTakenOnlyWhenAPersonHasTypedItsName() {
        segment.unreachable.add("alpha");
        segment.off.add("alpha");
        segment.holders.clear();
        Runs runs = engine();
        RunId id = runs.start(order()).id();

        Run asked = drive(runs, id);
        assertThat(asked.state()).isEqualTo(RunState.AWAITING_PERSON);
        assertThat(segment.holders).isEmpty();
        assertThatThrownBy(() -> runs.confirm(id, "look", "ada", "yes")).hasMessageContaining("'alpha'");
        runs.confirm(id, "look", "ada", "alpha");

        assertThat(drive(runs, id).state()).isEqualTo(RunState.DONE);
        assertAt("beta");
    }

    @Test
    void aServerThatDiesInBetweenLeavesTheAddressNowhereRatherThanTwice() {
        Runs runs = engine();
        RunId id = runs.start(order()).id();
        while (!runs.find(id).current().orElseThrow().id().equals("switch")) {
            runs.advance(id).at().ifPresent(clock::moveTo);
        }
        segment.unreachable.add("alpha");

        Run run = drive(runs, id);

        assertThat(run.state()).isEqualTo(RunState.STOPPED);
        assertAt("alpha");
    }

    private static RunOrder announcing() {
        return new RunOrder("announce-address", "beta", Map.of("addresses", "10.0.0.50"), "ada");
    }

    @Test
    void aServerWithoutPerlAnnouncesByTheArpingThatItHas() {
        segment.withoutPerl.add("beta");
        segment.holders.clear();
        segment.holders.add("beta");
        Runs runs = engine();

        Run run = drive(runs, runs.start(announcing()).id());

        assertThat(run.state()).as(run.toString()).isEqualTo(RunState.DONE);
        assertAt("beta");
    }

    @Test
    void withoutPerlAnotherHolderIsFoundAllTheSameAndAMoveIsRefused() {
        segment.withoutPerl.add("beta");
        assertThatThrownBy(() -> engine().start(order())).hasMessageContaining("Install perl");
        segment.holders.add("beta");

        assertThatThrownBy(() -> engine().start(announcing()))
                .hasMessageContaining(FakeSegment.mac("alpha") + " answers for it");
    }
}
