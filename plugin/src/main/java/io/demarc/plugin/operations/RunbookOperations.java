/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.operations;

import io.demarc.plugin.operations.RunViews.EvidenceView;
import io.demarc.plugin.operations.RunViews.PlanView;
import io.demarc.plugin.operations.RunViews.RunView;
import io.demarc.plugin.operations.RunViews.RunbookView;
import io.demarc.plugin.words.Actor;
import java.util.List;
import java.util.Map;

/**
 * Everything that a person may ask of runbooks. Thread-safe. A run is named by its number or by its object, which stands
 * for the newest run on it. Every method throws {@link io.demarc.problem.ProblemException}, and then nothing has changed.
 */
public interface RunbookOperations {
    List<RunbookView> runbooks();

    RunbookView runbook(String name);

    /** What a run would do, and what every guard says that can be asked now. Changes nothing. */
    PlanView plan(String runbook, String object, Map<String, String> parameters, Actor actor);

    RunView start(String runbook, String object, Map<String, String> parameters, Actor actor);

    /** The newest first. */
    List<RunView> runs();

    RunView run(String run);

    /** @param words the person's; where the step demands a word, exactly that */
    RunView confirm(String run, String step, String words, Actor actor);

    RunView pause(String run, String words, Actor actor);

    RunView resume(String run, String words, Actor actor);

    RunView abort(String run, String words, boolean undo, Actor actor);

    /** Oldest first. */
    List<EvidenceView> log(String run);
}
