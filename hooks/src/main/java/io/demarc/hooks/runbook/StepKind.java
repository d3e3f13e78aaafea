/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.runbook;

import java.util.List;
import java.util.Optional;

/**
 * What steps of one kind do. Thread-safe and without a memory of its own: the daemon may be killed at any instruction, and
 * goes on with a new instance. Everything to remember is {@link StepContext#save saved} in the run.
 *
 * <p>{@link #act} has to be idempotent. When the daemon died while it ran, nobody knows what became of it: {@link #verify}
 * is asked first, and unless it proves that the step has happened, guard and action come again.
 *
 * <p>Every method may throw {@link io.demarc.problem.ProblemException}. In a guard and a verification that counts as not
 * met, in an action as failed, in a look while waiting as "not yet".
 */
public interface StepKind {
    /** The word after {@code does:}. */
    String name();

    /** The keys that it knows in {@code with:}; any other is refused when the runbook is read. */
    default List<Setting> settings() {
        return List.of();
    }

    /** What else is wrong with a step of this kind in a runbook's file. */
    default List<String> objectionsTo(Step step) {
        return List.of();
    }

    /**
     * Whether the step may run now. Asked right before each action, and for a dry run. Changes nothing.
     *
     * @return each claim with what was found; the action runs only if all are met
     */
    default List<Finding> guard(StepContext context) {
        return List.of();
    }

    /** Does it, or begins it, or asks a person. Idempotent; see above. */
    default Outcome act(StepContext context) {
        return Outcome.acted("");
    }

    /** Whether that what was begun has ended. Asked again and again until it has or the step's limit is over. */
    default Progress poll(StepContext context) {
        return Progress.done();
    }

    /**
     * Proves that the step's aim is reached. Changes nothing.
     *
     * @return nothing at all when there is nothing to prove it by: an action whose end is unknown is then done again
     */
    default List<Finding> verify(StepContext context) {
        return List.of();
    }

    /** What undoes the step, if anything has to be. Asked of every step that began, when its run is aborted. */
    default Optional<Undo> undo(StepContext context) {
        return Optional.empty();
    }

    /**
     * The run was aborted while this step was at it, or right after it: ends what goes on in the background and gives
     * up what is held. Nothing is undone. Called at least once, also by a daemon that began none of it; idempotent.
     */
    default void abandon(StepContext context) {}
}
