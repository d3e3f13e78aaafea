/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.endtoend;

import static io.demarc.lab.endtoend.ServersUnderTest.A;
import static io.demarc.lab.endtoend.ServersUnderTest.B;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.demarc.lab.addresses.AddressBench;
import io.demarc.lab.addresses.AddressBench.Host;
import io.demarc.lab.cloudstack.SimulatedCloudStack;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses that move between two real servers behind a real gateway whose entry is hot and wrong. */
class AddressMoveIT {
    @TempDir
    Path directory;

    private AddressBench bench;
    private SimulatedCloudStack cloudStack;
    private DaemonUnderTest daemon;
    private String four;

    @BeforeEach
    void start() {
        bench = AddressBench.start();
        cloudStack = new SimulatedCloudStack(InstantSource.system());
        daemon = new DaemonUnderTest(directory, cloudStack);
        four = bench.moving();
        bench.give(Host.A, four);
        bench.heat(four);
    }

    @AfterEach
    void end() {
        daemon.close();
        cloudStack.close();
        bench.close();
    }

    private DaemonUnderTest.Ran move(String... more) {
        return daemon.demarc(words(new String[] {"ip", "move", four, "--from", A, "--to", B}, more));
    }

    private static String[] words(String[] first, String... more) {
        String[] all = java.util.Arrays.copyOf(first, first.length + more.length);
        System.arraycopy(more, 0, all, first.length, more.length);
        return all;
    }

    private void assertMoved(DaemonUnderTest.Ran ran, String address) {
        assertThat(ran.status()).as(ran.output() + daemon.log()).isZero();
        assertThat(bench.has(Host.B, address)).isTrue();
        assertThat(bench.has(Host.A, address)).isFalse();
        assertThat(bench.believed(address)).isEqualTo(Host.B.mac());
        assertThat(bench.isReached(address)).isTrue();
    }

    private void assertStayed(DaemonUnderTest.Ran ran) {
        assertThat(ran.status()).as(ran.output() + daemon.log()).isNotZero();
        assertThat(bench.has(Host.A, four)).isTrue();
        assertThat(bench.has(Host.B, four)).isFalse();
    }

    /** Frames of the moving address from B that the gateway doesn't hear; {@code operation} is of nft. */
    private void deafen(String rest) {
        bench.on(Host.GATEWAY, "nft", "add", "table", "arp", "deaf");
        bench.on(Host.GATEWAY, "nft", "add", "chain", "arp", "deaf", "in", "{ type filter hook input priority 0; }");
        bench.on(
                Host.GATEWAY,
                "sh",
                "-c",
                "nft add rule arp deaf in arp saddr ether " + Host.B.mac() + " arp saddr ip "
                        + four.replaceFirst("/.*", "") + " " + rest + " drop");
    }

    @ParameterizedTest
    @ValueSource(strings = {"linux", "snmp", ""})
    void theGatewayBelievesTheMoveAndTheSilenceIsTold(String platform) {
        ServersUnderTest.declare(daemon, bench, platform);
        assertThat(bench.believed(four)).isEqualTo(Host.A.mac());
        assertThat(move("--dry-run").status()).isZero();
        assertThat(bench.has(Host.A, four)).isTrue();

        DaemonUnderTest.Ran ran = move();

        assertMoved(ran, four);
        assertThat(ran.output())
                .containsPattern("(silent for|not silent for longer than) \\d+ ms")
                .contains("seen by");
        assertThat(daemon.mustRun("runbook", "log", A))
                .contains("ip address del " + four)
                .contains("answers to");
    }

    /** Renew the page: {@code -Dgolden.update}. */
    @Test
    void theDryRunOfThePageOfAddressesFindsWhatItShows() throws Exception {
        ServersUnderTest.declare(daemon, bench, "linux");

        new PageUnderTest("addresses.md", "bench", daemon)
                .calls("web-1", A)
                .calls("web-2", B)
                .calls("10.0.0.100", four.replaceFirst("/.*", ""))
                .calls("10.0.0.1", bench.address(Host.GATEWAY))
                .assertSaysWhatTheDaemonSays();
    }

