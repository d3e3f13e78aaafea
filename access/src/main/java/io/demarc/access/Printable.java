/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.access;

/** Makes text from outside fit to stand in a message: one line, no control characters, bounded. */
public final class Printable {
    private static final int LONGEST = 200;

    private Printable() {}

    /** The text with every character outside printable ASCII replaced by {@code ?}, cut to 200 characters. */
    public static String of(String text) {
        return of(text, LONGEST);
    }

    /** As {@link #of(String)}, cut to so many characters. */
    public static String of(String text, int longest) {
        String cut = text.length() > longest ? text.substring(0, longest) + "..." : text;
        return cut.replaceAll("[^\\x20-\\x7e]", "?");
    }
}
