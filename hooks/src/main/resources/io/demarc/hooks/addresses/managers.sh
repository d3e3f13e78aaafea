# SPDX-License-Identifier: Apache-2.0
#
# What manages addresses on this server, in sections (io.demarc.hooks.node.Sections): a line "@@NAME 0" behind what belongs to a manager
# that runs, or that starts with the next boot; "@@NAME 1" where there is none. Text that isn't this script's has a bar before each line,
# and a file's path, behind "=", comes before its text. Changes nothing.
LC_ALL=C
export LC_ALL
PATH=$PATH:/usr/sbin:/sbin
most=400000
here=$(readlink /proc/self/ns/net)
shown=

quote() { head -c "$most" | sed 's/^/|/'; }

# pid NAME...: the first process of these names in this network.
pid() {
    for comm in /proc/[0-9]*/comm; do
        read -r name 2>/dev/null <"$comm" || continue
        for wanted in "$@"; do
            if [ "$name" = "$wanted" ] && [ "$(readlink "${comm%comm}ns/net")" = "$here" ]; then
                comm=${comm#/proc/}
                echo "${comm%/comm}"
                return 0
            fi
        done
    done
    return 1
}

starts() { systemctl --quiet is-enabled "$1" 2>/dev/null; }

# show FILE WORDS...: the file, and those that it includes by a line that begins with one of these words.
show() {
    case $shown in *"|$1|"*) return 0 ;; esac
    [ -f "$1" ] || return 0
    shown="$shown|$1|"
    printf '=%s\n' "$1"
    quote <"$1"
    for word in $(included "$@"); do
        show "$word" "$2"
    done
}

# included FILE PATTERN: paths, relative ones from the file's own directory. Names are expanded, nothing is run.
included() {
    for word in $(sed -n "s/^[[:space:]]*\\(@[^[:space:]]*[[:space:]]\\{1,\\}\\)\\{0,1\\}$2[[:space:]]\\{1,\\}//p" "$1" | tr -d "\"'"); do
        case $word in
        /*) ;;
        *) word=$(dirname "$1")/$word ;;
        esac
        if [ -d "$word" ]; then
            word="$word/*"
        fi
        # shellcheck disable=SC2086
        for path in $word; do
            echo "$path"
        done
    done
}

uname -n
echo "@@node $?"

if process=$(pid keepalived) || starts keepalived; then
    file=/etc/keepalived/keepalived.conf
    if [ -n "$process" ]; then
        named=$(tr '\0' '\n' <"/proc/$process/cmdline" | sed -n -e '/^\(-f\|--use-file\)$/{n;p;q;}' -e 's/^--use-file=//p' -e 's/^-f\(.\)/\1/p')
        file=${named:-$file}
    fi
    if [ -d "$file" ]; then
        for each in "$file"/*; do show "$each" 'include[a-z]*'; done
    else
        show "$file" 'include[a-z]*'
    fi
    echo "@@keepalived 0"
else
    echo "@@keepalived 1"
fi

base=/var/lib/pacemaker/cib/cib.xml
if pid pacemakerd pacemaker_remot pacemaker-remot >/dev/null || { starts pacemaker && [ -s "$base" ]; }; then
    tool=crm_resource
    for each in crm pcs; do command -v "$each" >/dev/null && tool=$each; done
    echo "=$tool"
    { cibadmin --local --query 2>/dev/null || cat "$base"; } | sed 's/^/|/'
    echo "@@pacemaker 0"
else
    echo "@@pacemaker 1"
fi

if { pid heartbeat >/dev/null || starts heartbeat; } && [ -f /etc/ha.d/haresources ]; then
    show /etc/ha.d/haresources nothing-is-included
    echo "@@heartbeat 0"
else
    echo "@@heartbeat 1"
fi

by_daemon=1
if pid NetworkManager >/dev/null; then
    by_daemon=0
    for each in $(nmcli -g UUID connection show --active); do
        echo "=$(nmcli -e no -g connection.id connection show uuid "$each" | head -n 1)"
        nmcli -e no -g ipv4.addresses,ipv6.addresses connection show uuid "$each" | quote
    done
fi
echo "@@networkmanager $by_daemon"

if pid systemd-network >/dev/null; then
    by_daemon=0
    for link in /run/systemd/netif/links/*; do
        file=$(sed -n 's/^NETWORK_FILE=//p' "$link" 2>/dev/null)
        [ -n "$file" ] || continue
        show "$file" nothing-is-included
        for folder in /usr/lib /lib /usr/local/lib /run /etc; do
            for each in "$folder/systemd/network/${file##*/}".d/*.conf; do show "$each" nothing-is-included; done
        done
    done
    echo "@@networkd 0"
else
    echo "@@networkd 1"
fi

for each in /lib/netplan/*.yaml /etc/netplan/*.yaml /run/netplan/*.yaml; do show "$each" nothing-is-included; done
echo "@@netplan 0"

# Without these tools, and beside a daemon, the files are left over from another time.
if command -v ifup >/dev/null || [ "$by_daemon" = 1 ]; then
    show /etc/network/interfaces 'source\(-directory\)\{0,1\}'
    echo "@@ifupdown 0"
    for each in /etc/sysconfig/network-scripts/ifcfg-* /etc/sysconfig/network/ifcfg-*; do show "$each" nothing-is-included; done
    echo "@@ifcfg 0"
else
    echo "@@ifupdown 1"
    echo "@@ifcfg 1"
fi
