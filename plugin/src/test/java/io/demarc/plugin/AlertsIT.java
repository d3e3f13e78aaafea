/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin;

import static io.demarc.plugin.world.World.ALICE;
import static io.demarc.plugin.world.World.OPERATOR;
import static io.demarc.plugin.world.World.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.demarc.access.Deadline;
import io.demarc.plugin.operations.CloudSide;
import io.demarc.plugin.operations.Views.Finding;
import io.demarc.plugin.world.World;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What CloudStack's administrators are told of what is wrong for some time. */
class AlertsIT {
    private static final String CONFIGURATION = """
            cloudstack:
              endpoint: https://cloud.example/client/api
              api-key: ${env:PATH}
              secret-key: ${env:PATH}
            """;

    /** CloudStack's alerts, by their numbers; a number that is there already is dropped, as CloudStack does. */
    private final Map<Integer, String> alerts = new LinkedHashMap<>();

    private boolean isAway;

    @TempDir
    Path directory;

    @SuppressWarnings("NullAway.Init")
    private World world;

    @SuppressWarnings("NullAway.Init")
    private CoreProcess daemon;

    @BeforeEach
    void start() {
        world = new World(directory.resolve("state"));
        world.configuration = CONFIGURATION;
        world.cloudSide = new CloudSide() {
            @Override
            public List<Finding> examine(Deadline deadline) {
                return List.of();
            }

            @Override
            public void alert(int number, String text) {
                if (isAway) {
                    throw ProblemException.of(
                            ProblemCode.CLOUDSTACK_UNREACHABLE, "CloudStack's API does not answer.", "Wait.");
                }
                alerts.putIfAbsent(number, text);
            }
        };
        world.addSwitch("tor", false, 3);
        world.addSwitch("spare", false, 3);
        world.network(204, ALICE, "Implemented", 150);
        daemon = CoreProcess.start(world);
        daemon.apply("switches:\n" + World.switchYaml("tor", "fake", 3) + World.switchYaml("spare", "fake", 3)
                + "devices:\n" + World.deviceYaml("alice-vpn", "alice", "tor", 1));
        daemon.adoptAll();
        daemon.operations().attach("alice-vpn", "204", false, false, OPERATOR, world.deadline());
        daemon.life().implemented(event(204, 150), world.deadline());
        minutes(6);
        assertThat(alerts).isEmpty();
    }

    @AfterEach
    void stop() {
        daemon.close();
    }

    private void minutes(int number) {
        world.time.pass(Duration.ofMinutes(number));
    }

    private List<String> alerts() {
        return List.copyOf(alerts.values());
    }

    @Test
    void aSwitchThatStaysAwayIsToldOnceAndOnceThatItIsBack() {
        world.model("tor").goAway();
        minutes(20);

        assertThat(alerts()).hasSize(1);
        assertThat(alerts().get(0)).isEqualTo("Demarc: switch tor can't be read or set. 'demarc doctor' tells more.");
        world.model("tor").comeBack();
        minutes(20);
        assertThat(alerts().subList(1, alerts.size()))
                .containsExactly("Demarc: over: switch tor. 'demarc doctor' tells more.");
        assertThat(daemon.journal()).contains("alert");
    }

    @Test
    void whatComesAndGoesIsToldNobody() {
        for (int i = 0; i < 3; i++) {
            world.model("tor").goAway();
            minutes(3);
            world.model("tor").comeBack();
            minutes(7);
        }

        assertThat(alerts).isEmpty();
    }

    @Test
    void whatIsWrongAtOnceIsToldAtOnce() {
        world.model("tor").goAway();
        world.model("spare").goAway();
        minutes(20);

        assertThat(alerts()).hasSize(1);
        assertThat(alerts().get(0)).contains("switch spare can't be read or set; switch tor can't be read or set");
    }

    @Test
    void aRestartRepeatsNothingAndTellsTheEnd() {
        world.model("tor").goAway();
        minutes(15);
        daemon.kill();
        daemon = CoreProcess.start(world);
        minutes(20);

        assertThat(alerts()).hasSize(1);
        world.model("tor").comeBack();
        minutes(15);
        assertThat(alerts()).hasSize(2);
    }

    @Test
    void aVlanThatIsNotReleasedIsToldByTheNetworksUuidAndNoWordOfATenants() {
        world.model("tor").goAway();
        assertThat(daemon.life().shutDown(event(204, 150), world.deadline()).success())
                .isFalse();
        world.network(204, ALICE, "Shutdown", 150);
        minutes(20);

        assertThat(alerts())
                .anyMatch(it -> it.contains("network " + World.uuid(204)
                        + " keeps its VLAN, because a port could not be shown to be out of it"))
                .noneMatch(it -> it.contains("net-204") || it.contains("alice"));
    }

    @Test
    void whileCloudStackIsAwayNothingIsLost() {
        isAway = true;
        world.model("tor").goAway();
        minutes(20);
        assertThat(alerts).isEmpty();
        isAway = false;
        minutes(10);

        assertThat(alerts()).hasSize(1);
    }

    @Test
    void aSwitchThatFailsAgainIsToldAgain() {
        for (int i = 0; i < 2; i++) {
            world.model("tor").goAway();
            minutes(15);
            world.model("tor").comeBack();
            minutes(15);
        }

        assertThat(alerts()).hasSize(4);
    }

    @Test
    void nothingIsToldWhereItIsSwitchedOff() {
        daemon.close();
        world.configuration = CONFIGURATION + "  alerts: false\n";
        daemon = CoreProcess.start(world);
        world.model("tor").goAway();
        minutes(20);

        assertThat(alerts).isEmpty();
    }

    @Test
    void howeverManySwitchesFailTheAlertHasCloudStacksLength() {
        StringBuilder inventory = new StringBuilder("switches:\n");
        for (int i = 0; i < 60; i++) {
            String name = "a-switch-with-quite-a-long-name-" + i;
            world.addSwitch(name, false, 1).goAway();
            inventory.append(World.switchYaml(name, "fake", 1));
        }
        daemon.operations().detach("alice-vpn", false, OPERATOR, world.deadline());
        minutes(1);
        daemon.apply(inventory.toString());
        minutes(20);

        assertThat(alerts()).isNotEmpty().allMatch(it -> it.length() <= CloudSide.LONGEST_ALERT);
        assertThat(alerts()).anyMatch(it -> it.matches("(?s).*; and \\d+ more\\. 'demarc doctor' tells more\\."));
    }
}
