# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=sh
# Makes a copy in a server of its own, from compressed statements on standard input or by MySQL's clone plugin: the program and the
# configuration of the server that runs here, on an empty directory within its data directory, where the running one doesn't look.
# Nobody can reach it but by a socket that only root and the server's user see; it replicates nothing and runs no events. It ends with
# the copy.
#   scratch.sh copy|trial|clone DATA-DIRECTORY PID-FILE SILENCE-SECONDS CLIENT-OPTION PROOF [USER@HOST...]
# "copy" and "clone" leave files that exchange.sh puts in place of the server's own; "trial" leaves nothing. "clone" reads a line of
# statements, which hold a password, and then a line each time that somebody is still there: it ends when nobody has been for that
# long. The accounts that are named are in the copy as they are in the running server. The client's option (none: -) logs in to the
# running server, and has to log in to the copy, too, if PROOF is yes. How every part ended, the SHA-256 of what came in, and of what
# moment a clone is, is said on standard error.
command=$1 data=$2 pid_file=$3 silence=$4 login_to_server=$5 proof=$6
shift 6
kept=$*
[ "$login_to_server" != - ] || login_to_server=
work=$data/.demarc
copy=$work/copy
umask 077
PATH=$PATH:/usr/sbin:/usr/local/sbin

fail() {
    echo "$1" >&2
    exit 1
}

# An earlier one may be left over: known by what it runs on.
scratch_pid() {
    pid=$(cat "$work/scratch.pid" 2>/dev/null) || return 1
    tr '\0' '\n' 2>/dev/null <"/proc/$pid/cmdline" | grep -qxF -e "--datadir=$copy" || return 1
    echo "$pid"
}

# stop_scratch SIGNAL: and waits for its end, which writes all that is in memory.
stop_scratch() {
    pid=$(scratch_pid) || return 0
    kill -s "$1" "$pid"
    while scratch_pid >/dev/null; do sleep 0.2; done
}

finish() {
    trap '' HUP INT TERM PIPE
    for helper in ${watching:-} ${telling:-}; do kill "$helper" 2>/dev/null; done
    [ -e "$work/state" ] || { stop_scratch KILL && rm -rf "$copy"; }
    rm -rf "$work/tmp" "$work/scratch.pid" "$work/scratch.log" "$work/socket" "$work/socket.lock" "$work/events" "$work/accounts"
}

mkdir -p "$work" && exec 9>"$work/lock" || exit 1
flock -w 60 9 || fail "another copy is being taken into $work"
[ ! -e "$work/old" ] || fail "$work/old holds data that were put aside by an exchange that isn't finished"
trap finish EXIT
trap 'exit 3' HUP INT TERM PIPE
stop_scratch KILL
rm -rf "$copy" "$work/state" "$work/halt" "$work/failed" "$work/said"
rm -rf "$work/tmp"
mkdir "$copy" "$work/tmp" || exit 1

# shellcheck disable=SC2015
server=$(cat "$pid_file") && program=$(readlink "/proc/$server/exe") || fail "no server runs by $pid_file"
[ -x "$program" ] || fail "the program that runs, $program, was replaced meanwhile: restart the server first"
client=$(command -v mariadb || command -v mysql) || fail 'there is neither mariadb nor mysql'
owner=$(stat -c %U "$data")
chown "$owner" "$work" "$copy" "$work/tmp"
# What it was started with, but for what would make it leave this shell.
set --
while IFS= read -r argument; do
    case $argument in --daemonize*) ;; *) set -- "$@" "$argument" ;; esac
