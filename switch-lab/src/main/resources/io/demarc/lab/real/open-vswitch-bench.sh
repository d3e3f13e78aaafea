#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# A real switch on one machine: Open vSwitch with its userspace datapath behind a real sshd and a real net-snmp agent, with two
# tenants' virtual machines and two appliances as network namespaces around it. Nothing outside of the namespaces and of the
# state directory is touched, but for one management link (a veth pair with 198.18.0.0/15 addresses, RFC 2544).
#
#   open-vswitch-bench.sh up STATE ID HOST-ADDRESS SWITCH-ADDRESS
#   open-vswitch-bench.sh down STATE ID
#
#      vm (VLAN set by its hypervisor) ─┐                             ┌─ vpn   (appliance)
#      vm2 (another tenant)           ──┴─ br-hv ══ trunk ══ br0 ─────┴─ vpn2  (another appliance)
#
# STATE holds: ssh-key, ssh-host-key.pub, and after "down" nothing: the directory is gone.
set -eu

command=$1
state=$2
id=$3
here=$(cd "$(dirname "$0")" && pwd)
switch=demarc-$id-switch
hosts="vm vm2 vpn vpn2"

up() {
    host_address=$4
    switch_address=$5
    umask 077
    mkdir -p "$state/run" "$state/ssh" "$state/snmp"
    namespaces
    management "$host_address" "$switch_address"
    open_vswitch
    ssh_server "$switch_address"
    snmp_agent "$switch_address"
}

namespaces() {
    ip netns add "$switch"
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

# Runs in the switch's namespaces, where /run and the home directory are its own: ovs-vsctl and ip need no options there, as on any such host.
on_switch() {
    # shellcheck disable=SC2016
    ip netns exec "$switch" unshare --mount sh -c '
        mount -t tmpfs tmpfs /run
        mount -t tmpfs tmpfs /root
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
CONFIG
    on_switch /usr/sbin/sshd -D -e -f "$state/ssh/sshd_config" 2>"$state/sshd.log" &
}

snmp_agent() {
    cat >"$state/snmp/snmpd.conf" <<CONFIG
agentaddress udp:$1:161
createUser demarc SHA-256 laboratory-auth AES laboratory-priv
rwuser demarc authpriv
sysDescr Open vSwitch, laboratory
master agentx
agentXSocket $state/snmp/agentx
CONFIG
    echo "agentXSocket $state/snmp/agentx" >"$state/snmp/qbridge.conf"
    on_switch /usr/sbin/snmpd -f -Le -C -c "$state/snmp/snmpd.conf" -I -smux 2>"$state/snmpd.log" &
    tries=0
    until [ -S "$state/snmp/agentx" ]; do
        tries=$((tries + 1))
        [ "$tries" -lt 200 ] || { cat "$state/snmpd.log" >&2; exit 1; }
        sleep 0.05
    done
    on_switch perl "$here/qbridge-agent.pl" br0 2>"$state/qbridge-agent.log" &
    # The bench is up when the whole way answers: agent, subagent, switch.
    tries=0
    until MIBS='' snmpget -v3 -l authPriv -u demarc -a SHA-256 -A laboratory-auth -x AES -X laboratory-priv \
        -t 2 -r 0 -Oqv "$1" .1.3.6.1.2.1.17.1.2.0 2>/dev/null | grep -q '^2$'; do
        tries=$((tries + 1))
        [ "$tries" -lt 100 ] || { cat "$state/snmpd.log" "$state/qbridge-agent.log" >&2; exit 1; }
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
    up) up "$@" ;;
    down) down ;;
    *)
        echo "usage: open-vswitch-bench.sh up STATE ID HOST-ADDRESS SWITCH-ADDRESS | down STATE ID" >&2
        exit 2
        ;;
esac
