/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin;

import static io.demarc.plugin.world.World.ALICE;
import static io.demarc.plugin.world.World.BOB;
import static io.demarc.plugin.world.World.OPERATOR;
import static org.assertj.core.api.Assertions.assertThat;

import io.demarc.plugin.networks.NetworkDirectory.Tag;
import io.demarc.plugin.operations.Views.DeviceView;
import io.demarc.plugin.operations.Views.Finding;
import io.demarc.plugin.words.Owner;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Devices that a network asks for by its tag in CloudStack. */
class TaggedDevicesIT {
    private static final Duration POLL = Duration.ofSeconds(61);

    @TempDir
    Path directory;

    @SuppressWarnings("NullAway.Init")
    private World world;

    @SuppressWarnings("NullAway.Init")
    private FakeSwitch tor;

    @SuppressWarnings("NullAway.Init")
    private CoreProcess daemon;

    @BeforeEach
    void start() {
        world = new World(directory.resolve("state"));
        world.configuration = """
                cloudstack:
                  endpoint: https://cloud.example/client/api
                  api-key: ${env:PATH}
                  secret-key: ${env:PATH}
                  attach-by-tag: true
                """;
        tor = world.addSwitch("tor", false, 3);
        is(204, ALICE, "Allocated", null);
        is(300, BOB, "Allocated", null);
        daemon = CoreProcess.start(world);
        daemon.apply("switches:\n" + World.switchYaml("tor", "fake", 3) + "devices:\n"
                + World.deviceYaml("alice-vpn", "alice", "tor", 1) + World.deviceYaml("bob-vpn", "bob", "tor", 2));
        daemon.adoptAll();
    }

    @AfterEach
    void stop() {
        daemon.close();
    }

    /** What CloudStack's API says from now on. */
    private void is(long network, Owner owner, String state, @Nullable Integer vlan) {
        world.network(network, owner, state, vlan);
    }

    private void tag(long network, String devices) {
        untag(network);
        world.directory.tags.add(new Tag(World.uuid(network), devices));
    }

    private void untag(long network) {
        world.directory.tags.removeIf(tag -> tag.networkUuid().equals(World.uuid(network)));
    }

    private void attach(String device, long network) {
        daemon.operations().attach(device, World.uuid(network), false, false, OPERATOR, world.deadline());
    }

    private void detach(String device) {
        daemon.operations().detach(device, false, OPERATOR, world.deadline());
    }

    private List<String> problems() {
        return daemon.operations().doctor(world.deadline()).stream()
                .filter(finding -> finding.verdict().equals("warning"))
                .map(Finding::message)
                .toList();
    }

    private boolean isCarried(int vlan) {
        return !tor.carrying(new Vlan(vlan)).isEmpty();
    }

    private void poll() {
        world.time.pass(POLL);
    }

    private @Nullable String networkOf(String device) {
        return daemon.operations().devices().stream()
                .filter(it -> it.name().equals(device))
                .map(DeviceView::network)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    @Test
    void aTagAttachesItsOwnersDeviceAndItsEndDetachesIt() {
        is(204, ALICE, "Implemented", 150);
        tag(204, "alice-vpn");
        poll();
        assertThat(isCarried(150)).isTrue();
        assertThat(daemon.journal()).contains("attached");

        poll();
        untag(204);
        poll();
        assertThat(networkOf("alice-vpn")).isNull();
        assertThat(isCarried(150)).isFalse();
    }

    @Test
    void severalDevicesAreNamedWithCommas() {
        daemon.apply("switches:\n" + World.switchYaml("tor", "fake", 3) + "devices:\n"
                + World.deviceYaml("alice-vpn", "alice", "tor", 1) + World.deviceYaml("alice-fw", "alice", "tor", 2));
        tag(204, "alice-vpn, alice-fw");
        poll();

        assertThat(networkOf("alice-vpn")).isEqualTo(World.uuid(204));
        assertThat(networkOf("alice-fw")).isEqualTo(World.uuid(204));
    }

    @Test
    void anothersDeviceIsLeftAloneAndTheOperatorIsTold() {
        is(300, BOB, "Implemented", 160);
        tag(300, "alice-vpn");
        poll();

        assertThat(networkOf("alice-vpn")).isNull();
        assertThat(isCarried(160)).isFalse();
        assertThat(problems())
                .anySatisfy(it -> assertThat(it).contains("alice-vpn", "belongs to account alice", "bob"));
    }

    @Test
    void aTagMovesNothingThatAPersonAttached() {
        is(204, ALICE, "Implemented", 150);
        world.network(205, ALICE, "Implemented", 151);
        attach("alice-vpn", 204);
        tag(205, "alice-vpn");
        poll();

        assertThat(networkOf("alice-vpn")).isEqualTo(World.uuid(204));
        assertThat(problems()).anySatisfy(it -> assertThat(it).contains("is attached to another network"));

        untag(205);
        poll();
        assertThat(networkOf("alice-vpn")).isEqualTo(World.uuid(204));
        assertThat(problems()).noneSatisfy(it -> assertThat(it).contains("demarc-devices"));
    }

    @Test
    void twoTagsForOneDeviceAttachItToNeitherAndAMoveIsUntagThenTag() {
        world.network(205, ALICE, "Implemented", 151);
        tag(204, "alice-vpn");
        tag(205, "alice-vpn");
        poll();
        assertThat(networkOf("alice-vpn")).isNull();
        assertThat(problems()).anySatisfy(it -> assertThat(it).contains("tags of several networks"));

        untag(204);
        poll();
        assertThat(networkOf("alice-vpn")).isEqualTo(World.uuid(205));
    }

    @Test
    void whatAPersonDetachedStaysDetachedUntilTheTagIsSetAnew() {
        tag(204, "alice-vpn");
        poll();
        detach("alice-vpn");
        poll();
        poll();
        assertThat(networkOf("alice-vpn")).isNull();

        daemon.close();
        daemon = CoreProcess.start(world);
        poll();
        assertThat(networkOf("alice-vpn")).isNull();

        untag(204);
        poll();
        tag(204, "alice-vpn");
        poll();
        assertThat(networkOf("alice-vpn")).isEqualTo(World.uuid(204));
    }

    @Test
    void whileTagsCantBeReadNothingChanges() {
        tag(204, "alice-vpn");
        poll();
        world.directory.isUnreachable = true;
        poll();

        assertThat(networkOf("alice-vpn")).isEqualTo(World.uuid(204));
        assertThat(problems()).anySatisfy(it -> assertThat(it).contains("tags can't be read"));
    }

    @Test
    void aHostileTagIsToldShortAndHarmsNobody() {
        is(204, ALICE, "Implemented", 150);
        tag(204, "alice-vpn; rm -rf / \u001b[31m $(id), alice-vpn");
        for (int i = 0; i < 100; i++) {
            world.directory.tags.add(new Tag(World.uuid(300), "x" + i));
        }
        poll();

        assertThat(networkOf("alice-vpn")).isEqualTo(World.uuid(204));
        assertThat(problems().stream().filter(it -> it.contains("which is no device")))
                .hasSizeLessThanOrEqualTo(20)
                .allSatisfy(it -> assertThat(it).doesNotContain("\u001b"));
    }
}
