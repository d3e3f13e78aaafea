/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.runbook;

import org.jspecify.annotations.Nullable;

/**
 * What takes a step back.
 *
 * @param words  one sentence for a person
 * @param action does it, idempotently, and throws {@link io.demarc.problem.ProblemException} if it can't; null when a
 *               person has to
 */
public record Undo(String words, @Nullable Runnable action) {
    public static Undo of(String words, Runnable action) {
        return new Undo(words, action);
    }

    /** Only a person can; the words tell them what. */
    public static Undo byPerson(String words) {
        return new Undo(words, null);
    }
}