done <<ARGUMENTS
$(tr '\0' '\n' <"/proc/$server/cmdline" | tail -n +2)
ARGUMENTS
# Of the configuration, what would reach beyond the directory, be refused of a copy, or take the memory that the running server has. A
# server that starts deletes every temporary table in its tmpdir, whosever it is.
set -- "$@" "--datadir=$copy" "--socket=$work/socket" "--pid-file=$work/scratch.pid" "--log-error=$work/scratch.log" "--user=$owner" \
    "--tmpdir=$work/tmp" \
    --skip-networking --loose-skip-slave-start --loose-skip-replica-start --skip-log-bin --event-scheduler=OFF --general-log=0 --slow-query-log=0 --read-only=OFF \
    --max-allowed-packet=1G --innodb-strict-mode=OFF --innodb-buffer-pool-size=256M --innodb-buffer-pool-dump-at-shutdown=OFF \
    --innodb-flush-log-at-trx-commit=2 --loose-super-read-only=OFF --loose-sql-require-primary-key=OFF --loose-sql-generate-invisible-primary-key=OFF --loose-mysqlx=OFF \
    --loose-max-statement-time=0 --wait-timeout=604800 --net-read-timeout=3600
[ "$command" != clone ] || set -- "$@" --plugin-load-add=mysql_clone.so --performance-schema=ON
# Then a server that is to be restarted ends, and its parent is asked to start it.
unset MYSQLD_PARENT_PID
: >"$work/scratch.log" && chown "$owner" "$work/scratch.log"
told() {
    grep -i error "$work/scratch.log" | tail -n 3 >&2
    fail "$1"
}
is_mariadb=$("$program" --no-defaults --version | grep MariaDB)
if [ -n "$is_mariadb" ]; then
    install=$(command -v mariadb-install-db || command -v mysql_install_db) || fail 'there is no mariadb-install-db'
    "$install" "$@" --skip-test-db --auth-root-authentication-method=normal >"$work/said" 2>&1 9>&- ||
        { tail -n 3 "$work/said" >&2; told 'an empty server could not be made'; }
    rm -f "$work/said"
else
    "$program" "$@" --initialize-insecure >/dev/null 2>&1 9>&- || told 'an empty server could not be made'
fi
login='--no-defaults --user=root'
# Without it a backslash may be one.
plainly="SET SESSION sql_mode='';"
ask() {
    # shellcheck disable=SC2086
    "$client" $login --protocol=socket "--socket=$work/socket" --default-character-set=utf8mb4 --batch "$@"
}
# In a session of its own: a signal to this shell's must not end it before its load is undone.
start() {
    setsid "$program" "$@" </dev/null >/dev/null 2>&1 9>&- 4<&- &
    started=$!
    until refusal=$(ask -e 'DO 0' 2>&1); do
        kill -0 "$started" 2>/dev/null || told 'a server of the copy ended as soon as it had started'
        case $refusal in *'ERROR 1045'* | *'ERROR 1698'*) fail "it could not be logged in to the copy: $refusal" ;; esac
        sleep 0.1
    done
}

# As long as somebody is there: without its server the clone's session ends.
watch() {
    # shellcheck disable=SC2016
    { while timeout "$silence" sh -c 'IFS= read -r line'; do :; done; stop_scratch KILL; } <&4 >/dev/null 2>&1 9>&- &
    watching=$!
}

progress="SELECT CONCAT('demarc: cloned ', IFNULL(SUM(data), 0), ' ', IFNULL(SUM(estimate), 0))
    FROM performance_schema.clone_progress WHERE stage LIKE '% COPY'"
# Octets that have come, and that will, as long as the server is there.
tell() {
    { while sleep 2 2>/dev/null && ask --skip-column-names -e "$progress" 2>/dev/null; do :; done; } </dev/null >&2 9>&- 4<&- &
    telling=$!
}

clone() {
    IFS= read -r statements
    exec 4<&0
    watch
    tell
    # 3707: it is done, and nobody is there to start the server again.
    printf '%s\n' "$statements" | ask >"$work/said" 2>&1
    grep -q '^ERROR 3707 ' "$work/said" || { cat "$work/said" >&2; told 'the clone did not come to its end'; }
    wait "$started"
    # The accounts are the donor's.
    login=$login_to_server
    start "$@"
    kill "$watching" 2>/dev/null
    ask --skip-column-names -e "$plainly SELECT CONCAT('demarc: taken ', binlog_file, '\t', binlog_position, '\t', REPLACE(gtid_executed, '\n', ''))
        FROM performance_schema.clone_status WHERE state='Completed'; $progress" --raw >&2
    ask -e 'RESET REPLICA ALL' || fail 'the clone could not forget whom its donor replicates from'
}

