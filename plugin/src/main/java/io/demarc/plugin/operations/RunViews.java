/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.operations;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Runbooks and runs as people and programs see them: JSON over REST and with {@code --json}. */
public final class RunViews {
    private RunViews() {}

    public record RunbookView(
            String name,
            String title,
            String about,
            String object,
            List<ParameterView> parameters,
            List<RunbookStepView> steps) {}

    /** @param allowed a regular expression; {@code fallback}: the value when none is given, null when there is none */
    public record ParameterView(
            String name,
            String description,
            boolean required,
            String allowed,
            @Nullable String fallback) {}

    public record RunbookStepView(String id, String title, String does, String instruction) {}

    public record FindingView(boolean met, String claim, String found, String advice) {}

    /** What a dry run tells. {@code clear}: everything that could be asked now is met. */
    public record PlanView(
            String runbook,
            String object,
            boolean clear,
            List<FindingView> requirements,
            List<PlannedStepView> steps) {}

    /** @param guard met, refused, asked-later, none, skipped */
    public record PlannedStepView(
            String id, String title, String does, String guard, String instruction, List<FindingView> findings) {}

    /**
     * One run.
     *
     * @param version     grows with every change
     * @param state       running, awaiting-person, paused, stopped, undoing, aborted, done
     * @param step        the current step's id, null when it has ended
     * @param instruction what the current step asks of a person; empty when nothing
     * @param demand      what has to be typed to confirm it, null when any confirmation will do
     * @param reason      why it is paused, stopped or aborted; empty otherwise
     * @param undo        what an aborted run has left to undo
     * @param next        commands that make sense now
     */
    public record RunView(
            long id,
            long version,
            String runbook,
            String object,
            Map<String, String> parameters,
            String state,
            String startedBy,
            String startedAt,
            String changedAt,
            List<StepView> steps,
            @Nullable String step,
            String instruction,
            @Nullable DemandView demand,
            @Nullable ProgressView progress,
            String reason,
            List<FindingView> findings,
            String fix,
            List<OfferView> undo,
            List<String> next) {}

    /** @param state pending, acting, awaiting-person, waiting, done, failed, skipped, undoing, undone */
    public record StepView(
            String id,
            String title,
            String state,
            int attempts,
            @Nullable String begunAt,
            @Nullable String endedAt) {}

    public record DemandView(String word, int times, int confirmed) {}

    public record ProgressView(
            @Nullable Double percent,
            String remaining,
            String rate,
            @Nullable Long leftSeconds) {}

    public record OfferView(String step, String title, String words, boolean byPerson) {}

    public record EvidenceView(
            String at,
            String step,
            String who,
            String what,
            @Nullable Integer exit,
            String output) {}
}
