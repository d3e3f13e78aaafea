#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# A RabbitMQ node of its own on loopback, with an epmd of its own: BrokerBench runs it. TLS is on the port, and AMQP without it on
# the next one.
#
#   SCRIPT up STATE PORT EPMD-PORT USER PASSWORD
#   SCRIPT start|kill STATE
#   SCRIPT ctl STATE WORD ...     rabbitmqctl
#   SCRIPT down STATE
#   SCRIPT leash STATE            waits for the end of its input, then "down"
set -eu
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source-path=SCRIPTDIR/../ground source=bench.sh
. "$here/bench.sh"

# What every program of Erlang's here is to know. Debian's own /usr/sbin/rabbitmq-server would give up root first.
environment() {
    port=$(cat "$state/port")
    ERL_EPMD_PORT=$(cat "$state/epmd-port")
    export HOME="$state" ERL_EPMD_ADDRESS=127.0.0.1 ERL_EPMD_PORT
    export RABBITMQ_NODENAME="demarc-$port@localhost" RABBITMQ_CONF_ENV_FILE=/dev/null
    export RABBITMQ_MNESIA_BASE="$state/data" RABBITMQ_LOG_BASE="$state/log" RABBITMQ_GENERATED_CONFIG_DIR="$state/generated"
    export RABBITMQ_CONFIG_FILE="$state/rabbitmq.conf" RABBITMQ_ENABLED_PLUGINS_FILE="$state/plugins"
    export RABBITMQ_DIST_PORT=$((port + 2)) RABBITMQ_PID_FILE="$state/data.pid"
    export RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS="+S 1:1 +A 4 -kernel inet_dist_use_interface {127,0,0,1}"
}

up() {
    umask 077
    echo "$3" >"$state/port"
    echo "$4" >"$state/epmd-port"
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=localhost \
        -addext subjectAltName=DNS:localhost -keyout "$state/key.pem" -out "$state/certificate.pem" 2>"$state/openssl.log"
    echo '[].' >"$state/plugins"
    cat >"$state/rabbitmq.conf" <<CONFIG
listeners.ssl.1 = 127.0.0.1:$3
listeners.tcp.1 = 127.0.0.1:$(($3 + 1))
ssl_options.certfile = $state/certificate.pem
ssl_options.cacertfile = $state/certificate.pem
ssl_options.keyfile = $state/key.pem
default_user = $5
default_pass = $6
vm_memory_high_watermark.absolute = 256MB
disk_free_limit.absolute = 1MB
log.file = false
log.console = true
log.console.level = warning
CONFIG
    environment
    epmd >"$state/epmd.log" 2>&1 &
    echo $! >"$state/epmd.pid"
    start
}

start() {
    environment
    setsid /usr/lib/rabbitmq/bin/rabbitmq-server >>"$state/broker.log" 2>&1 </dev/null &
    echo $! >"$state/broker.pid"
    plain=$(($(cat "$state/port") + 1))
    deadline=$(($(date +%s) + 60))
    until bash -c ": </dev/tcp/127.0.0.1/$plain" 2>/dev/null; do
        if [ "$(date +%s)" -ge "$deadline" ] || ! kill -0 "$(cat "$state/broker.pid")"; then
            tail -n 20 "$state/broker.log" >&2
            exit 1
        fi
        sleep 0.1
    done
}

# The broker is a child of the shell that waits for it, in a group of its own; its helpers go with it.
finish() {
    [ -s "$state/$1.pid" ] || return 0
    pid=$(cat "$state/$1.pid")
    children=$(cat "/proc/$pid/task/$pid/children" 2>/dev/null || true)
    # shellcheck disable=SC2086
    kill -KILL $children "$pid" 2>/dev/null || true
    for gone in $children; do
        while kill -0 "$gone" 2>/dev/null && ! grep -q '^State:.Z' "/proc/$gone/status" 2>/dev/null; do sleep 0.05; done
    done
    rm -f "$state/$1.pid"
}

down() {
    finish broker
    finish epmd
    rm -rf "$state"
}

case $command in
    up) up "$@" ;;
    start) start ;;
    kill) finish broker ;;
    ctl)
        shift 2
        environment
        exec /usr/lib/rabbitmq/bin/rabbitmqctl "$@"
        ;;
    down) down ;;
    leash)
        read -r _ || true
        down
        ;;
    *)
        echo "usage: $(basename "$0") up|start|kill|ctl|down|leash STATE ..." >&2
        exit 2
        ;;
esac