load() {
    # The last statement says that the copy is whole: whoever sends it knows that, and a stream that was cut may look well.
    { { tee /dev/fd/3 | { sum=$(sha256sum); echo "demarc: sum ${sum%% *}" >&2; }; } 3>&1; } |
        { gzip -dc; echo "demarc: gzip $?" >&2; } |
        { { ask --skip-column-names --max-allowed-packet=1G; echo "demarc: load $?" >&2; } | tail -n 1 >"$work/said"; }
    [ "$(cat "$work/said")" = 'demarc: whole' ] || exit 1
}

start "$@"
if [ "$command" = clone ]; then clone "$@"; else load; fi
[ "$command" != trial ] || { stop_scratch KILL && rm -rf "$work" && echo 'demarc: proven 0' >&2; exit; }
# Events of the primary run on the primary alone. Accounts were loaded as rows and not read yet: root has no password still.
if [ -n "$is_mariadb" ]; then
    ask -e "UPDATE mysql.event SET status='SLAVESIDE_DISABLED' WHERE status='ENABLED'" || fail 'the events could not be disabled'
else
    # shellcheck disable=SC2015
    # Whoever alters an event makes it one of the session's character set and, unless another is named, of its own definer.
    ask --skip-column-names --raw -e "SET SESSION sql_mode=''; SELECT CONCAT(
            'SET character_set_client=', IF(set_by_name, c, 'utf8mb4'), ', collation_connection=', IF(set_by_name, o, 'utf8mb4_general_ci'),
            ';ALTER DEFINER=\`', REPLACE(LEFT(d, CHAR_LENGTH(d) - CHAR_LENGTH(h) - 1), '\`', '\`\`'), '\`@\`', REPLACE(h, '\`', '\`\`'),
            '\` EVENT \`', REPLACE(s, '\`', '\`\`'), '\`.\`', REPLACE(e, '\`', '\`\`'), '\` DISABLE ON SLAVE;')
        FROM (SELECT event_schema AS s, event_name AS e, definer AS d, SUBSTRING_INDEX(definer, '@', -1) AS h,
            character_set_client AS c, collation_connection AS o, character_set_client LIKE 'utf8%' OR
            CHAR_LENGTH(CONCAT(event_schema, event_name, definer)) = LENGTH(CONCAT(event_schema, event_name, definer)) AS set_by_name
            FROM information_schema.events WHERE status='ENABLED') AS enabled" >"$work/events" && ask <"$work/events" ||
        fail 'the events could not be disabled'
    rm -f "$work/events"
fi
# The hash of caching_sha2_password isn't text.
as_hex=
[ -n "$is_mariadb" ] || as_hex='SET SESSION print_identified_with_as_hex=ON;'
if [ -n "$kept" ] || [ "$proof" = yes ]; then
    # shellcheck disable=SC2086
    accounts_as_here "$login_to_server" "$as_hex" $kept >"$work/accounts" || exit 1
    ask <"$work/accounts" || fail 'the accounts that are to be kept could not be made in the copy'
    rm -f "$work/accounts"
fi
if [ "$proof" = yes ]; then
    login=$login_to_server
    ask -e 'DO 0' || fail 'Demarc could not log in to the copy as it does to the running server'
fi
# The running server has these of its own: who it is, and its keys.
stop_scratch TERM
wait "$started" || told 'the server that the copy was loaded into ended badly'
rm -f "$copy/auto.cnf" "$copy"/*.pem "$work/said"
sync -f "$work"
echo proven >"$work/state.new" && mv "$work/state.new" "$work/state" && echo 'demarc: proven 0' >&2
