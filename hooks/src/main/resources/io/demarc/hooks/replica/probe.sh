# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=sh
# Says what a copy that is made beside a server's files needs to know of its machine, a word and its value a line.
#   probe.sh DATA-DIRECTORY START-COMMAND PID-FILE
data=$1
PATH=$PATH:/usr/sbin:/usr/local/sbin
echo "user $(id -u)"
missing() {
    absent=
    for program in "$@" gzip sha256sum flock; do
        command -v "$program" >/dev/null || absent="$absent $program"
    done
    echo "$absent"
}
echo "missing$(missing mariadb-backup mbstream mariadbd timeout "${2%% *}")"
# What runs makes an empty server of its own.
program=$(readlink "/proc/$(cat "$3" 2>/dev/null)/exe")
install=
if [ ! -x "$program" ]; then
    install=the-server-program-that-runs
elif "$program" --no-defaults --version 2>/dev/null | grep -q MariaDB; then
    install=$(command -v mariadb-install-db || command -v mysql_install_db || echo mariadb-install-db)
fi
# shellcheck disable=SC2086
echo "missing-scratch$(missing setsid "${2%% *}" $install)"
# "mariadb-backup based on MariaDB server 10.11.18-MariaDB debian-linux-gnu (x86_64)"
echo "backup $(mariadb-backup --version 2>&1 | sed -n 's/.*server \([0-9.]*\).*/\1/p')"
[ ! -r "$data/ibdata1" ] || echo readable yes
[ ! -e "$data/.demarc/old" ] || echo unfinished yes
# Not what mariadb-backup doesn't copy: logs.
echo "kilobytes $(du -sk --exclude='*.[0-9][0-9][0-9][0-9][0-9][0-9]' --exclude='ib_logfile*' --exclude=.demarc "$data" 2>/dev/null | cut -f 1)"
