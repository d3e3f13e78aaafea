#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# An address that moves, on one machine: a gateway, a segment with two servers, and a client behind the gateway, each a network
# namespace. Real sshd on the servers and on the gateway, a real net-snmp agent on the gateway. Nothing outside of the namespaces
# and of the state directory is touched, but for one link (a veth pair with 198.18.0.0/15 addresses, RFC 2544) and one route to the
# servers by it.
#
#   address-bench.sh claim STATE ID     exit status 75: somebody else has this ID
#   address-bench.sh up STATE ID HOST-ADDRESS GATEWAY-ADDRESS SEGMENT     SEGMENT: three octets of a /24, such as 10.64.7
#   address-bench.sh down STATE ID
#   address-bench.sh leash STATE ID     waits for the end of its input, then "down": whoever holds the other end has died
#
#   this machine ── gw ── (segment SEGMENT.0/24, fd00:7::/64) ── a, b
#                    └── client (10.60.0.0/24, fd00:6::/64)
set -eu

command=$1
state=$2
id=$3
# The name of a bench of any kind: two can have neither the same name nor the same addresses.
gateway=demarc-$id-switch
hosts="a b client seg"

claim() {
    ip netns add "$gateway" 2>"$state/claim.log" && return
    [ -e "/run/netns/$gateway" ] && exit 75
    cat "$state/claim.log" >&2
    exit 1
}

up() {
    umask 077
    mkdir -p "$state/ssh" "$state/snmp"
    # What this machine's root starts in a shell is nothing that a switch or a server would have.
    sed 's|^\(root:.*:\)[^:]*:[^:]*$|\1/root:/bin/sh|' /etc/passwd >"$state/passwd"
    segment=$6
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
    management "$4" "$5"
    servers "$5"
    snmp_agent "$5"
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

management() {
    ip link add "demarc-$id" type veth peer name mgmt0 netns "$gateway"
    ip addr add "$1/30" dev "demarc-$id"
    ip link set "demarc-$id" up
    ip -n "$gateway" addr add "$2/30" dev mgmt0
    ip -n "$gateway" link set mgmt0 up
    ip route add "$segment.0/24" via "$2" dev "demarc-$id"
}

# Becomes the program, in the namespace, where /run, root's home and shell, and the network's configuration are its own: only for
# the background.
inside() {
    namespace=$1
    shift
    # shellcheck disable=SC2016
    exec ip netns exec "$namespace" unshare --mount sh -c '
        mount -t tmpfs tmpfs /run
        mount -t tmpfs tmpfs /root
        mount --bind "$1/passwd" /etc/passwd
        shift
        mkdir -p /run/sshd "$0/network/interfaces.d"
        [ ! -d /etc/network ] || mount --bind "$0/network" /etc/network
        exec "$@"' "$state/$namespace" "$state" "$@"
}

servers() {
    ssh-keygen -q -t ed25519 -N '' -C laboratory -f "$state/ssh-key"
    ssh-keygen -q -t ed25519 -N '' -C laboratory -f "$state/ssh-host-key"
    cp "$state/ssh-key.pub" "$state/ssh/authorized_keys"
    for name in switch a b; do
        address=$1
        [ "$name" != a ] || address=$segment.11
        [ "$name" != b ] || address=$segment.12
        mkdir -p "$state/demarc-$id-$name"
        cat >"$state/ssh/$name" <<CONFIG
ListenAddress $address:22
HostKey $state/ssh-host-key
AuthorizedKeysFile $state/ssh/authorized_keys
PasswordAuthentication no
KbdInteractiveAuthentication no
PermitRootLogin prohibit-password
StrictModes no
UsePAM no
UseDNS no
PrintMotd no
PidFile none
SetEnv LC_ALL=C.UTF-8
CONFIG
        inside "demarc-$id-$name" /usr/sbin/sshd -D -e -f "$state/ssh/$name" >"$state/sshd-$name.log" 2>&1 &
        echo "$!" >"$state/sshd-$name.pid"
        await "$!" greets "$address"
    done
}

snmp_agent() {
    cat >"$state/snmp/snmpd.conf" <<CONFIG
agentaddress udp:$1:161
createUser demarc SHA-256 laboratory-auth AES laboratory-priv
rwuser demarc authpriv
dontLogTCPWrappersConnects yes
CONFIG
    inside "$gateway" env MIBS= MIBDIRS=/nonexistent SNMPCONFPATH="$state/snmp" SNMP_PERSISTENT_DIR="$state/snmp/persistent" \
        /usr/sbin/snmpd -f -Le -C -c "$state/snmp/snmpd.conf" >"$state/snmpd.log" 2>&1 &
    await "$!" answers "$1"
}

greets() {
    ssh-keyscan -T 2 -t ed25519 "$1" 2>/dev/null | grep -q ed25519
}

answers() {
    MIBS='' snmpget -v3 -l authPriv -u demarc -a SHA-256 -A laboratory-auth -x AES -X laboratory-priv \
        -t 2 -r 0 -Oqv "$1" .1.3.6.1.2.1.1.3.0 >/dev/null 2>&1
}

# await PID CONDITION...: at most 50 seconds, and not when the process has ended.
await() {
    pid=$1
    shift
    deadline=$(($(date +%s) + 50))
    until "$@"; do
        if ! kill -0 "$pid" 2>/dev/null || [ "$(date +%s)" -ge "$deadline" ]; then
            cat "$state"/*.log >&2
            exit 1
        fi
        sleep 0.05
    done
}

down() {
    # Every process inside the namespaces is one that this script or a session there started.
    for signal in TERM KILL; do
        tries=0
        while [ "$tries" -lt 60 ]; do
            pids=$(for name in switch $hosts; do ip netns pids "demarc-$id-$name" 2>/dev/null || true; done)
            [ -n "$pids" ] || break 2
            # shellcheck disable=SC2086
            [ "$tries" -gt 0 ] || kill -s "$signal" $pids 2>/dev/null || true
            tries=$((tries + 1))
            sleep 0.05
        done
    done
    for name in switch $hosts; do
        ip netns del "demarc-$id-$name" 2>/dev/null || true
    done
    # The route goes with it.
    ip link del "demarc-$id" 2>/dev/null || true
    rm -rf "$state"
}

case $command in
    claim) claim ;;
    up) up "$@" ;;
    down) down ;;
    leash)
        read -r _ || true
        down
        ;;
    *)
        echo "usage: address-bench.sh claim|down|leash STATE ID | up STATE ID HOST-ADDRESS GATEWAY-ADDRESS SEGMENT" >&2
        exit 2
        ;;
esac
