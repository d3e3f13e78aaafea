# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=sh
# Takes a compressed stream of a MariaDB server's files from standard input into a directory within the data directory, where the
# running server doesn't look.
#   receive.sh DATA-DIRECTORY
# How every part ended, the SHA-256 of what came in, and where in the binary log the files were copied, is said on standard error.
umask 077
work=$1/.demarc
mkdir -p "$work" && exec 9>"$work/lock" || exit 1
flock -w 60 9 || { echo "another copy is being taken into $work" >&2; exit 1; }
[ ! -e "$work/old" ] || { echo "$work/old holds data that were put aside by an exchange that isn't finished" >&2; exit 1; }
rm -rf "$work/copy" "$work/state"
mkdir "$work/copy" || exit 1
{ { tee /dev/fd/3 | { sum=$(sha256sum); echo "demarc: sum ${sum%% *}" >&2; }; } 3>&1; } |
    { gzip -dc; echo "demarc: gzip $?" >&2; } |
    { mbstream -x -C "$work/copy"; echo "demarc: load $?" >&2; }
# Renamed in MariaDB 11.1.
for file in xtrabackup_binlog_info mariadb_backup_binlog_info; do
    [ ! -f "$work/copy/$file" ] || echo "demarc: taken $(head -n 1 "$work/copy/$file")" >&2
done
