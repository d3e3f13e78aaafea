/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin;

import static io.demarc.plugin.world.World.ALICE;
import static io.demarc.plugin.world.World.OPERATOR;
import static io.demarc.plugin.world.World.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.demarc.plugin.operations.Trigger;
import io.demarc.plugin.operations.Views.Finding;
import io.demarc.plugin.world.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a trigger makes of the comparison with CloudStack. */
class NudgedComparisonIT extends OneSwitchLife {
    private static final Duration SOON = Duration.ofSeconds(2);

    private final List<String> told = new ArrayList<>();

    private final class FakeTrigger implements Trigger {
        @Override
        public void start() {
            told.add("start");
        }

        @Override
        public Finding finding() {
            return new Finding("webhooks", "ok", "listened to", "");
        }

        @Override
        public void close() {
            told.add("close");
        }
    }

    @BeforeEach
    void start() {
        world.triggers = List.of(new FakeTrigger());
        world.network(204, ALICE, "Implemented", 150);
        startWith(World.deviceYaml("alice-vpn", "alice", "tor", 1));
        daemon.operations().attach("alice-vpn", "204", false, false, OPERATOR, world.deadline());
        daemon.life().implemented(event(204, 150), world.deadline());
        world.time.pass(Duration.ofMinutes(3));
    }

    @AfterEach
    @Override
    void stop() {
        super.stop();
        assertThat(told).containsExactly("start", "close");
    }

    @Test
    void whatCloudStackSaysIsFollowedSecondsAfterANudge() {
        world.time.pass(Duration.ofSeconds(20));
        world.network(204, ALICE, "Allocated", null);

        daemon.nudge();
        world.time.pass(SOON);

        assertThat(isCarried(150)).isFalse();
    }

    @Test
    void whatCloudStackSaysSecondsAfterANudgeIsFollowedByTheSecondLook() {
        world.time.pass(Duration.ofSeconds(10));
        daemon.nudge();
        world.time.pass(SOON);
        world.network(204, ALICE, "Allocated", null);
        assertThat(isCarried(150)).isTrue();

        world.time.pass(Duration.ofSeconds(11));

        assertThat(isCarried(150)).isFalse();
    }

    @Test
    void aNudgeAloneChangesNothing() {
        for (int i = 0; i < 100; i++) {
            daemon.nudge();
            world.time.pass(Duration.ofSeconds(1));
        }

        assertThat(isCarried(150)).isTrue();
    }

    @Test
    void doctorTellsHowTriggersAre() {
        assertThat(daemon.operations().doctor(world.deadline()))
                .contains(new Finding("webhooks", "ok", "listened to", ""));
    }
}
