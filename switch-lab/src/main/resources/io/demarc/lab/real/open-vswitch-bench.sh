#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# A real switch on one machine: Open vSwitch with its userspace datapath behind a real sshd and a real net-snmp agent, with two
# tenants' virtual machines and two appliances as network namespaces around it. Nothing outside of the namespaces and of the
# state directory is touched, but for one management link (a veth pair with 198.18.0.0/15 addresses, RFC 2544).
#
#   open-vswitch-bench.sh claim STATE ID     exit status 75: somebody else has this ID
#   open-vswitch-bench.sh up STATE ID HOST-ADDRESS SWITCH-ADDRESS
#   open-vswitch-bench.sh down STATE ID
#   open-vswitch-bench.sh leash STATE ID     waits for the end of its input, then "down": whoever holds the other end has died
#
#      vm (VLAN set by its hypervisor) ─┐                             ┌─ vpn   (appliance)
#      vm2 (another tenant)           ──┴─ br-hv ══ trunk ══ br0 ─────┴─ vpn2  (another appliance)
#
# STATE is a private directory of the bench's own, with this script and the agent in it. "up" adds ssh-key and
# ssh-host-key.pub; "down" removes it whole.
set -eu

command=$1
state=$2
id=$3
here=$(cd "$(dirname "$0")" && pwd)
switch=demarc-$id-switch
hosts="vm vm2 vpn vpn2"

# The switch's namespace is the claim: two cannot have the same name.
claim() {
    ip netns add "$switch" 2>"$state/claim.log" && return
    [ -e "/run/netns/$switch" ] && exit 75
    cat "$state/claim.log" >&2
    exit 1
}

up() {
    host_address=$4
    switch_address=$5
    umask 077
    mkdir -p "$state/run" "$state/ssh" "$state/snmp"
    # What this machine's root starts in a shell is nothing that a switch or a server would have.
    sed 's|^\(root:.*:\)[^:]*:[^:]*$|\1/root:/bin/sh|' /etc/passwd >"$state/passwd"
    namespaces
    management "$host_address" "$switch_address"
    open_vswitch
    ssh_server "$switch_address"
    snmp_agent "$switch_address"
}

namespaces() {
    # A switch port has no IPv6 stack of its own that would talk to whatever is plugged in.
    ip netns exec "$switch" sysctl -q -w net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1
    ip -n "$switch" link set lo up
    octet=1
    for host in $hosts; do
        ip netns add "demarc-$id-$host"
        ip -n "demarc-$id-$host" link set lo up
        ip link add "$host" netns "$switch" type veth peer name eth0 netns "demarc-$id-$host"
        ip -n "$switch" link set "$host" up
        # An appliance knows nothing of VLANs, and checksums are not left to a network card that isn't there.
        ip netns exec "demarc-$id-$host" ethtool -K eth0 tx off >/dev/null
        # Hosts ask often and long for an address, so that an answer comes as soon as frames flow.
        ip netns exec "demarc-$id-$host" sysctl -q -w net.ipv4.neigh.eth0.retrans_time_ms=200 \
            net.ipv4.neigh.eth0.mcast_solicit=15
        ip -n "demarc-$id-$host" addr add "10.50.1.$octet/24" dev eth0
        ip -n "demarc-$id-$host" link set eth0 up
        octet=$((octet + 1))
    done
}

management() {
    ip link add "demarc-$id" type veth peer name mgmt0 netns "$switch"
    ip addr add "$1/30" dev "demarc-$id"
    ip link set "demarc-$id" up
    ip -n "$switch" addr add "$2/30" dev mgmt0
    ip -n "$switch" link set mgmt0 up
}

# Runs in the switch's namespaces, where /run, /var/log, root's home directory and its shell are its own: ovs-vsctl and ip need
# no options there, as on any such host.
on_switch() {
    # shellcheck disable=SC2016
    ip netns exec "$switch" unshare --mount sh -c '
        mount -t tmpfs tmpfs /run
        mount -t tmpfs tmpfs /var/log
        mount -t tmpfs tmpfs /root
        mount --bind "$0/passwd" /etc/passwd
        mkdir -p /run/openvswitch /run/sshd
        mount --bind "$0/run" /run/openvswitch
        export MIBS= MIBDIRS=/nonexistent SNMPCONFPATH="$0/snmp" SNMP_PERSISTENT_DIR="$0/snmp/persistent"
        exec "$@"' "$state" "$@"
}

