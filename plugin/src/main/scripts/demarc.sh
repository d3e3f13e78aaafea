#!/usr/bin/env -S LC_ALL=C /bin/sh
# shellcheck shell=sh
# SPDX-License-Identifier: Apache-2.0
#
# Demarc's entry point for a CloudStack NetworkOrchestrator extension:
#
#   demarc.sh <command> <payload-file> <seconds>
#
# CloudStack runs it for every network event and waits without a limit of its own. It hands the payload to the daemon
# over a UNIX socket (DEMARC_SOCKET, else /run/demarc/demarc.sock) and answers within the seconds that it was given,
# whatever the daemon does. It prints one line of JSON or nothing, on standard output and standard error together, because
# CloudStack reads both as one; some keys there would rewrite a network, and anything but JSON after
# ensure-network-device wedges it for good. Hence the first line: where sh is bash, it would complain of a locale that isn't
# installed before it reads a word of this.
set -u
exec 2>/dev/null
# The management server's environment is inherited whole: neither its PATH nor its proxies may matter.
PATH=/usr/bin:/bin:/usr/local/bin${PATH:+:$PATH}
export PATH

command=${1:-}
payload=${2:-}
seconds=${3:-}
socket=${DEMARC_SOCKET:-/run/demarc/demarc.sock}
longest=3600
# What the daemon reads at most; CloudStack's payloads have about one kilobyte.
largest=1048576

# Exit status 1 and the reason, for the management server's log. The texts contain nothing that JSON would escape.
fail() {
    printf '{"status":"error","error":"%s"}\n' "$1"
    exit 1
}

# For the person who ran a custom action: what is printed with another exit status never reaches them.
tell() {
    printf '{"printmessage":"true","message":"Not done: %s"}\n' "$1"
    exit 0
}

# What is answered when the daemon has not: closed where a VLAN could be given away or a wish be lost, else accepted.
unanswered() {
    case $command in
        implement-network | shutdown-network | destroy-network) fail "$1" ;;
        # A tenant reads no advice for operators; these find the daemon's state by themselves.
        custom-action) tell "Demarc can't be asked at the moment. Try again in a while, or tell the operator of this cloud." ;;
        *) exit 0 ;;
    esac
}

case $command in
    ensure-network-device)
        printf '%s\n' '{"provider":"demarc"}'
        exit 0
        ;;
    implement-network | shutdown-network | destroy-network | custom-action) ;;
    # No business of a switch port: accepted at once, so that no virtual machine waits for Demarc.
    prepare-nic | release-nic | implement-vpc | shutdown-vpc | update-vpc-source-nat-ip | restore-network | \
        assign-ip | release-ip | add-static-nat | delete-static-nat | add-port-forward | delete-port-forward | \
        apply-fw-rules | apply-network-acl | apply-lb-rules | add-dhcp-entry | remove-dhcp-entry | \
        config-dhcp-subnet | remove-dhcp-subnet | set-dhcp-options | add-dns-entry | remove-dns-entry | \
        config-dns-subnet | remove-dns-subnet | save-vm-data | save-password | save-userdata | save-sshkey | \
        save-hypervisor-hostname)
        exit 0
        ;;
    '' | *[!A-Za-z0-9_-]*) exit 0 ;;
    # A command of a CloudStack to come: accepted, and told to the daemon for its journal, but not waited for.
    *) longest=2 ;;
esac

# Whole seconds, 1 to an hour; what is no number means the 60 that CloudStack always gives.
seconds=${seconds%%.*}
case $seconds in
    '' | *[!0-9]*) seconds=60 ;;
esac
seconds=${seconds#"${seconds%%[!0]*}"}
case $seconds in
    '') seconds=1 ;;
    ?????*) seconds=$longest ;;
esac
[ "$seconds" -le "$longest" ] || seconds=$longest
# curl ends before the time is up; the daemon takes twice this margin, so that its own answer comes first.
margin=$((seconds * 50))
[ "$margin" -ge 500 ] || margin=500
[ "$margin" -le 2500 ] || margin=2500
[ "$seconds" -gt 1 ] || margin=250
patience=$((seconds * 1000 - margin))
patience=$((patience / 1000)).$(printf '%03d' $((patience % 1000)))

if [ ! -f "$payload" ] || [ ! -r "$payload" ]; then
    unanswered "the payload file can't be read; nothing was changed"
fi

size=$(wc -c <"$payload")
if [ "$((size))" -gt "$largest" ]; then
    unanswered "the payload file has more than 1 MiB; nothing was changed"
fi

# The file comes by standard input, so that no name of it can mean anything to curl. A daemon that babbles is cut off, and
# then the last line, HTTP status and curl's own, is missing.
answer=$(
    {
        curl --disable --silent --noproxy '*' --max-time "$patience" --unix-socket "$socket" \
            --request POST --header 'Content-Type: application/json' --header 'Expect:' --data-binary @- \
            --write-out '\n%{http_code}' "http://localhost/v1/extension/$command?seconds=$seconds" <"$payload"
        printf ' %s' "$?"
    } | head -c 100000
)

# The first line of what the daemon said, if it can be an object. Not by ${answer%%...}: dash takes seconds for that.
first_line() {
    IFS= read -r line <<END
$answer
END
    case $line in
        '{'*'}') ;;
        *) line= ;;
    esac
}

case $answer in
    *'
200 0')
        if [ "$command" = custom-action ]; then
            first_line
            [ -n "$line" ] || tell "Demarc gave an answer that can't be shown. Tell the operator of this cloud."
            printf '%s\n' "$line"
        fi
        exit 0
        ;;
    *'
422 0')
        first_line
        case $command in
            implement-network | shutdown-network | destroy-network)
                [ -z "$line" ] || {
                    printf '%s\n' "$line"
                    exit 1
                }
                ;;
        esac
        unanswered "Demarc failed and gave no reason; see its daemon's log"
        ;;
    *' 0') unanswered "Demarc's daemon is overloaded or is ending; try again" ;;
    *' 7') unanswered "Demarc's daemon does not answer at its socket: systemctl status demarc; try again once it runs" ;;
    *' 28') unanswered "Demarc's daemon did not answer within $seconds seconds; it goes on, try again" ;;
    *' 127') unanswered "Demarc's entry point needs the program curl; install it and try again" ;;
    *) unanswered "Demarc's daemon gave no usable answer; see its log, and try again" ;;
esac
