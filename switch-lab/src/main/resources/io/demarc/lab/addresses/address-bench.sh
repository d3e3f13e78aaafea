#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# An address that moves, on one machine: a gateway, a segment with two servers, and a client behind the gateway, each a network
# namespace. Real sshd on the servers and on the gateway, a real net-snmp agent on the gateway. Nothing outside of the namespaces
# and of the state directory is touched, but for one link (a veth pair with 198.18.0.0/15 addresses, RFC 2544) and one route to the
# servers by it.
#
#   address-bench.sh up STATE ID HOST-ADDRESS GATEWAY-ADDRESS SEGMENT     SEGMENT: three octets of a /24, such as 10.64.7
#   address-bench.sh claim|down|leash STATE ID     see bench.sh
#
#   this machine ── gw ── (segment SEGMENT.0/24, fd00:7::/64) ── a, b
#                    └── client (10.60.0.0/24, fd00:6::/64)
set -eu

here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source-path=SCRIPTDIR/../ground source=bench.sh
. "$here/bench.sh"
gateway=$switch
hosts="a b client seg"

up() {
    own_root /root
    segment=$3
    for name in $hosts; do
        ip netns add "demarc-$id-$name"
        ip -n "demarc-$id-$name" link set lo up
    done
    ip -n "$gateway" link set lo up
    ip -n "demarc-$id-seg" link add bridge0 type bridge
    ip -n "demarc-$id-seg" link set bridge0 up
    plug "$gateway" port-gw 01
    plug "demarc-$id-a" port-a 0a
    plug "demarc-$id-b" port-b 0b
    ip netns exec "$gateway" sysctl -q -w net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
    give "$gateway" eth0 1
    give "demarc-$id-a" eth0 11
    give "demarc-$id-b" eth0 12
    for name in a b; do
        ip -n "demarc-$id-$name" route add default via "$segment.1"
        ip -n "demarc-$id-$name" -6 route add default via fd00:7::1
    done
    client
    management "$1" "$2"
    ip route add "$segment.0/24" via "$2" dev "demarc-$id"
    ssh_server switch "$2"
    ssh_server a "$segment.11"
    ssh_server b "$segment.12"
    snmp_agent "$2"
}

# plug NAMESPACE PORT OCTET: a cable from its eth0 to the segment.
plug() {
    ip link add "$2" netns "demarc-$id-seg" type veth peer name eth0 netns "$1"
    ip -n "demarc-$id-seg" link set "$2" master bridge0 up
    ip -n "$1" link set eth0 address "02:00:00:00:00:$3"
    # Checksums are not left to a network card that isn't there.
    ip netns exec "$1" ethtool -K eth0 tx off >/dev/null
    ip -n "$1" link set eth0 up
}

give() {
    ip -n "$1" addr add "$segment.$3/24" brd + dev "$2"
    ip -n "$1" addr add "fd00:7::$3/64" dev "$2" nodad
}

client() {
    ip link add to-client netns "$gateway" type veth peer name eth0 netns "demarc-$id-client"
    ip -n "$gateway" addr add 10.60.0.1/24 dev to-client
    ip -n "$gateway" addr add fd00:6::1/64 dev to-client nodad
    ip -n "$gateway" link set to-client up
    ip -n "demarc-$id-client" addr add 10.60.0.2/24 dev eth0
    ip -n "demarc-$id-client" addr add fd00:6::2/64 dev eth0 nodad
    ip -n "demarc-$id-client" link set eth0 up
    ip -n "demarc-$id-client" route add default via 10.60.0.1
    ip -n "demarc-$id-client" -6 route add default via fd00:6::1
}

# places NAME: the network's configuration is the machine's own.
places() {
    mkdir -p "$state/demarc-$id-$1/network/interfaces.d"
    [ ! -d /etc/network ] || mount --bind "$state/demarc-$id-$1/network" /etc/network
}

snmp_agent() {
    snmp_config "$1" >"$state/snmpd.conf"
    echo "rwuser demarc authpriv" >>"$state/snmpd.conf"
    inside switch /usr/sbin/snmpd -f -Le -C -c "$state/snmpd.conf" >"$state/snmpd.log" 2>&1 &
    await "$!" answers "$1"
}

answers() {
    snmp_value "$1" .1.3.6.1.2.1.1.3.0 >/dev/null
}

bench "$@"
