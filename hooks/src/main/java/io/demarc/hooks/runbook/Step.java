/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.runbook;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One step of a runbook, as its file says. Texts may hold placeholders: {@code {object}}, {@code {PARAMETER}},
 * {@code {values.NAME}}.
 *
 * @param does         the name of its {@link StepKind}
 * @param with         the kind's settings
 * @param instruction  what a person does or should know; empty when nothing
 * @param demand       what the person has to type; null when any confirmation will do
 * @param waiting      how long and how often the step's end is looked for
 * @param isAskedLater the guard can't be asked before the steps ahead of it are done
 * @param isUndoOffered whether an aborted run offers to undo it
 * @param onlyIf       parameters that need these values, or the step is skipped
 */
public record Step(
        String id,
        String title,
        String does,
        Map<String, String> with,
        String instruction,
        @Nullable Demand demand,
        Waiting waiting,
        boolean isAskedLater,
        boolean isUndoOffered,
        Map<String, String> onlyIf) {
    public Step {
        with = Map.copyOf(with);
        onlyIf = Map.copyOf(onlyIf);
    }

    /** The patience of a step. */
    public record Waiting(Duration limit, Duration pollEvery) {
        public static final Waiting USUAL = new Waiting(Duration.ofHours(1), Duration.ofSeconds(5));
    }

    boolean isWantedWith(Map<String, String> parameters) {
        return parameters.entrySet().containsAll(onlyIf.entrySet());
    }

    boolean needsEarlierValues() {
        return with.values().stream()
                .flatMap(text -> Placeholders.in(text).stream())
                .anyMatch(name -> name.startsWith(Placeholders.VALUES));
    }

    /** A check has settings and nothing else of a step. */
    static Step of(Check check) {
        return new Step("", "", check.does(), check.with(), "", null, Waiting.USUAL, false, false, Map.of());
    }
}
