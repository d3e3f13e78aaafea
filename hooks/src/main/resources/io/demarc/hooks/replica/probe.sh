# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=sh
# Says what a copy of a MariaDB server's files needs to know of its machine, a word and its value a line.
#   probe.sh DATA-DIRECTORY START-COMMAND
data=$1
PATH=$PATH:/usr/sbin:/usr/local/sbin
echo "user $(id -u)"
missing=
for program in mariadb-backup mbstream mariadbd gzip sha256sum timeout flock; do
    command -v "$program" >/dev/null || missing="$missing $program"
done
command -v "${2%% *}" >/dev/null || missing="$missing ${2%% *}"
echo "missing$missing"
# "mariadb-backup based on MariaDB server 10.11.18-MariaDB debian-linux-gnu (x86_64)"
echo "backup $(mariadb-backup --version 2>&1 | sed -n 's/.*server \([0-9.]*\).*/\1/p')"
[ ! -r "$data/ibdata1" ] || echo readable yes
[ ! -e "$data/.demarc/old" ] || echo unfinished yes
# Not what mariadb-backup doesn't copy: logs.
echo "kilobytes $(du -sk --exclude='*.[0-9][0-9][0-9][0-9][0-9][0-9]' --exclude='ib_logfile*' --exclude=.demarc "$data" 2>/dev/null | cut -f 1)"
