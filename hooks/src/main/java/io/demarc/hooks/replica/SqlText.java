/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.replica;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

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

    /** As {@link #literal}, whatever it holds: what a server's own catalogue has. */
    static String anyText(String text) {
        return text.chars().noneMatch(SqlText::isControl)
                ? literal(text)
                : "_utf8mb4 X'" + HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8)) + "'";
    }

    private static boolean isControl(int character) {
        return character < 0x20 || character == 0x7f;
    }

    static void checkPlain(String text, String what) {
        if (text.chars().anyMatch(SqlText::isControl)) {
            throw new IllegalArgumentException(what + " holds a control character");
        }
    }
}
