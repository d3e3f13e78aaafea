# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=sh
# Keeps a replica from applying its primary's log for as long as somebody says so, and lets it go on whatever ends that: the end
# of the input, silence, a signal, a broken connection. Only the end of this very shell by SIGKILL is not covered.
#   hold.sh SILENCE-SECONDS STOP-STATEMENT START-STATEMENT CLIENT-OPTION...
# Says "stopped" when it has stopped. Each line of the input says: go on holding.
silence=$1 stop=$2 start=$3
shift 3
client=$(command -v mariadb || command -v mysql) || { echo 'demarc: there is neither mariadb nor mysql' >&2; exit 127; }
ask() {
    statement=$1
    shift
    printf '%s;\n' "$statement" | "$client" "$@" >/dev/null
}
release() {
    trap '' HUP INT TERM PIPE
    tries=0
    until ask "$start" "$@" 2>/dev/null; do
        tries=$((tries + 1))
        [ "$tries" -lt 300 ] || exit 1
        sleep 1
    done
}
trap 'exit 3' HUP INT TERM PIPE
trap 'release "$@"' EXIT
ask "$stop" "$@" || exit 4
echo stopped
# shellcheck disable=SC2016
while timeout "$silence" sh -c 'IFS= read -r line'; do :; done
