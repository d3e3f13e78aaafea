/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.cli;

import org.jspecify.annotations.Nullable;

/**
 * Line ends of saved texts. On a terminal a carriage return begins the same line anew; in a file it may be all that ends a
 * line, and what it ended must not be written over. Stateless.
 */
final class SavedLines {
    private SavedLines() {}

    /** The text with a line feed wherever a line ends. What a terminal wiped is still followed by a carriage return. */
    static String withEnds(String text) {
        if (text.indexOf('\r') < 0) {
            return text;
        }
        boolean endsByReturns = text.stripTrailing().indexOf('\n') < 0;
        boolean saysSomething = false;
        @Nullable StringBuilder lines = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\r' && (endsByReturns || (saysSomething && !isGone(text, i + 1)))) {
                lines = lines == null ? new StringBuilder(text) : lines;
                lines.setCharAt(i, '\n');
            }
            saysSomething = c != '\n' && c != '\r' && (saysSomething || c > ' ');
        }
        return lines == null ? text : lines.toString();
    }

    /** Whether what follows a carriage return ends, blanks or erases what stood before it. */
    private static boolean isGone(String text, int from) {
        int next = from;
        while (next < text.length() && (text.charAt(next) == ' ' || text.charAt(next) == '\0')) {
            next++;
        }
        boolean hasBlanks = text.startsWith(" ", from);
        char c = next < text.length() ? text.charAt(next) : '\n';
        return c == '\n' ? !hasBlanks : c == '\r' || c == '\u001b' || c == '\b';
    }
}
