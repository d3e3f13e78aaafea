# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=sh
# Loads compressed statements from standard input into a database server. Its arguments are the client's. How every part ended,
# and the SHA-256 of what came in, is said on standard error.
client=$(command -v mariadb || command -v mysql) || { echo 'demarc: there is neither mariadb nor mysql' >&2; exit 127; }
{ { tee /dev/fd/3 | { sum=$(sha256sum); echo "demarc: sum ${sum%% *}" >&2; }; } 3>&1; } |
    { gzip -dc; echo "demarc: gzip $?" >&2; } |
    { "$client" "$@" >/dev/null; echo "demarc: load $?" >&2; }
