/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.runbook;

import java.util.List;

/** An aborted run, and what is left to undo, in the order in which to do it. */
public record Aborted(Run run, List<Offer> offers) {
    public Aborted {
        offers = List.copyOf(offers);
    }

    /**
     * One step that has begun and can be taken back.
     *
     * @param isByPerson Demarc can't do it
     */
    public record Offer(String step, String title, String words, boolean isByPerson) {}
}
