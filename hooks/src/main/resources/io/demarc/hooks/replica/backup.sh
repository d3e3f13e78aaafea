# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=sh
# Sends a MariaDB server's files to standard output as mariadb-backup copies them, compressed.
#   backup.sh SILENCE-SECONDS LOCK-SECONDS CLIENT-OPTION...
# Each line of the input says that somebody is still there. The copying ends, and with it every lock that it holds, when nobody has
# been there for that long, and when writes have been blocked for that long. How every part ended, and the SHA-256 of what went
# out, is said on standard error.
silence=$1 lock=$2
shift 2
backup=$(command -v mariadb-backup) || { echo 'demarc: there is no mariadb-backup' >&2; exit 127; }
work=$(mktemp -d) || exit 1
exec 4<&0 5>&2
finish() {
    trap '' HUP INT TERM PIPE
    # shellcheck disable=SC2046
    kill $(cat "$work/backup" "$work/watch" "$work/limit" 2>/dev/null) 2>/dev/null
    rm -rf "$work"
}
trap finish EXIT
trap 'exit 3' HUP INT TERM PIPE

# shellcheck disable=SC2016
{
    while timeout "$silence" sh -c 'IFS= read -r line'; do :; done
    : >"$work/gone"
    kill "$(cat "$work/backup")"
} <&4 >/dev/null 2>&1 4>&- 5>&- &
echo "$!" >"$work/watch"

limit_lock() {
    [ ! -e "$work/limit" ] || return 0
    # It outlives the rest when the rest ends first: nobody may wait for what it holds open.
    { sleep "$lock" 3>&- 4>&- 5>&- && echo "its lock lasted longer than $lock s" >&5 && kill "$(cat "$work/backup")"; } >/dev/null 2>&1 &
    echo "$!" >"$work/limit"
}

# What it says of each file is of no use to anybody. It says when it begins to block writes: older ones with their first word
# about locks, newer ones stage by stage.
follow() {
    stages=
    while IFS= read -r said; do
        case $said in
            *Streaming* | *'...done' | *opied*) continue ;;
            *'Starting BACKUP STAGE START'*) stages=yes ;;
            *'Acquiring BACKUP LOCKS'*) [ -n "$stages" ] || limit_lock ;;
            *'BACKUP STAGE BLOCK_'*) limit_lock ;;
            *'All tables unlocked'*) kill "$(cat "$work/limit" 2>/dev/null)" 2>/dev/null ;;
        esac
        printf '%s\n' "$said" >&5
    done
}

# shellcheck disable=SC2016
{
    { sh -c 'echo "$$" >"$1/backup"; [ ! -e "$1/gone" ] || exit 143; shift; exec "$@"' demarc "$work" "$backup" "$@" --backup --stream=mbstream \
        --target-dir="$work/files" </dev/null 2>&1 >&3 3>&-; echo "demarc: dump $?" >&5; rm -f "$work/backup"; } | follow
} 3>&1 |
    { gzip -1; echo "demarc: gzip $?" >&2; } |
    { { tee /dev/fd/3 | { sum=$(sha256sum); echo "demarc: sum ${sum%% *}" >&2; }; } 3>&1; } |
    cat