    @Test
    void bothFamiliesMoveTogetherAndIntoTheConfigurationWhenTold() throws Exception {
        bench.give(Host.A, AddressBench.MOVING_SIX);
        bench.heat(AddressBench.MOVING_SIX);
        for (Host host : new Host[] {Host.A, Host.B}) {
            Files.writeString(bench.networkFile(host, "interfaces"), "source /etc/network/interfaces.d/*\n");
        }
        Files.writeString(
                bench.networkFile(Host.A, "interfaces.d/demarc-" + four.replaceFirst("/.*", "")), "iface eth0\n");
        ServersUnderTest.declare(daemon, bench, "linux");

        DaemonUnderTest.Ran ran =
                daemon.demarc("ip", "move", four, AddressBench.MOVING_SIX, "--from", A, "--to", B, "--persist");

        assertMoved(ran, four);
        assertMoved(ran, AddressBench.MOVING_SIX);
        assertThat(Files.readString(bench.networkFile(Host.B, "interfaces.d/demarc-fd00-7--50")))
                .contains("iface eth0 inet6 static", AddressBench.MOVING_SIX);
        assertThat(bench.networkFile(Host.A, "interfaces.d/demarc-" + four.replaceFirst("/.*", "")))
                .doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"arp operation request", "arp operation reply"})
    void aGatewayThatTakesOnlyRequestsOrOnlyRepliesBelievesIt(String ignored) {
        deafen(ignored);
        ServersUnderTest.declare(daemon, bench, "linux");

        assertMoved(move(), four);
    }

    @Test
    void aGatewayThatDropsGratuitousArpIsAskedForItselfAndLearnsFromThat() {
        bench.on(Host.GATEWAY, "sysctl", "-q", "-w", "net.ipv4.conf.eth0.drop_gratuitous_arp=1");
        ServersUnderTest.declare(daemon, bench, "linux");

        assertMoved(move(), four);
    }

    @Test
    void aGatewayThatBelievesNothingGetsTheAddressBackWhereItWas() {
        deafen("");
        ServersUnderTest.declare(daemon, bench, "linux");

        DaemonUnderTest.Ran ran = move("--patience", "5");

        assertStayed(ran);
        assertThat(ran.output()).contains("given back to alpha").contains("ms").contains("is ended");
        assertThat(bench.isReached(four)).isTrue();
        new RunUnderTest(daemon, A)
                .await("the run ends", it -> RunUnderTest.state(it).equals("aborted"));
    }

    @Test
    void aServerWithoutARouteToTheGatewayGetsNothing() {
        ServersUnderTest.declare(daemon, bench, "linux");
        bench.on(Host.B, "ip", "address", "add", "192.0.2.7/24", "dev", "eth0");

        DaemonUnderTest.Ran ran = daemon.demarc("ip", "move", four, "--from", A, "--to", B, "--interface", "lo");
        assertStayed(ran);
        assertThat(ran.output()).contains("lo is not Ethernet");

        DaemonUnderTest.Ran elsewhere = move("--gateway", "192.0.2.1");
        assertStayed(elsewhere);
        assertThat(elsewhere.output()).contains("gateway 192.0.2.1 is in the subnet of");

        bench.on(Host.B, "ip", "route", "add", "unreachable", bench.address(Host.GATEWAY));
        DaemonUnderTest.Ran unreachable = move();
        assertStayed(unreachable);
        assertThat(unreachable.output()).contains("reaches gateway " + bench.address(Host.GATEWAY));
    }

    @Test
    void anotherHolderIsNamedAndNothingMoves() {
        bench.give(Host.GATEWAY, four.replace("/24", "/32"));
        ServersUnderTest.declare(daemon, bench, "linux");

        DaemonUnderTest.Ran ran = move();

        assertStayed(ran);
        assertThat(ran.output()).contains(Host.GATEWAY.mac() + " answers for it");
    }

    @Test
    void anAddressOfACloudStackMachineIsLeftToCloudStackUnlessForced() {
        cloudStack.addMachine("web", four.replaceFirst("/.*", ""));
        ServersUnderTest.declare(daemon, bench, "linux");

        DaemonUnderTest.Ran ran = move();
        assertStayed(ran);
        assertThat(ran.output()).contains("virtual machine 'web' of account alice");

        assertMoved(move("--force"), four);
    }

    @Test
    void anAddressThatLivesIsNotTakenFromAServerWhoseSshIsDown() {
        ServersUnderTest.declare(daemon, bench, "linux");
        bench.endSsh(Host.A);

        DaemonUnderTest.Ran ran = move();

        assertStayed(ran);
        assertThat(ran.output()).contains("alpha is dead").contains(Host.A.mac() + " answers for it");
    }

    @Test
    void aDeadServersAddressIsTakenWhenAPersonHasConfirmedThatItIsDead() {
        ServersUnderTest.declare(daemon, bench, "linux");
        bench.cut(Host.A);
        RunUnderTest run = new RunUnderTest(daemon, A);

        DaemonUnderTest.Ran ran = move();
        assertThat(ran.status()).as(ran.output()).isEqualTo(1);
        assertThat(ran.output()).contains("switched off");
        assertThat(bench.has(Host.B, four)).isFalse();
        run.confirm("look", A);
        run.awaitDone();

        assertThat(bench.has(Host.B, four)).isTrue();
        assertThat(bench.isReached(four)).isTrue();
    }

    @Test
    void anAddressThatHasJustMovedIsAnnouncedUntilItIsBelieved() {
        bench.take(Host.A, four);
        bench.give(Host.B, four);
        ServersUnderTest.declare(daemon, bench, "snmp");
        assertThat(bench.believed(four)).isEqualTo(Host.A.mac());

        DaemonUnderTest.Ran ran = daemon.demarc("ip", "announce", four.replaceFirst("/.*", ""), "--on", B);

        assertMoved(ran, four);
    }

    /** Real keepalived: what is taken off it is on again in less than a second. */
    private void keepalived(Host host, String... lines) throws Exception {
        Path file = directory.resolve("keepalived.conf");
        Files.writeString(directory.resolve("vips.inc"), String.join("\n", lines) + "\n");
        Files.writeString(file, """
            vrrp_instance VI_1 {
              interface eth0
              state MASTER
              priority 255
              virtual_router_id 51
              virtual_ipaddress {
                include vips.inc
              }
            }
            """);
        bench.on(
                host,
                "keepalived",
                "--vrrp",
                "--use-file=" + file,
                "--pid=" + directory.resolve("keepalived.pid"),
                "--vrrp_pid=" + directory.resolve("vrrp.pid"));
    }

    @Test
    void anAddressThatKeepalivedHoldsIsLeftToKeepalived() throws Exception {
        bench.take(Host.A, four);
        keepalived(Host.A, four + " dev eth0 label eth0:vip  # ours");
        await().atMost(Duration.ofSeconds(20)).until(() -> bench.has(Host.A, four));
        ServersUnderTest.declare(daemon, bench, "linux");

        DaemonUnderTest.Ran ran = move();

        assertStayed(ran);
        assertThat(ran.output())
                .contains("nothing puts " + four.replaceFirst("/.*", "") + " back on alpha")
                .contains("keepalived has it: vrrp_instance VI_1 in " + directory.resolve("vips.inc"));
    }

    @Test
    void anAddressThatAWatchdogPutsBackIsGivenBackBeforeTwoServersHaveItForLong() {
        bench.take(Host.A, four);
        bench.on(Host.A, "ip", "address", "add", four, "dev", "eth0", "label", "eth0:vip");
        bench.on(
                Host.A,
                "sh",
                "-c",
                "(while :; do ip address add " + four + " dev eth0 label eth0:vip; sleep 0.05; done)"
                        + " >/dev/null 2>&1 </dev/null &");
        ServersUnderTest.declare(daemon, bench, "linux");

        DaemonUnderTest.Ran ran = move();

        assertStayed(ran);
        assertThat(ran.output()).contains("given back to alpha");
        assertThat(bench.on(Host.A, "ip", "-o", "address", "show")).contains("eth0:vip");
        await().until(() -> bench.isReached(four));
    }
}
