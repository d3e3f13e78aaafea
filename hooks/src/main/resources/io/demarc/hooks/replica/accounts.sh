# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=sh
# Of scripts that make a copy of a database server beside the one that runs.
#   accounts_as_here CLIENT-OPTION FIRST USER@HOST...
# prints statements, one a line, that make these accounts as the running server has them, which is asked after the statement FIRST.
# Nobody's words but that server's: the hashes don't leave the machine.
accounts_as_here() {
    login_here=$1 first=$2
    shift 2
    # Without it a backslash may be one.
    echo "SET SESSION sql_mode='';"
    echo 'FLUSH PRIVILEGES;'
    for account in "$@"; do
        name="'${account%@*}'@'${account##*@}'"
        echo "DROP USER IF EXISTS $name;"
        # shellcheck disable=SC2086
        here=$("${client:?}" $login_here --batch --raw --skip-column-names --default-character-set=utf8mb4 \
            -e "SET SESSION sql_mode=''; $first SHOW CREATE USER $name; SHOW GRANTS FOR $name") ||
            { echo "$account can't be kept" >&2; return 1; }
        printf '%s\n' "$here" | sed 's/$/;/'
    done
}
