#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Real MariaDB servers on one machine, each on a loopback address of its own that a real sshd listens on as well: a primary db-1
# and the replicas-to-be db-2 and db-3. Nothing outside of the state directory is touched.
#
#   database-bench.sh up STATE SSH-PORT DATABASE-PORT
#   database-bench.sh start STATE NAME                   db-1, db-2 or db-3; returns when it answers
#   database-bench.sh stop STATE NAME                    orderly
#   database-bench.sh kill STATE NAME                    kill -9
#   database-bench.sh down STATE
#   database-bench.sh leash STATE                        waits for the end of its input, then "down"
#
# STATE is a private directory of the bench's own, with this script in it. "up" adds ssh-key, ssh-host-key.pub and for each
# server NAME/client.cnf (the option file of its clients) and NAME/data; "down" removes it whole.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source-path=SCRIPTDIR/../ground source=bench.sh
. "$here/bench.sh"
names="db-1 db-2 db-3"

up() {
    own_root "$state/home"
    mkdir "$state/home"
    ssh_servers "$3" &
    ssh=$!
    template
    for name in $names; do
        mkdir "$state/$name"
        cp -a "$state/template" "$state/$name/data"
        configure "$name" "$4"
        launch "$name"
    done
    rm -rf "$state/template"
    for name in $names; do
        await_server "$name" answers "$name"
    done
    wait "$ssh"
}

template() {
    mariadb-install-db --no-defaults --user=root --datadir="$state/template" --auth-root-authentication-method=socket \
        --skip-test-db --innodb-log-file-size=8M >"$state/install.log" 2>&1 || { cat "$state/install.log" >&2; exit 1; }
}

address() {
    echo "127.0.1.${1#db-}"
}

configure() {
    cat >"$state/$1/client.cnf" <<CONFIG
[client]
user = root
socket = $state/$1/socket
CONFIG
    cat >"$state/$1/server.cnf" <<CONFIG
[mariadbd]
user = root
datadir = $state/$1/data
socket = $state/$1/socket
pid-file = $state/$1/pid
log-error = $state/$1/log
bind-address = $(address "$1")
port = $2
server-id = ${1#db-}
log-bin = binlog
log-slave-updates
skip-slave-start = OFF
skip-name-resolve
master-retry-count = 0
slave-net-timeout = 5
innodb-buffer-pool-size = 24M
innodb-log-file-size = 8M
innodb-flush-log-at-trx-commit = 2
innodb-fast-shutdown = 1
key-buffer-size = 1M
aria-pagecache-buffer-size = 1M
performance-schema = OFF
max-connections = 50
character-set-server = utf8mb4
CONFIG
}

launch() {
    rm -f "$state/$1/pid"
    setsid /usr/sbin/mariadbd --defaults-file="$state/$1/server.cnf" </dev/null >>"$state/$1/log" 2>&1 &
    echo "$!" >"$state/$1/process"
}

answers() {
    mariadb-admin --defaults-file="$state/$1/client.cnf" --connect-timeout=2 ping >/dev/null 2>&1
}

# The program, with a home and a shell of the bench's own for root.
as_bench() {
    # shellcheck disable=SC2016
    unshare --mount sh -c 'mount --bind "$0/passwd" /etc/passwd && exec "$@"' "$state" "$@"
}

ssh_servers() {
    {
        for name in $names; do echo "ListenAddress $(address "$name"):$1"; done
        echo "PidFile $state/ssh/pid"
        echo "MaxStartups 100"
        sshd_config
    } >"$state/ssh/sshd_config"
    mkdir -p /run/sshd
    as_bench /usr/sbin/sshd -f "$state/ssh/sshd_config" -E "$state/sshd.log"
    deadline=$(($(date +%s) + 30))
    until [ -s "$state/ssh/pid" ]; do
        [ "$(date +%s)" -lt "$deadline" ] || { cat "$state/sshd.log" >&2; exit 1; }
        sleep 0.05
    done
}

# await_server NAME CONDITION...: at most 60 seconds, and not when the server has ended.
await_server() {
    pid=$(cat "$state/$1/process")
    name=$1
    shift
    deadline=$(($(date +%s) + 60))
    until "$@"; do
        if ! kill -0 "$pid" 2>/dev/null || [ "$(date +%s)" -ge "$deadline" ]; then
            tail -n 20 "$state/$name/log" >&2
            exit 1
        fi
        sleep 0.1
    done
}

# finish NAME SIGNAL
finish() {
    pid=$(cat "$state/$1/process" 2>/dev/null || true)
    [ -n "$pid" ] || return 0
    kill -s "$2" "$pid" 2>/dev/null || true
    deadline=$(($(date +%s) + 30))
    while kill -0 "$pid" 2>/dev/null; do
        # Its parent may be this script's parent, which never asks for it.
        case $(cut -d ' ' -f 3 "/proc/$pid/stat" 2>/dev/null || echo Z) in Z) break ;; esac
        [ "$(date +%s)" -lt "$deadline" ] || exit 1
        sleep 0.05
    done
    rm -f "$state/$1/process"
}

down() {
    if [ -s "$state/ssh/pid" ]; then
        pid=$(cat "$state/ssh/pid")
        # Its sessions, whoever sits in them, are its children's.
        children=$(cat "/proc/$pid/task/$pid/children" 2>/dev/null || true)
        # shellcheck disable=SC2086
        kill $pid $children 2>/dev/null || true
    fi
    for name in $names; do
        finish "$name" KILL || true
    done
    rm -rf "$state"
}

case $command in
    up) up "$@" ;;
    start)
        launch "$3"
        await_server "$3" answers "$3"
        ;;
    stop) finish "$3" TERM ;;
    kill) finish "$3" KILL ;;
    pause) kill -s STOP "$(cat "$state/$3/process")" ;;
    go-on) kill -s CONT "$(cat "$state/$3/process")" ;;
    down) down ;;
    leash)
        read -r _ || true
        down
        ;;
    *)
        echo "usage: database-bench.sh up STATE SSH-PORT DATABASE-PORT | start|stop|kill|pause|go-on STATE NAME | down|leash STATE" >&2
        exit 2
        ;;
esac
