/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.cli;

import io.demarc.access.Printable;
import io.demarc.problem.Problem;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Matches patterns of definitions against what switches print. A pattern that goes back again and again is stopped: a text
 * is looked at only so many times. Thread-safe.
 */
final class Matching {
    /** Looks at one character each. An ordinary pattern takes some ten for each character of a text. */
    private static final long LEAST_STEPS = 5_000_000;

    private static final long STEPS_A_CHARACTER = 500;

    private Matching() {}

    /** Throws {@code PLATFORM_INVALID} while it is used, when the pattern takes too long. */
    static Matcher of(Pattern pattern, String text) {
        return pattern.matcher(new Counted(pattern, text));
    }

    /** Whether the pattern matches somewhere in the text. Throws {@code PLATFORM_INVALID} when that takes too long. */
    static boolean finds(Pattern pattern, String text) {
        try {
            return of(pattern, text).find();
        } catch (StackOverflowError e) {
            throw tooDeep("The pattern '" + pattern.pattern() + "' of the platform's definition repeats", e);
        }
    }

    /** What a reading ends in that used up the stack: each round of a repeated group takes some of it. */
    static ProblemException tooDeep(String what, StackOverflowError cause) {
        return new ProblemException(
                Problem.of(
                        ProblemCode.PLATFORM_INVALID,
                        what + " a group too often on what the switch printed.",
                        "Write what is repeated without a choice inside: [ab]* instead of (?:a|b)*."),
                cause);
    }

    /** The text, which counts how often it is looked at. One caller at a time. */
    private static final class Counted implements CharSequence {
        private final Pattern pattern;
        private final String text;
        private long left;

        Counted(Pattern pattern, String text) {
            this.pattern = pattern;
            this.text = text;
            this.left = LEAST_STEPS + STEPS_A_CHARACTER * text.length();
        }

        @Override
        public char charAt(int index) {
            if (left-- < 0) {
                throw ProblemException.of(
                        ProblemCode.PLATFORM_INVALID,
                        "The pattern '" + pattern.pattern()
                                + "' of the platform's definition was still trying to match '"
                                + Printable.of(text.lines().findFirst().orElse("")) + "' after "
                                + (LEAST_STEPS + STEPS_A_CHARACTER * text.length()) + " steps.",
                        "Write it so that what it repeats can match in one way only.");
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.substring(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
