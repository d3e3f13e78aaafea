# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=sh
# Puts files that were received, or that a server of the copy's own has made, in place of a database server's own. All of them are on one file system: they are renamed, not copied.
#   exchange.sh state DATA-DIRECTORY
#   exchange.sh begin DATA-DIRECTORY PID-FILE 'STOP COMMAND' 'START COMMAND' [CLIENT-OPTION PROOF [USER@HOST...]]
#   exchange.sh back  DATA-DIRECTORY PID-FILE 'STOP COMMAND' 'START COMMAND'
#   exchange.sh halt|clear DATA-DIRECTORY
# "begin" returns at once, works in the background whatever becomes of its caller, and goes on where an earlier one was interrupted.
# "state" says whether somebody is at it (running, failed, still), how far it is, for how many seconds, and what was printed last.
# "back" waits until nobody is at it, and gives the server its own files again, while they are there; "halt" gives up and
# deletes what was received, unless the server was stopped already; "clear" deletes all that is not in place. The client's option
# (none: -) logs in to the running server, and has to log in to received files, too, if PROOF is yes; the accounts that are named are
# in them as they are in the running server. Each state is
# entered when all before it is done:
#   received preparing prepared proven stopped aside renamed started; returning for "back"
command=$1 data=$2
work=$data/.demarc
umask 077

state() {
    if [ -f "$work/state" ]; then
        cat "$work/state"
    elif [ -f "$work/copy/backup-my.cnf" ]; then
        echo received
    else
        echo nothing
    fi
}

enter() {
    sync -f "$work"
    echo "$1" >"$work/state.new" && mv "$work/state.new" "$work/state"
}

# Words without quotes or patterns.
command_of() {
    set -f
    # shellcheck disable=SC2086
    $1 </dev/null
    ended=$?
    set +f
    return "$ended"
}

# is_up PID
is_up() {
    case $(cat "/proc/$1/comm" 2>/dev/null) in mariadbd | mysqld) return 0 ;; *) return 1 ;; esac
}

# stop PID-FILE COMMAND: and sees to it that it has ended.
stop() {
    pid=$(cat "$1" 2>/dev/null)
    command_of "$2" || ! is_up "$pid" || return 1
    tries=0
    while is_up "$pid"; do
        tries=$((tries + 1))
        [ "$tries" -lt 3600 ] || return 1
        sleep 1
    done
}

# stop_again PID-FILE COMMAND: a machine that was restarted meanwhile has started the server, too.
stop_again() {
    ! is_up "$(cat "$1" 2>/dev/null)" || stop "$1" "$2" || { echo "the server did not end: '$2'"; return 1; }
}

# move FROM TO: everything but what is not the server's.
move() {
    mkdir -p "$2" || return 1
    for entry in "$1"/* "$1"/.[!.]* "$1"/..?*; do
        case ${entry##*/} in .demarc | lost+found) continue ;; esac
        if [ -e "$entry" ] || [ -L "$entry" ]; then
            mv -- "$entry" "$2/" || return 1
        fi
    done
}

# server_of_copy OPTION...: on the received files, where nobody reaches it. A server that starts deletes every temporary table in its
# tmpdir, so it has one of its own.
server_of_copy() {
    PATH=$PATH:/usr/sbin:/usr/local/sbin mariadbd --defaults-file="$work/copy/backup-my.cnf" \
        --user="$(stat -c %U "$data")" --datadir="$work/copy" --tmpdir="$work/tmp" "$@"
}

# prove CLIENT-OPTION PROOF [USER@HOST...]: it reads the files once: they are good, or nothing is taken away. Events of the primary run on
# the primary alone; this is the only moment to say so before the server's own scheduler sees them.
prove() {
    end_server_of_copy
    mkdir -p "$work/tmp" && chown --reference="$data" "$work/tmp" || return 1
    login=$1 proof=$2
    shift 2
    [ "$login" != - ] || login=
    client=$(command -v mariadb || command -v mysql)
    echo "UPDATE mysql.event SET status='SLAVESIDE_DISABLED' WHERE status='ENABLED';" >"$work/first"
    [ $# = 0 ] || accounts_as_here "$login" '' "$@" >>"$work/first" || return 1
    server_of_copy --bootstrap <"$work/first" || { echo 'a server that was started on the files to try them ended badly'; return 1; }
    rm -f "$work/first"
    [ "$proof" != yes ] || prove_login
}

# Whoever goes on afterwards has to be let in.
prove_login() {
    server_of_copy --skip-networking --skip-slave-start --skip-log-bin --event-scheduler=OFF --socket="$work/socket" \
        --pid-file="$work/scratch.pid" --log-error="$work/scratch.log" </dev/null &
    # shellcheck disable=SC2086
    until refusal=$("$client" $login --protocol=socket --socket="$work/socket" -e 'DO 0' 2>&1); do
        kill -0 $! 2>/dev/null || { echo 'a server that was started on the files to log in to it ended'; return 1; }
        case $refusal in
            *'ERROR 1045'* | *'ERROR 1698'*)
                echo "Demarc could not log in to the copy as it does to the running server: $refusal"
                end_server_of_copy
                return 1
                ;;
        esac
        sleep 0.1
    done
    kill "$(cat "$work/scratch.pid")"
    wait $! || { echo 'the server that was started on the files ended badly'; return 1; }
}

