#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# A real switch on one machine: Open vSwitch with its userspace datapath behind a real sshd and a real net-snmp agent, with two
# tenants' virtual machines and two appliances as network namespaces around it. Nothing outside of the namespaces and of the
# state directory is touched, but for one management link (a veth pair with 198.18.0.0/15 addresses, RFC 2544).
#
#   open-vswitch-bench.sh up STATE ID HOST-ADDRESS SWITCH-ADDRESS
#   open-vswitch-bench.sh claim|down|leash STATE ID     see bench.sh
#
#      vm (VLAN set by its hypervisor) ─┐                             ┌─ vpn   (appliance)
#      vm2 (another tenant)           ──┴─ br-hv ══ trunk ══ br0 ─────┴─ vpn2  (another appliance)
#
# In STATE, beside this script: qbridge-agent.pl and OpenVswitch.pm.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source-path=SCRIPTDIR/../ground source=bench.sh
. "$here/bench.sh"
hosts="vm vm2 vpn vpn2"

up() {
    own_root /root
    mkdir "$state/run"
    namespaces
    management "$1" "$2"
    open_vswitch
    ssh_server switch "$2"
    snmp_agent "$2"
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

# ovs-vsctl and ip need no options there, as on any such host.
places() {
    mount -t tmpfs tmpfs /var/log
    mkdir -p /run/openvswitch
    mount --bind "$state/run" /run/openvswitch
}

on_switch() {
    (inside switch "$@")
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

snmp_agent() {
    snmp_config "$1" >"$state/snmpd.conf"
    cat >>"$state/snmpd.conf" <<CONFIG
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
CONFIG
    echo "agentXSocket $state/snmp/agentx" >"$state/snmp/qbridge.conf"
    # IF-MIB is served from the switch: net-snmp's own remembers it for seconds.
    inside switch /usr/sbin/snmpd -f -Le -C -c "$state/snmpd.conf" -I -smux,ifTable,ifXTable,interface,interfaces \
        >"$state/snmpd.log" 2>&1 &
    await "$!" test -S "$state/snmp/agentx"
    inside switch /usr/bin/perl "$here/qbridge-agent.pl" br0 >"$state/qbridge-agent.log" 2>&1 &
    # The bench is up when the whole way answers: agent, subagent, switch.
    await "$!" answers "$1"
}

# dot1dBaseNumPorts: the trunk and two appliances.
answers() {
    ports=$(snmp_value "$1" .1.3.6.1.2.1.17.1.2.0) && [ "$ports" = 3 ]
}

bench "$@"