open_vswitch() {
    ovsdb-tool create "$state/run/conf.db" /usr/share/openvswitch/vswitch.ovsschema
    on_switch ovsdb-server "$state/run/conf.db" --remote=punix:/run/openvswitch/db.sock --pidfile --detach --no-chdir \
        --log-file="$state/ovsdb-server.log" 2>/dev/null
    on_switch ovs-vsctl --timeout=10 --no-wait init
    on_switch ovs-vswitchd unix:/run/openvswitch/db.sock --pidfile --detach --no-chdir \
        --log-file="$state/ovs-vswitchd.log" 2>/dev/null
    on_switch ovs-vsctl --timeout=20 \
        -- add-br br0 -- set bridge br0 datapath_type=netdev \
        -- add-br br-hv -- set bridge br-hv datapath_type=netdev \
        -- add-port br0 trunk -- set interface trunk type=patch options:peer=hv-trunk \
        -- add-port br-hv hv-trunk -- set interface hv-trunk type=patch options:peer=trunk \
        -- add-port br-hv vm tag=4000 -- add-port br-hv vm2 tag=4001 \
        -- add-port br0 vpn tag=1 -- add-port br0 vpn2 tag=1
}

ssh_server() {
    ssh-keygen -q -t ed25519 -N '' -C laboratory -f "$state/ssh-key"
    ssh-keygen -q -t ed25519 -N '' -C laboratory -f "$state/ssh-host-key"
    cp "$state/ssh-key.pub" "$state/ssh/authorized_keys"
    cat >"$state/ssh/sshd_config" <<CONFIG
ListenAddress $1:22
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
    on_switch /usr/sbin/sshd -D -e -f "$state/ssh/sshd_config" >"$state/sshd.log" 2>&1 &
    await "$!" greets "$1"
}

snmp_agent() {
    cat >"$state/snmp/snmpd.conf" <<CONFIG
agentaddress udp:$1:161
createUser demarc SHA-256 laboratory-auth AES laboratory-priv
group demarc usm demarc
view demarc-read included .1.3.6.1.2.1.1
view demarc-read included .1.3.6.1.2.1.2
view demarc-read included .1.3.6.1.2.1.4
view demarc-read included .1.3.6.1.2.1.17
view demarc-read included .1.3.6.1.2.1.31
view demarc-read included .1.0.8802.1.1.2
view demarc-read included .1.2.840.10006.300.43
view demarc-write included .1.3.6.1.2.1.2.2.1.7
view demarc-write included .1.3.6.1.2.1.31.1.1.1.18
view demarc-write included .1.3.6.1.2.1.17.7.1.4.3
view demarc-write included .1.3.6.1.2.1.17.7.1.4.5
access demarc "" usm authPriv exact demarc-read demarc-write none
sysDescr Open vSwitch, laboratory
master agentx
agentXSocket $state/snmp/agentx
agentXTimeout 20
agentXRetries 0
dontLogTCPWrappersConnects yes
CONFIG
    echo "agentXSocket $state/snmp/agentx" >"$state/snmp/qbridge.conf"
    # IF-MIB is served from the switch: net-snmp's own remembers it for seconds.
    on_switch /usr/sbin/snmpd -f -Le -C -c "$state/snmp/snmpd.conf" -I -smux,ifTable,ifXTable,interface,interfaces \
        >"$state/snmpd.log" 2>&1 &
    await "$!" test -S "$state/snmp/agentx"
    on_switch /usr/bin/perl "$here/qbridge-agent.pl" br0 >"$state/qbridge-agent.log" 2>&1 &
    # The bench is up when the whole way answers: agent, subagent, switch.
    await "$!" answers "$1"
}

greets() {
    ssh-keyscan -T 2 -t ed25519 "$1" 2>/dev/null | grep -q ed25519
}

# dot1dBaseNumPorts: the trunk and two appliances.
answers() {
    ports=$(MIBS='' snmpget -v3 -l authPriv -u demarc -a SHA-256 -A laboratory-auth -x AES -X laboratory-priv \
        -t 2 -r 0 -Oqv "$1" .1.3.6.1.2.1.17.1.2.0 2>/dev/null) && [ "$ports" = 3 ]
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
    # Every process inside the namespaces is one that this script or a session on the switch started.
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
        echo "usage: open-vswitch-bench.sh claim|down|leash STATE ID | up STATE ID HOST-ADDRESS SWITCH-ADDRESS" >&2
        exit 2
        ;;
esac
