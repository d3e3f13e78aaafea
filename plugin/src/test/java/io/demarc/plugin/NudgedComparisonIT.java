/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin;

import static io.demarc.plugin.world.World.ALICE;
import static io.demarc.plugin.world.World.OPERATOR;
import static io.demarc.plugin.world.World.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.demarc.plugin.operations.Trigger;
import io.demarc.plugin.operations.Views.Finding;
import io.demarc.plugin.world.FakeSwitch;
import io.demarc.plugin.world.World;
import io.demarc.switches.Vlan;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a trigger makes of the comparison with CloudStack. */
class NudgedComparisonIT {
    private static final Duration SOON = Duration.ofSeconds(2);

    @TempDir
    Path directory;

    private final List<String> told = new ArrayList<>();

    @SuppressWarnings("NullAway.Init")
    private World world;

    @SuppressWarnings("NullAway.Init")
    private FakeSwitch tor;

    @SuppressWarnings("NullAway.Init")
    private CoreProcess daemon;

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
        world = new World(directory.resolve("state"));
        world.configuration = """
                cloudstack:
                  endpoint: https://cloud.example/client/api
                  api-key: ${env:PATH}
                  secret-key: ${env:PATH}
                """;
        world.triggers = List.of(new FakeTrigger());
        tor = world.addSwitch("tor", false, 3);
        world.network(204, ALICE, "Implemented", 150);
        daemon = CoreProcess.start(world);
        daemon.apply("switches:\n" + World.switchYaml("tor", "fake", 3) + "devices:\n"
                + World.deviceYaml("alice-vpn", "alice", "tor", 1));
        daemon.adoptAll();
        daemon.operations().attach("alice-vpn", "204", false, false, OPERATOR, world.deadline());
        daemon.life().implemented(event(204, 150), world.deadline());
        world.time.pass(Duration.ofMinutes(3));
    }

    @AfterEach
    void stop() {
        daemon.close();
        assertThat(told).containsExactly("start", "close");
    }

    private boolean isCarried() {
        return !tor.carrying(new Vlan(150)).isEmpty();
    }

    @Test
    void whatCloudStackSaysIsFollowedSecondsAfterANudge() {
        world.time.pass(Duration.ofSeconds(20));
        world.network(204, ALICE, "Allocated", null);

        daemon.nudge();
        world.time.pass(SOON);

        assertThat(isCarried()).isFalse();
    }

    @Test
    void whatCloudStackSaysSecondsAfterANudgeIsFollowedByTheSecondLook() {
        world.time.pass(Duration.ofSeconds(10));
        daemon.nudge();
        world.time.pass(SOON);
        world.network(204, ALICE, "Allocated", null);
        assertThat(isCarried()).isTrue();

        world.time.pass(Duration.ofSeconds(11));

        assertThat(isCarried()).isFalse();
    }

    @Test
    void aNudgeAloneChangesNothing() {
        for (int i = 0; i < 100; i++) {
            daemon.nudge();
            world.time.pass(Duration.ofSeconds(1));
        }

        assertThat(isCarried()).isTrue();
    }

    @Test
    void doctorTellsHowTriggersAre() {
        assertThat(daemon.operations().doctor(world.deadline()))
                .contains(new Finding("webhooks", "ok", "listened to", ""));
    }
}
