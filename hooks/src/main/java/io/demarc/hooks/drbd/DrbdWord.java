/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.drbd;

import io.demarc.access.Printable;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import java.util.Arrays;

/** A state by DRBD's own word for it (drbdsetup(8)). */
interface DrbdWord {
    /** As DRBD prints it. */
    String word();

    /**
     * The state that the word names.
     *
     * @throws ProblemException {@code DRBD_STATE_UNKNOWN}: a word that nobody knows is never taken for a good one
     */
    static <E extends Enum<E> & DrbdWord> E of(Class<E> type, String what, String word) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> constant.word().equals(word))
                .findFirst()
                .orElseThrow(() ->
                        unknown("DRBD says " + what + " '" + Printable.of(word) + "', which Demarc does not know."));
    }

    static ProblemException unknown(String summary) {
        return ProblemException.of(
                ProblemCode.DRBD_STATE_UNKNOWN,
                summary,
                "Nothing is done on what is not understood. Report it with the output of 'drbdsetup events2 --now --statistics'"
                        + " and the versions of DRBD's module and tools.");
    }
}
