#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Two storage nodes in QEMU, without KVM, on two networks of their own: management (reachable from here, 198.19.77.0/24,
# RFC 2544) and replication. What is not in the state directory has the bench's name, DEMARC_STORAGE_BENCH, else demarc-drbd: the
# namespace and one end of a veth pair. Nothing else is touched; a bench of another name is left alone. Because they all have the same
# addresses only one is up at a time: the second one is refused.
#
#   drbd-nodes.sh up STATE                                networks; ends what an earlier bench left behind
#   drbd-nodes.sh start STATE IMAGE NODE MAC-SUFFIX       switches a node on (node-a, node-b); its disks are kept in STATE
#   drbd-nodes.sh kill STATE NODE                         pulls its plug
#   drbd-nodes.sh running STATE NODE                      exit status 0 while it runs
#   drbd-nodes.sh blank STATE NODE                        another disk for DRBD, empty; while the node is off
#   drbd-nodes.sh link STATE NODE mgmt|repl up|down       its cable
#   drbd-nodes.sh down STATE
#   drbd-nodes.sh leash STATE                             waits for the end of its input, then "down"
set -eu

command=$1
state=$2
namespace=${DEMARC_STORAGE_BENCH-demarc-drbd}
gateway=198.19.77.254
case $namespace in
    '' | -* | *[!a-z0-9-]* | ????????????????*)
        echo "drbd-nodes.sh: a bench's name is 1 to 15 of a-z, 0-9 and -, not '$namespace'" >&2
        exit 2
        ;;
esac
in_namespace="ip -n $namespace"

tap() { echo "${1#node-}-$2"; }

# Only a process that is this bench's QEMU is ever ended: its command line names the state directory.
pid_of() {
    pid=$(cat "$state/$1.pid" 2>/dev/null) || return 1
    tr '\0' ' ' 2>/dev/null <"/proc/$pid/cmdline" | grep -q "$state/$1.disk" || return 1
    echo "$pid"
}

kill_node() {
    pid=$(pid_of "$1") || return 0
    kill -9 "$pid" 2>/dev/null || true
    while [ -d "/proc/$pid" ] && ! grep -q '^State:.Z' "/proc/$pid/status" 2>/dev/null; do sleep 0.05; done
    rm -f "$state/$1.pid"
}

down() {
    kill_node node-a
    kill_node node-b
    for socket in "$state"/ssh-*; do
        # The connection behind it may be gone already, with the machine or a killed build.
        [ ! -S "$socket" ] || ssh -F none -o ControlPath="$socket" -O exit nobody 2>/dev/null || true
    done
    ip link del "$namespace" 2>/dev/null || true
    ip netns del "$namespace" 2>/dev/null || true
    rm -rf "$state"
}

up() {
    down
    if ip -o addr show to "$gateway" | grep .; then
        echo "drbd-nodes.sh: another bench is up on this machine" >&2
        exit 1
    fi
    umask 077
    mkdir -p "$state"
    ip netns add "$namespace"
    $in_namespace link set lo up
    for network in mgmt repl; do
        $in_namespace link add "br-$network" type bridge
        $in_namespace link set "br-$network" up
        for node in node-a node-b; do
            $in_namespace tuntap add dev "$(tap $node $network)" mode tap
            $in_namespace link set "$(tap $node $network)" master "br-$network"
            $in_namespace link set "$(tap $node $network)" up
        done
    done
    ip link add "$namespace" type veth peer name host netns "$namespace"
    $in_namespace link set host master br-mgmt
    $in_namespace link set host up
    ip addr add "$gateway/24" dev "$namespace"
    ip link set "$namespace" up
}

start() {
    image=$3
    node=$4
    suffix=$5
    number=$([ "$node" = node-a ] && echo 11 || echo 12)
    [ -f "$state/$node.disk" ] || truncate -s 96M "$state/$node.disk"
    [ -f "$state/$node.qcow2" ] || qemu-img create -q -f qcow2 -b "$image/root.img" -F raw "$state/$node.qcow2"
    # Before the other tests that run beside the nodes: a cluster takes a node that says nothing for dead. norandmaps: what is emulated is translated anew at every
    # address that it is found at; with programs always at the same ones, starting one takes a fifth of the time.
    # What the nodes' watches note is compared, so their clocks must be this machine's. The processor's counter is measured by each at
    # its boot, on a busy machine wrongly by a second in a few minutes: hpet. The clock chip counts whole seconds from the start on, so
    # a node starts with a second.
    while [ "$(date +%N | cut -c 1)" != 0 ]; do sleep 0.02; done
    ip netns exec "$namespace" setsid nice -n -10 qemu-system-x86_64 -M q35,usb=off,vmport=off -accel tcg,thread=multi,tb-size=256 \
        -cpu Nehalem -smp 1 -m 384 -nodefaults -no-user-config -display none -daemonize -pidfile "$state/$node.pid" \
        -kernel "$image/vmlinuz" -initrd "$image/initrd.gz" \
        -append "console=ttyS0 quiet panic=-1 mitigations=off norandmaps clocksource=hpet net.ifnames=0 laboratory.node=$node systemd.hostname=$node" \
        -serial "file:$state/$node.console" -qmp "unix:$state/$node.qmp,server=on,wait=off" \
        -drive "file=$state/$node.qcow2,if=none,id=d0,cache=unsafe" -device virtio-blk-pci,drive=d0,addr=0x3 \
        -drive "file=$state/$node.disk,format=raw,if=none,id=d1,cache=unsafe" -device virtio-blk-pci,drive=d1,addr=0x4 \
        -netdev "tap,id=n0,ifname=$(tap "$node" mgmt),script=no,downscript=no" \
        -device "virtio-net-pci,netdev=n0,mac=52:54:00:$suffix:00:$number,romfile=,addr=0x5" \
        -netdev "tap,id=n1,ifname=$(tap "$node" repl),script=no,downscript=no" \
        -device "virtio-net-pci,netdev=n1,mac=52:54:00:$suffix:01:$number,romfile=,addr=0x6"
}

case $command in
    up) up ;;
    start) start "$@" ;;
    kill) kill_node "$3" ;;
    running) pid_of "$3" >/dev/null ;;
    blank)
        size=$(stat -c %s "$state/$3.disk")
        rm "$state/$3.disk"
        truncate -s "$size" "$state/$3.disk"
        ;;
    link) $in_namespace link set "$(tap "$3" "$4")" "$5" ;;
    down) down ;;
    leash)
        cat >/dev/null
        down
        ;;
    *)
        echo "drbd-nodes.sh: unknown command '$command'" >&2
        exit 2
        ;;
esac
