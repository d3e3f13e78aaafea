/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.operations;

import io.demarc.access.Deadline;
import io.demarc.plugin.operations.Views.Outcome;
import io.demarc.plugin.words.Actor;
import java.util.Optional;

/**
 * Plans as a text that people read, approve and have executed: that one and no other. Thread-safe; every method throws
 * {@code ProblemException}, and then nothing has changed.
 */
public interface PlanOperations {
    /**
     * What would be done now if nothing were frozen, read now.
     *
     * @param switchName empty for every switch
     * @param notBefore  ISO-8601 instant before which it isn't executed
     * @param notAfter   ISO-8601 instant after which it isn't executed
     */
    String draw(
            Optional<String> switchName,
            Optional<String> notBefore,
            Optional<String> notAfter,
            Actor actor,
            Deadline deadline);

    /**
     * Does what the plan says, in spite of a freeze, and waits for it. {@code CONFLICT}, with the difference, when the
     * inventory, a wish or any port that it tells is otherwise by now; when its time isn't now; when its text was changed.
     */
    Outcome execute(String plan, Actor actor, Deadline deadline);
}