# One that a shell which was killed has left.
end_server_of_copy() {
    pid=$(cat "$work/scratch.pid" 2>/dev/null)
    while tr '\0' '\n' 2>/dev/null <"/proc/${pid:-none}/cmdline" | grep -qxF -e "--datadir=$work/copy"; do
        kill -9 "$pid" 2>/dev/null
        sleep 0.1
    done
    rm -f "$work/scratch.pid"
}

# With its server.
throw_away() {
    end_server_of_copy
    rm -rf "$work/copy" "$work/state" "$work/first"
}

# exchange PID-FILE STOP START CLIENT-OPTION PROOF [USER@HOST...]
exchange() {
    pid_file=$1 stop_command=$2 start_command=$3
    shift 3
    while :; do
        if [ -e "$work/halt" ]; then
            case $(state) in
                received | preparing | prepared | proven)
                    throw_away
                    echo 'it was given up'
                    return 1
                    ;;
            esac
        fi
        case $(state) in
            received)
                enter preparing
                mariadb-backup --prepare --target-dir="$work/copy" || { echo 'the files could not be prepared'; return 1; }
                enter prepared
                ;;
            preparing)
                echo 'preparing the files was interrupted: nobody knows what they hold'
                return 1
                ;;
            prepared)
                chown -R --reference="$data" "$work"
                prove "$@" || return 1
                enter proven
                ;;
            proven)
                rm -rf "$work/tmp" "$work"/socket* "$work/scratch.pid" "$work/scratch.log"
                rm -f "$work"/copy/xtrabackup_* "$work"/copy/mariadb_backup_* "$work/copy/backup-my.cnf"
                stop "$pid_file" "$stop_command" || { echo "the server did not end: '$stop_command'"; return 1; }
                enter stopped
                ;;
            stopped)
                stop_again "$pid_file" "$stop_command" || return 1
                move "$data" "$work/old" || return 1
                enter aside
                ;;
            aside)
                stop_again "$pid_file" "$stop_command" || return 1
                # By what Debian's package knows whose data directory this is; and what MySQL's server is by itself: its UUID, its keys,
                # and what was SET PERSISTed.
                cp -p "$work"/old/debian-*.flag "$work"/old/auto.cnf "$work"/old/mysqld-auto.cnf "$work"/old/*.pem "$data/" 2>/dev/null
                move "$work/copy" "$data" || return 1
                enter renamed
                ;;
            renamed)
                command_of "$start_command" || { echo "the server did not start: '$start_command'"; return 1; }
                enter started
                ;;
            started) return 0 ;;
            *)
                echo "there is nothing to put in place: $(state)"
                return 1
                ;;
        esac
    done
}

# return_old PID-FILE STOP START
return_old() {
    case $(state) in
        stopped | aside | renamed | started) stop "$1" "$2" || { echo "the server did not end: '$2'"; return 1; } ;;
        returning) ;;
        *) return 0 ;;
    esac
    case $(state) in aside | renamed | started) move "$data" "$work/copy" || return 1 ;; esac
    enter returning
    move "$work/old" "$data" || return 1
    command_of "$3" || { echo "the server did not start: '$3'"; return 1; }
}

case $command in
    state)
        if [ -e "$work/lock" ] && ! flock -n "$work/lock" true; then
            how=running
        elif [ -e "$work/failed" ]; then
            how=failed
        else
            how=still
        fi
        since=$(stat -c %Y "$work/state" 2>/dev/null || date +%s)
        echo "$how $(state) $(($(date +%s) - since))"
        tail -n 3 "$work/said" 2>/dev/null
        exit 0
        ;;
    clear)
        rm -rf "$work"
        exit
        ;;
    halt)
        [ -d "$work" ] || exit 0
        : >"$work/halt"
        exec 9>>"$work/lock"
        flock -w 10 9 || { echo 'it ends when the files are prepared'; exit 0; }
        case $(state) in received | preparing | prepared | proven | nothing) throw_away ;; esac
        exit
        ;;
esac
[ -d "$work" ] || { echo "there is no copy in $work" >&2; exit 1; }
exec 9>>"$work/lock"
# What is past giving up comes to its end soon.
patience=-n
[ "$command" = begin ] || patience='-w 1800'
# shellcheck disable=SC2086
flock $patience 9 || { echo "somebody is at it in $work" >&2; exit 1; }
rm -f "$work/failed" "$work/halt"
shift 2
trap '' HUP
# The lock is this shell's: a server that is started must not inherit it.
case $command in
    begin) { exchange "$@" 9>&- || : >"$work/failed"; } </dev/null >"$work/said" 2>&1 & ;;
    back) return_old "$@" 9>&- && rm -rf "$work" ;;
    *) exit 2 ;;
esac
