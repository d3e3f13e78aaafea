/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin;

import static io.demarc.plugin.world.World.ALICE;
import static io.demarc.plugin.world.World.OPERATOR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.demarc.plugin.operations.Views.Finding;
import io.demarc.plugin.words.Owner;
import io.demarc.plugin.words.OwnerKey;
import io.demarc.plugin.world.FakeSwitch;
import io.demarc.plugin.world.World;
import io.demarc.switches.Vlan;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Domains, projects and accounts that are renamed in CloudStack, and names that somebody else gets. */
class RenamedOwnersIT {
    private static final Duration POLL = Duration.ofSeconds(61);
    private static final String ACME = "876d4c2f-e708-11f1-b765-02fc00000001";
    private static final String OTHER = "00000000-e708-11f1-b765-02fc00000001";
    private static final Owner MOVED = new Owner("ROOT/new", Owner.Kind.ACCOUNT, "alice");
    private static final Owner RENAMED = new Owner("ROOT", Owner.Kind.ACCOUNT, "alice2");

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
                """;
        tor = world.addSwitch("tor", false, 3);
        is(204, ACME, ALICE, 150);
        daemon = CoreProcess.start(world);
        apply("alice");
        daemon.adoptAll();
    }

    @AfterEach
    void stop() {
        daemon.close();
    }

    private void apply(String account) {
        daemon.apply("switches:\n" + World.switchYaml("tor", "fake", 3) + "devices:\n"
                + World.deviceYaml("alice-vpn", account, "tor", 1));
    }

    /** CloudStack's answer from now on: a network in the domain with the UUID. */
    private void is(long network, String domain, Owner owner, int vlan) {
        world.network(network, owner, new OwnerKey(domain, owner.kind(), owner.name()), "Implemented", vlan);
    }

    private void attach(String device, long network) {
        daemon.operations().attach(device, World.uuid(network), false, false, OPERATOR, world.deadline());
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

    @Test
    void aDomainThatIsRenamedKeepsItsDevicesAndTheOperatorIsTold() {
        attach("alice-vpn", 204);
        is(204, ACME, MOVED, 150);
        poll();
        poll();

        assertThat(isCarried(150)).isTrue();
        assertThat(problems())
                .anySatisfy(it -> assertThat(it).contains("account alice in ROOT/new", "account alice in ROOT"));
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
        assertThat(problems()).noneSatisfy(it -> assertThat(it).contains("alice2"));
    }

    @Test
    void whoGetsTheOldNameLaterGetsNoneOfTheDevices() {
        attach("alice-vpn", 204);
        is(204, ACME, MOVED, 150);
        poll();
        daemon.operations().detach("alice-vpn", false, OPERATOR, world.deadline());
        is(300, OTHER, ALICE, 160);

        assertThatThrownBy(() -> attach("alice-vpn", 300))
                .hasMessageContaining("somebody else, who is called account alice in ROOT now");

        attach("alice-vpn", 204);
        assertThat(isCarried(150)).isTrue();
    }

    @Test
    void aNameThatTheInventoryNoLongerUsedIsFree() {
        attach("alice-vpn", 204);
        daemon.operations().detach("alice-vpn", false, OPERATOR, world.deadline());
        apply("bob");
        apply("carol");
        is(300, OTHER, ALICE, 160);
        apply("alice");

        attach("alice-vpn", 300);

        assertThat(isCarried(160)).isTrue();
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
