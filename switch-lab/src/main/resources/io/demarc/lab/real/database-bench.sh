#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Real MariaDB or MySQL servers on one machine, each on a loopback address of its own that a real sshd listens on as well: a primary
# db-1 and the replicas-to-be db-2 and db-3. Nothing outside of the state directory is touched.
#
#   database-bench.sh up STATE SSH-PORT DATABASE-PORT [MYSQL]   MYSQL: where bin/install-test-packages unpacked it; without: MariaDB
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
    [ -z "${5:-}" ] || ln -s "$5" "$state/mysql"
    own_root "$state/home"
    mkdir "$state/home"
    ssh_servers "$3" &
    ssh=$!
    template
    for name in $names; do
        mkdir "$state/$name" "$state/$name/tmp"
        cp -a --reflink=auto "$state/template/." "$state/$name/data"
        configure "$name" "$4"
        launch "$name"
    done
    [ -L "$state/template" ] || rm -rf "$state/template"
    for name in $names; do
        await_server "$name" answers "$name"
    done
    wait "$ssh"
}

is_mysql() {
    [ -L "$state/mysql" ]
}

template() {
    if is_mysql; then
        ln -s "$state/mysql/empty-data" "$state/template"
        return
    fi
    mkdir "$state/tmp"
    # A server that starts deletes every temporary table in its tmpdir, whosever it is.
    mariadb-install-db --no-defaults --user=root --tmpdir="$state/tmp" --datadir="$state/template" --auth-root-authentication-method=socket \
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
[$(if is_mysql; then echo mysqld; else echo mariadbd; fi)]
user = root
datadir = $state/$1/data
socket = $state/$1/socket
tmpdir = $state/$1/tmp
pid-file = $state/$1/pid
log-error = $state/$1/log
bind-address = $(address "$1")
port = $2
server-id = ${1#db-}
log-bin = binlog
skip-name-resolve
innodb-buffer-pool-size = 24M
innodb-flush-log-at-trx-commit = 2
innodb-fast-shutdown = 1
key-buffer-size = 1M
performance-schema = OFF
max-connections = 50
character-set-server = utf8mb4
$(if is_mysql; then own_of_mysql; else own_of_mariadb; fi)
CONFIG
}

own_of_mariadb() {
    cat <<CONFIG
log-slave-updates
skip-slave-start = OFF
master-retry-count = 0
slave-net-timeout = 5
innodb-log-file-size = 8M
aria-pagecache-buffer-size = 1M
CONFIG
}

own_of_mysql() {
    cat <<CONFIG
basedir = $state/mysql
gtid-mode = ON
enforce-gtid-consistency = ON
replica-net-timeout = 5
sync-binlog = 0
innodb-redo-log-capacity = 32M
mysqlx = OFF
CONFIG
}

launch() {
    rm -f "$state/$1/pid"
    server=/usr/sbin/mariadbd
    if is_mysql; then server=$state/mysql/bin/mysqld; fi
    setsid "$server" --defaults-file="$state/$1/server.cnf" </dev/null >>"$state/$1/log" 2>&1 &
    echo "$!" >"$state/$1/process"
}

answers() {
    admin=mariadb-admin
    if is_mysql; then admin=$state/mysql/bin/mysqladmin; fi
    "$admin" --defaults-file="$state/$1/client.cnf" --connect-timeout=2 ping >/dev/null 2>&1
}

# The program, with a home and a shell of the bench's own for root. A machine with MySQL has no programs of MariaDB.
as_bench() {
    hidden=
    if is_mysql; then hidden="mariadb mariadb-admin mariadb-dump"; fi
    # shellcheck disable=SC2016
    unshare --mount sh -c '
        mount --bind "$0/passwd" /etc/passwd || exit
        for program in $1; do mount --bind /dev/null "/usr/bin/$program" || exit; done
        shift
        exec "$@"' "$state" "$hidden" "$@"
}

ssh_servers() {
    {
        for name in $names; do echo "ListenAddress $(address "$name"):$1"; done
        echo "PidFile $state/ssh/pid"
        echo "MaxStartups 100"
        # Of several SetEnv the first counts (sshd_config(5)).
        if is_mysql; then echo "SetEnv LC_ALL=C.UTF-8 PATH=$state/mysql/bin:/usr/sbin:/usr/bin:/sbin:/bin"; fi
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
        echo "usage: database-bench.sh up STATE SSH-PORT DATABASE-PORT [MYSQL] | start|stop|kill|pause|go-on STATE NAME | down|leash STATE" >&2
        exit 2
        ;;
esac
