#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# What the scripts of benches have in common: they source it from beside them. One whose machines are network namespaces has 'hosts'
# (their names, but for the one called switch), up, and places (what else a machine has of its own), and ends with: bench "$@"
#
#   SCRIPT claim STATE ID     exit status 75: somebody else has this ID
#   SCRIPT up STATE ID ...
#   SCRIPT down STATE ID
#   SCRIPT leash STATE ID     waits for the end of its input, then "down": whoever holds the other end has died
#
# STATE is a private directory of the bench's own. "up" adds ssh-key and ssh-host-key.pub; "down" removes it whole.

command=$1
state=$2
id=${3:-}
# The name of a bench of any kind is the claim: two can have neither the same name nor the same addresses.
switch=demarc-$id-switch

bench() {
    case $command in
        claim) claim ;;
        up)
            shift 3
            up "$@"
            ;;
        down) down ;;
        leash)
            read -r _ || true
            down
            ;;
        within)
            shift 3
            within "$@"
            ;;
        *)
            echo "usage: $(basename "$0") claim|up|down|leash STATE ID ..." >&2
            exit 2
            ;;
    esac
}

claim() {
    ip netns add "$switch" 2>"$state/claim.log" && return
    [ -e "/run/netns/$switch" ] && exit 75
    cat "$state/claim.log" >&2
    exit 1
}

# own_root HOME: the account and keys of the machines' root. What this machine's root starts in a shell is nothing that a switch or a server would have.
own_root() {
    umask 077
    mkdir -p "$state/ssh"
    sed "s|^\(root:.*:\)[^:]*:[^:]*\$|\1$1:/bin/sh|" /etc/passwd >"$state/passwd"
    ssh-keygen -q -t ed25519 -N '' -C laboratory -f "$state/ssh-key"
    ssh-keygen -q -t ed25519 -N '' -C laboratory -f "$state/ssh-host-key"
    cp "$state/ssh-key.pub" "$state/ssh/authorized_keys"
}

sshd_config() {
    cat <<CONFIG
HostKey $state/ssh-host-key
AuthorizedKeysFile $state/ssh/authorized_keys
PasswordAuthentication no
KbdInteractiveAuthentication no
PermitRootLogin prohibit-password
StrictModes no
UsePAM no
UseDNS no
PrintMotd no
SetEnv LC_ALL=C.UTF-8
CONFIG
}

# management HOST-ADDRESS SWITCH-ADDRESS: the one link to this machine.
management() {
    ip link add "demarc-$id" type veth peer name mgmt0 netns "$switch"
    ip addr add "$1/30" dev "demarc-$id"
    ip link set "demarc-$id" up
    ip -n "$switch" addr add "$2/30" dev mgmt0
    ip -n "$switch" link set mgmt0 up
}

# inside NAME PROGRAM...: becomes the program, on the machine: only for the background.
inside() {
    name=$1
    shift
    exec ip netns exec "demarc-$id-$name" unshare --mount sh "$0" within "$state" "$id" "$name" "$@"
}

# /run, root's home directory and its shell are the machine's own.
within() {
    mount -t tmpfs tmpfs /run
    mount -t tmpfs tmpfs /root
    mount --bind "$state/passwd" /etc/passwd
    mkdir -p /run/sshd
    places "$1"
    shift
    export MIBS='' MIBDIRS=/nonexistent SNMPCONFPATH="$state/snmp" SNMP_PERSISTENT_DIR="$state/snmp/persistent"
    exec "$@"
}

# ssh_server NAME ADDRESS
ssh_server() {
    { echo "ListenAddress $2:22" && echo "PidFile none" && sshd_config; } >"$state/ssh/$1"
    inside "$1" /usr/sbin/sshd -D -e -f "$state/ssh/$1" >"$state/sshd-$1.log" 2>&1 &
    echo "$!" >"$state/sshd-$1.pid"
    await "$!" greets "$2"
}

greets() {
    ssh-keyscan -T 2 -t ed25519 "$1" 2>/dev/null | grep -q ed25519
}

# snmp_config ADDRESS: of an agent's configuration, what doesn't say who may do what.
snmp_config() {
    mkdir -p "$state/snmp"
    cat <<CONFIG
agentaddress udp:$1:161
createUser demarc SHA-256 laboratory-auth AES laboratory-priv
dontLogTCPWrappersConnects yes
CONFIG
}

# snmp_value ADDRESS OID
snmp_value() {
    MIBS='' snmpget -v3 -l authPriv -u demarc -a SHA-256 -A laboratory-auth -x AES -X laboratory-priv \
        -t 2 -r 0 -Oqv "$1" "$2" 2>/dev/null
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
    # Every process inside the namespaces is one that the script or a session there started.
    for signal in TERM KILL; do
        tries=0
        while [ "$tries" -lt 60 ]; do
            # shellcheck disable=SC2154
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
    # Routes by it go with it.
    ip link del "demarc-$id" 2>/dev/null || true
    rm -rf "$state"
}
