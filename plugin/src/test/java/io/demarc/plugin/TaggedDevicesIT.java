/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin;

import static io.demarc.plugin.world.World.ALICE;
import static io.demarc.plugin.world.World.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import io.demarc.plugin.networks.NetworkDirectory.Tag;
import io.demarc.plugin.operations.Views.Finding;
import io.demarc.plugin.words.Owner;
import io.demarc.plugin.world.World;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Devices that a network asks for by its tag in CloudStack. */
class TaggedDevicesIT extends OneSwitchLife {

    @BeforeEach
    void start() {
        world.configuration = CLOUDSTACK + "  attach-by-tag: true\n";
        is(204, ALICE, "Allocated", null);
        is(300, BOB, "Allocated", null);
        startWith(ALICES_AND_BOBS);
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
        declare(World.deviceYaml("alice-vpn", "alice", "tor", 1) + World.deviceYaml("alice-fw", "alice", "tor", 2));
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
        assertThat(warnings())
                .anySatisfy(it -> assertThat(it.message()).contains("alice-vpn", "belongs to account alice", "bob"));
    }

    @Test
    void aTagMovesNothingThatAPersonAttached() {
        is(204, ALICE, "Implemented", 150);
        world.network(205, ALICE, "Implemented", 151);
        attach("alice-vpn", 204);
        tag(205, "alice-vpn");
        poll();

        assertThat(networkOf("alice-vpn")).isEqualTo(World.uuid(204));
        assertThat(warnings()).anySatisfy(it -> assertThat(it.message()).contains("is attached to another network"));

        untag(205);
        poll();
        assertThat(networkOf("alice-vpn")).isEqualTo(World.uuid(204));
        assertThat(warnings()).noneSatisfy(it -> assertThat(it.message()).contains("demarc-devices"));
    }

    @Test
    void twoTagsForOneDeviceAttachItToNeitherAndAMoveIsUntagThenTag() {
        world.network(205, ALICE, "Implemented", 151);
        tag(204, "alice-vpn");
        tag(205, "alice-vpn");
        poll();
        assertThat(networkOf("alice-vpn")).isNull();
        assertThat(warnings()).anySatisfy(it -> assertThat(it.message()).contains("tags of several networks"));

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
        assertThat(warnings()).anySatisfy(it -> assertThat(it.message()).contains("tags can't be read"));
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
        assertThat(warnings().stream().map(Finding::message).filter(it -> it.contains("which is no device")))
                .hasSizeLessThanOrEqualTo(20)
                .allSatisfy(it -> assertThat(it).doesNotContain("\u001b"));
    }
}
