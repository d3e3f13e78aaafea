/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.runbook;

/**
 * A word that a person has to type before a step counts as confirmed.
 *
 * @param word  may hold placeholders
 * @param times how many confirmations have to say it
 */
public record Demand(String word, int times) {
    public Demand {
        if (word.isBlank() || times < 1 || times > 5) {
            throw new IllegalArgumentException("a person types a word 1 to 5 times");
        }
    }
}
