/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.cli;

import java.security.SecureRandom;

/** Words that nobody else uses. Thread-safe. */
final class Unique {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";
    private static final int LENGTH = 8;

    private Unique() {}

    /** Eight small letters and digits. */
    static String word() {
        StringBuilder word = new StringBuilder();
        for (int i = 0; i < LENGTH; i++) {
            word.append(LETTERS.charAt(RANDOM.nextInt(LETTERS.length())));
        }
        return word.toString();
    }
}
