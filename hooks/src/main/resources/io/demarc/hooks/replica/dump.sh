# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=sh
# Dumps a database server to standard output, compressed. Its arguments are the dump program's. How every part ended, and the
# SHA-256 of what went out, is said on standard error: a pipeline has but one exit status.
dump=$(command -v mariadb-dump || command -v mysqldump) || { echo 'demarc: there is neither mariadb-dump nor mysqldump' >&2; exit 127; }
{ "$dump" "$@" </dev/null; echo "demarc: dump $?" >&2; } |
    { gzip -1; echo "demarc: gzip $?" >&2; } |
    { { tee /dev/fd/3 | { sum=$(sha256sum); echo "demarc: sum ${sum%% *}" >&2; }; } 3>&1; } |
    cat
