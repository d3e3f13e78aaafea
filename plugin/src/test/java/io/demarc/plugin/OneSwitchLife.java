/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin;

import static io.demarc.plugin.world.World.OPERATOR;

import io.demarc.plugin.operations.Views.DeviceView;
import io.demarc.plugin.operations.Views.Finding;
import io.demarc.plugin.operations.Views.Outcome;
import io.demarc.plugin.world.FakeSwitch;
import io.demarc.plugin.world.World;
import io.demarc.switches.Vlan;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** One switch with three ports, a CloudStack whose API is asked every minute, and a daemon, which a test starts, between them. */
abstract class OneSwitchLife {
    static final String CLOUDSTACK = """
            cloudstack:
              endpoint: https://cloud.example/client/api
              api-key: ${env:PATH}
              secret-key: ${env:PATH}
            """;
    static final String ALICES_AND_BOBS =
            World.deviceYaml("alice-vpn", "alice", "tor", 1) + World.deviceYaml("bob-vpn", "bob", "tor", 2);

    private static final Duration POLL = Duration.ofSeconds(61);

    @TempDir
    Path directory;

    @SuppressWarnings("NullAway.Init")
    World world;

    @SuppressWarnings("NullAway.Init")
    FakeSwitch tor;

    @SuppressWarnings("NullAway.Init")
    CoreProcess daemon;

    @BeforeEach
    void makeWorld() {
        world = new World(directory.resolve("state"));
        world.configuration = CLOUDSTACK;
        tor = world.addSwitch("tor", false, 3);
    }

    /** With these devices; the ports are adopted. */
    void startWith(String devices) {
        daemon = CoreProcess.start(world);
        declare(devices);
        daemon.adoptAll();
    }

    @AfterEach
    void stop() {
        daemon.close();
    }

    /** Imports an inventory with these devices. */
    void declare(String devices) {
        daemon.apply("switches:\n" + World.switchYaml("tor", "fake", 3) + "devices:\n" + devices);
    }

    /** By the network's UUID. */
    Outcome attach(String device, long network) {
        return daemon.operations().attach(device, World.uuid(network), false, false, OPERATOR, world.deadline());
    }

    void detach(String device) {
        daemon.operations().detach(device, false, OPERATOR, world.deadline());
    }

    /** CloudStack is compared with once more. */
    void poll() {
        world.time.pass(POLL);
    }

    boolean isCarried(int vlan) {
        return !tor.carrying(new Vlan(vlan)).isEmpty();
    }

    @Nullable
    String networkOf(String device) {
        return daemon.operations().devices().stream()
                .filter(it -> it.name().equals(device))
                .map(DeviceView::network)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    List<Finding> warnings() {
        return daemon.operations().doctor(world.deadline()).stream()
                .filter(finding -> finding.verdict().equals("warning"))
                .toList();
    }
}
