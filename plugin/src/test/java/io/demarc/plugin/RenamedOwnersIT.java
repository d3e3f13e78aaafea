/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin;

import static io.demarc.plugin.world.World.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.demarc.plugin.words.Owner;
import io.demarc.plugin.words.OwnerKey;
import io.demarc.plugin.world.World;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Domains, projects and accounts that are renamed in CloudStack, and names that somebody else gets. */
class RenamedOwnersIT extends OneSwitchLife {
    private static final String ACME = "876d4c2f-e708-11f1-b765-02fc00000001";
    private static final String OTHER = "00000000-e708-11f1-b765-02fc00000001";
    private static final Owner MOVED = new Owner("ROOT/new", Owner.Kind.ACCOUNT, "alice");
    private static final Owner RENAMED = new Owner("ROOT", Owner.Kind.ACCOUNT, "alice2");

    @BeforeEach
    void start() {
        is(204, ACME, ALICE, 150);
        startWith(World.deviceYaml("alice-vpn", "alice", "tor", 1));
    }

    private void apply(String account) {
        declare(World.deviceYaml("alice-vpn", account, "tor", 1));
    }

    /** CloudStack's answer from now on: a network in the domain with the UUID. */
    private void is(long network, String domain, Owner owner, int vlan) {
        world.network(network, owner, new OwnerKey(domain, owner.kind(), owner.name()), "Implemented", vlan);
    }

    @Test
    void aDomainThatIsRenamedKeepsItsDevicesAndTheOperatorIsTold() {
        attach("alice-vpn", 204);
        is(204, ACME, MOVED, 150);
        poll();
        poll();

        assertThat(isCarried(150)).isTrue();
        assertThat(warnings())
                .anySatisfy(
                        it -> assertThat(it.message()).contains("account alice in ROOT/new", "account alice in ROOT"));
    }

    @Test
    void soDoesAnAccount() {
        attach("alice-vpn", 204);
        is(204, ACME, RENAMED, 150);
        poll();

        assertThat(isCarried(150)).isTrue();

        apply("alice2");
        poll();
        assertThat(isCarried(150)).isTrue();
        assertThat(warnings()).noneSatisfy(it -> assertThat(it.message()).contains("alice2"));
    }

    @Test
    void whoGetsTheOldNameLaterGetsNoneOfTheDevices() {
        attach("alice-vpn", 204);
        is(204, ACME, MOVED, 150);
        poll();
        detach("alice-vpn");
        is(300, OTHER, ALICE, 160);

        assertThatThrownBy(() -> attach("alice-vpn", 300))
                .hasMessageContaining("somebody else, who is called account alice in ROOT now");

        attach("alice-vpn", 204);
        assertThat(isCarried(150)).isTrue();
    }

    @Test
    void aNameThatTheInventoryNoLongerUsedIsFree() {
        attach("alice-vpn", 204);
        detach("alice-vpn");
        apply("bob");
        apply("carol");
        is(300, OTHER, ALICE, 160);
        apply("alice");

        attach("alice-vpn", 300);

        assertThat(isCarried(160)).isTrue();
    }

    @Test
    void evenOneThatCallsAnnounced() {
        attach("alice-vpn", 204);
        daemon.life().implemented(World.event(204, 150), world.deadline());
        is(204, OTHER, ALICE, 150);
        poll();

        assertThat(isCarried(150)).isFalse();
    }

    @Test
    void aNetworkThatReallyHasAnotherOwnerLosesTheDevice() {
        attach("alice-vpn", 204);
        is(204, OTHER, ALICE, 150);
        poll();

        assertThat(isCarried(150)).isFalse();
        assertThat(daemon.port("tor", "ge1").problem()).contains("somebody else");
    }
}
