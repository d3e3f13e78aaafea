#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Demarc's entry point for a CloudStack NetworkOrchestrator extension:
#
#   demarc.sh <command> <payload-file> <seconds>
#
# CloudStack runs it for every network event and waits without a limit of its own. It hands the payload to the daemon
# over a UNIX socket (DEMARC_SOCKET, else /run/demarc/demarc.sock) and answers within the seconds that it was given, whatever
# the daemon does. It prints one line of JSON or nothing, on standard output and standard error together, because CloudStack reads
# both as one; some keys there would rewrite a network, and anything but JSON after ensure-network-device wedges it for good.
set -u
LC_ALL=C
export LC_ALL
PATH=${PATH:-/usr/bin:/bin}
exec 2>/dev/null

command=${1:-}
payload=${2:-}
seconds=${3:-}
socket=${DEMARC_SOCKET:-/run/demarc/demarc.sock}

fail() {
    printf '{"status":"error","error":"%s"}\n' "$1"
    exit 1
}

# What is answered when the daemon can't be asked: closed where a VLAN could be given away, or a wish be lost.
unanswered() {
    case $command in
        implement-network | shutdown-network | destroy-network)
            fail "Demarc's daemon at its socket did not answer in time ($1). Start it: systemctl start demarc. CloudStack may try again."
            ;;
        custom-action)
            printf '%s\n' '{"printmessage":"true","message":"Not done: the Demarc daemon does not answer. Tell the operator of this cloud."}'
            exit 0
            ;;
        *) exit 0 ;;
    esac
}

case $command in
    ensure-network-device)
        printf '%s\n' '{"provider":"demarc"}'
        exit 0
        ;;
    '' | *[!a-z0-9-]* | -*)
        exit 0
        ;;
esac

# A number of seconds, 1 to 3600; anything else means CloudStack's own 60.
case $seconds in
    '' | *[!0-9]* | ?????* | 0*) seconds=60 ;;
esac
[ "$seconds" -le 3600 ] || seconds=60
# curl ends before the time is up; the daemon is told to answer earlier still.
patience=$((seconds * 1000 - (seconds > 20 ? 2000 : seconds * 100)))
patience=$((patience / 1000)).$(printf '%03d' $((patience % 1000)))

if [ ! -f "$payload" ] || [ ! -r "$payload" ]; then
    case $command in
        implement-network | shutdown-network | destroy-network) fail "the payload file can't be read" ;;
        custom-action) unanswered "no payload" ;;
        *) exit 0 ;;
    esac
fi

# The file comes by standard input, so that no name of it can mean anything to curl. The last line of the output is the status.
answer=$(curl --silent --max-time "$patience" --unix-socket "$socket" --request POST \
    --header 'Content-Type: application/json' --header 'Expect:' --data-binary @- --write-out '\n%{http_code}' \
    "http://localhost/v1/extension/$command?seconds=$seconds" <"$payload") || unanswered "curl ended with status $?"

status=${answer##*
}
line=${answer%%
*}
case $line in
    '{'*'}') ;;
    *) line= ;;
esac
case $status in
    200)
        [ -z "$line" ] || printf '%s\n' "$line"
        exit 0
        ;;
    422)
        [ -n "$line" ] || line='{"status":"error","error":"Demarc gave no reason"}'
        printf '%s\n' "$line"
        exit 1
        ;;
    *) unanswered "HTTP status $status" ;;
esac
