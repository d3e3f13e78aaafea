/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches;

/**
 * Why what a switch said of a port proves nothing.
 *
 * @param words for people: what was said, and by which command or object; what isn't printable becomes {@code ?}
 */
public record Doubt(Kind kind, String words) {
    public Doubt {
        words = words.replaceAll("[^\\x20-\\x7e]", "?");
    }

    public enum Kind {
        /** Two things that the switch says of the port can't both be true. */
        CONTRADICTION,
        /** Something that it said was not understood, or is missing where it should stand. */
        UNREAD,
        /** The switch isn't as it must be for what it says to mean anything. */
        PRECONDITION
    }

    public static Doubt contradiction(String words) {
        return new Doubt(Kind.CONTRADICTION, words);
    }

    public static Doubt precondition(String words) {
        return new Doubt(Kind.PRECONDITION, words);
    }

    public static Doubt unread(String words) {
        return new Doubt(Kind.UNREAD, words);
    }
}
