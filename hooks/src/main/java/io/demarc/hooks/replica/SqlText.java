/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.replica;

/** Text as a part of a statement, for a session whose {@code sql_mode} is empty. */
final class SqlText {
    private SqlText() {}

    /** A name between backticks, those within doubled (MariaDB, "Identifier Names"). */
    static String identifier(String name) {
        if (name.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("a name with a NUL character");
        }
        return "`" + name.replace("`", "``") + "`";
    }

    /** A string between quotes; with line breaks or other control characters it is refused. */
    static String literal(String text) {
        checkPlain(text, "a text");
        return "'" + text.replace("\\", "\\\\").replace("'", "''") + "'";
    }

    static void checkPlain(String text, String what) {
        if (text.chars().anyMatch(it -> it < 0x20 || it == 0x7f)) {
            throw new IllegalArgumentException(what + " holds a control character");
        }
    }
}
