# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=sh
# Dumps a database server to standard output, compressed.
#   dump.sh SILENCE-SECONDS together|apart DUMP-OPTION...
# "apart" dumps events when all else is dumped and its transaction is over, which on MySQL keeps every event from running that it has
# dumped.
# Each line of the input says that somebody is still there. When nobody has been for that long, the dump program ends, and so does its
# session on MySQL: one that waits for a lock notices neither. How every part ended, and the SHA-256 of what went out, is said on
# standard error: a pipeline has but one exit status.
silence=$1 events=$2
shift 2
dump=$(command -v mariadb-dump || command -v mysqldump) || { echo 'demarc: there is neither mariadb-dump nor mysqldump' >&2; exit 127; }
client=$(command -v mariadb || command -v mysql)
work=$(mktemp -d) || exit 1
exec 4<&0 5>&2
finish() {
    trap '' HUP INT TERM PIPE
    # shellcheck disable=SC2046
    kill $(cat "$work/dump" "$work/watch" 2>/dev/null) 2>/dev/null
    rm -rf "$work"
}
trap finish EXIT
trap 'exit 3' HUP INT TERM PIPE

case ${1:-} in --defaults-file=*) option=$1 ;; *) option= ;; esac
ask() {
    # shellcheck disable=SC2086
    timeout 10 "$client" $option --batch --skip-column-names -e "$1"
}
# MySQL's clients tell the ids of their processes. This shell may end as soon as the program does.
end_dump() {
    pid=$(cat "$work/dump") || return 0
    ids=$(ask "SELECT CONCAT('KILL ', a.processlist_id, ';') FROM performance_schema.session_connect_attrs AS a
        JOIN performance_schema.threads AS t ON t.processlist_id = a.processlist_id
        WHERE a.attr_name='_pid' AND a.attr_value='$pid' AND t.processlist_host='localhost'")
    [ -z "$ids" ] || ask "$ids"
    kill "$pid"
}
# shellcheck disable=SC2016
{
    while timeout "$silence" sh -c 'IFS= read -r line'; do :; done
    : >"$work/gone"
    end_dump
} <&4 >/dev/null 2>&1 4>&- 5>&- &
echo "$!" >"$work/watch"

run() {
    # shellcheck disable=SC2016
    sh -c 'echo "$$" >"$1/dump"; [ ! -e "$1/gone" ] || exit 143; shift; exec "$@"' demarc "$work" "$dump" "$@" </dev/null 4>&- 5>&-
}
run_all() {
    [ "$events" = apart ] || { run "$@"; return; }
    run "$@" --skip-events &&
        run "$@" --skip-single-transaction --no-data --no-create-info --no-create-db --skip-triggers --skip-routines --events
}
{
    run_all "$@"
    echo "demarc: dump $?" >&5
    rm -f "$work/dump"
} |
    { gzip -1; echo "demarc: gzip $?" >&2; } |
    { { tee /dev/fd/3 | { sum=$(sha256sum); echo "demarc: sum ${sum%% *}" >&2; }; } 3>&1; } |
    cat
