/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.demarc.hooks.replica.ReplicationLook.Role;
import io.demarc.hooks.runbook.MovableClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

/** Looks at a primary and two replicas, on threads that the test lets on, or doesn't. */
class ReplicationLooksTest {
    private static final Duration NO_TIME = Duration.ofMillis(1);

    private final FakeDatabases world = new FakeDatabases(new MovableClock());
    /** Begun, and as silent as a server that doesn't answer. */
    private final List<Runnable> silent = new ArrayList<>();

    private int asked;

    /** The second that is asked, db-2, doesn't answer. */
    private final Executor threads = task -> {
        asked++;
        if (asked == 2) {
            silent.add(task);
        } else {
            task.run();
        }
    };

    private final ReplicationLooks looks = new ReplicationLooks(world.daemon(), threads);

    @Test
    void oneThatDoesNotAnswerSaysSoAndTheOthersAreTold() {
        assertThat(looks.look(NO_TIME))
                .extracting(it -> it.database().name() + " " + it.role())
                .containsExactly("db-1 PRIMARY", "db-2 UNKNOWN", "db-3 REPLICA");
        assertThat(looks.look(NO_TIME).get(1).problems()).containsExactly("it did not answer within 0 seconds");
    }

    @Test
    void oneThatDoesNotAnswerIsNotAskedAgainBeforeItHas() {
        looks.look(NO_TIME);
        looks.look(NO_TIME);
        assertThat(silent).hasSize(1);
        assertThat(asked).as("the other two are asked each time").isEqualTo(5);

        silent.remove(0).run();
        List<ReplicationLook> after = looks.look(NO_TIME);

        assertThat(asked).isEqualTo(8);
        assertThat(after).extracting(ReplicationLook::role).containsExactly(Role.PRIMARY, Role.REPLICA, Role.REPLICA);
    }

    @Test
    void oneThatIsOffTellsTheServersWords() {
        world.other.stopped();

        assertThat(looks.look(NO_TIME).get(2).problems())
                .singleElement()
                .asString()
                .startsWith("Database db-3: ERROR 2002 (HY000): Can't connect to local server through socket");
    }
}
