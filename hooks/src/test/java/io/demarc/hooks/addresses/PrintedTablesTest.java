/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.addresses;

import static org.assertj.core.api.Assertions.assertThat;

import io.demarc.hooks.addresses.NeighbourLines.Form;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * What programs print. Linux: iproute2 6.1 and iputils 20221126, as they printed it. Cisco IOS and Junos: the forms that the
 * vendors' command references show; not from a device.
 */
class PrintedTablesTest {
    private static final IpAddress FOUR = new IpAddress("10.88.0.50");
    private static final IpAddress SIX = new IpAddress("fd00:88::50");
    private static final Set<MacAddress> THREE = Set.of(new MacAddress("02:00:00:00:00:03"));

    @Test
    void linux() {
        String table = """
                10.88.0.51 dev eth0 lladdr 02:00:00:00:00:09 REACHABLE
                10.88.0.50 dev eth0 lladdr 02:00:00:00:00:03 STALE
                10.88.0.52 dev eth0 FAILED
                fd00:88::50 dev eth0 lladdr 02:00:00:00:00:03 router REACHABLE
                """;
        assertThat(NeighbourLines.of(FOUR, table, Form.LINUX)).isEqualTo(THREE);
        assertThat(NeighbourLines.of(SIX, table, Form.LINUX)).isEqualTo(THREE);
        assertThat(NeighbourLines.of(new IpAddress("10.88.0.52"), table, Form.LINUX))
                .isEmpty();
    }

    @Test
    void ciscoIos() {
        String arp = """
                Protocol  Address          Age (min)  Hardware Addr   Type   Interface
                Internet  10.88.0.1               -   0200.0000.0001  ARPA   GigabitEthernet0/0/1
                Internet  10.88.0.50              7   0200.0000.0003  ARPA   GigabitEthernet0/0/1
                Internet  10.88.0.52              0   Incomplete      ARPA
                """;
        String neighbours = """
                IPv6 Address                              Age Link-layer Addr State Interface
                FD00:88::50                                 0 0200.0000.0003  REACH Gi0/0/1
                FE80::FF:FE00:3                             0 0200.0000.0003  STALE Gi0/0/1
                """;
        assertThat(NeighbourLines.of(FOUR, arp, Form.CISCO_IOS)).isEqualTo(THREE);
        assertThat(NeighbourLines.of(new IpAddress("10.88.0.52"), arp, Form.CISCO_IOS))
                .isEmpty();
        assertThat(NeighbourLines.of(SIX, neighbours, Form.CISCO_IOS)).isEqualTo(THREE);
    }

    @Test
    void junos() {
        String arp = """
                MAC Address       Address         Interface         Flags
                02:00:00:00:00:03 10.88.0.50      ge-0/0/1.0        none
                02:00:00:00:00:09 10.88.0.5       ge-0/0/1.0        none
                Total entries: 2
                """;
        String neighbours = """
                IPv6 Address                 Linklayer Address  State       Exp Rtr Secure Interface
                fd00:88::50                  02:00:00:00:00:03  reachable   12  no  no      ge-0/0/1.0
                """;
        assertThat(NeighbourLines.of(FOUR, arp, Form.JUNOS)).isEqualTo(THREE);
        assertThat(NeighbourLines.of(SIX, neighbours, Form.JUNOS)).isEqualTo(THREE);
    }

    @Test
    void addressesOfInterfaces() {
        List<Holding> all = Holding.parse("""
                1: lo    inet 127.0.0.1/8 scope host lo\\       valid_lft forever preferred_lft forever
                2: eth0    inet 10.9.0.11/24 brd 10.9.0.255 scope global dynamic eth0\\       valid_lft 80sec preferred_lft 80sec
                2: eth0    inet 10.9.0.50/24 scope global secondary eth0:1\\       valid_lft forever preferred_lft forever
                3: bond0.7    inet6 fd09::50/64 scope global deprecated tentative \\       valid_lft forever preferred_lft 0sec
                """);

        assertThat(all).extracting(Holding::card).containsExactly("lo", "eth0", "eth0", "bond0.7");
        assertThat(all).extracting(Holding::isForever).containsExactly(true, false, true, true);
        assertThat(all.get(1).options()).containsExactly("brd", "+");
        assertThat(all.get(2).label()).contains("eth0:1");
        assertThat(all.get(2).isSecondary()).isTrue();
        assertThat(all.get(1).label()).isEmpty();
        assertThat(all.get(3).isUsable()).isFalse();
        assertThat(all.get(3).options()).containsExactly("preferred_lft", "0");
    }

    @Test
    void interfaces() {
        List<Link> all = Link.parse("""
                1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue state UNKNOWN mode DEFAULT group default qlen 1000\\    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00
                2: eth0@if5: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc noqueue state UP\\    link/ether 02:00:00:00:00:03 brd ff:ff:ff:ff:ff:ff link-netnsid 0
                3: eth1: <NO-CARRIER,BROADCAST,MULTICAST,UP> mtu 1500 state DOWN\\    link/ether 02:00:00:00:00:04 brd ff:ff:ff:ff:ff:ff
                """);

        assertThat(all).extracting(Link::isUp).containsExactly(true, true, false);
        assertThat(all.get(0).mac()).isNull();
        assertThat(all.get(1).card()).isEqualTo("eth0");
        assertThat(all.get(1).mac()).isEqualTo(new MacAddress("02:00:00:00:00:03"));
    }

    @Test
    void theSilenceIsBetweenTheAnswersThatAreFarthestApart() {
        String pings = """
                PING 10.88.0.50 (10.88.0.50) 56(84) bytes of data.
                [1795829072.715840] 64 bytes from 10.88.0.50: icmp_seq=36 ttl=64 time=0.062 ms
                [1795829072.735840] 64 bytes from 10.88.0.50: icmp_seq=37 ttl=64 time=0.062 ms
                [1795829072.799853] 64 bytes from 10.88.0.50: icmp_seq=40 ttl=64 time=0.062 ms
                [1795829072.819853] 64 bytes from 10.88.0.50: icmp_seq=41 ttl=64 time=0.062 ms
                """;

        assertThat(Silence.parse(pings + "now 1795829072.830000000\n", 20)).contains(new Silence(64, 20, true, 4));
        assertThat(Silence.parse(pings + "now 1795829075.819853000\n", 20)).contains(new Silence(3000, 20, false, 4));
        assertThat(Silence.parse(pings, 20)).contains(new Silence(64, 20, true, 4));
        assertThat(Silence.parse("PING 10.88.0.50\n", 20)).isEmpty();
    }
}
