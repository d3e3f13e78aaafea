/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.world;

import io.demarc.hooks.runbook.Finding;
import io.demarc.hooks.runbook.Outcome;
import io.demarc.hooks.runbook.Progress;
import io.demarc.hooks.runbook.Runbooks;
import io.demarc.hooks.runbook.StepContext;
import io.demarc.hooks.runbook.StepKind;
import io.demarc.hooks.runbook.StepKinds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Comparisons of replicas that take ten minutes each and find what the test says, in the words of the real ones; those are of
 * {@code hooks}. Another runbook, {@code rest}, only lasts. One caller at a time.
 */
public final class Comparisons implements StepKind {
    private static final String CHECK = """
        name: check-replica
        title: Compare {object}
        object: database
        parameters:
          - {name: tables, description: these, fallback: all}
        steps:
          - {id: compare, title: Compare, does: replica-compare, poll-every: 1m}
        """;
    private static final String REST = """
        name: rest
        title: Rest at {object}
        object: database
        steps:
          - {id: rest, title: Rest, does: person, instruction: Rest.}
        """;

    /** Each comparison that began: what of, and when. */
    public final List<String> begun = new ArrayList<>();

    public List<String> differing = List.of();
    /** Why it can't be compared; empty: it can. */
    public String refusal = "";

    /** Why it can't even begin. */
    public String obstacle = "";

    public Runbooks runbooks() {
        return Runbooks.of(Map.of("check-replica.yaml", CHECK, "rest.yaml", REST), StepKinds.of(List.of(this)));
    }

    @Override
    public String name() {
        return "replica-compare";
    }

    @Override
    public List<Finding> guard(StepContext context) {
        return obstacle.isEmpty()
                ? List.of()
                : List.of(Finding.notMet(context.object() + " replicates", obstacle, "Mend it."));
    }

    @Override
    public Outcome act(StepContext context) {
        begun.add(context.object() + " " + context.clock().instant());
        List.of("drifted", "differing", "compared").forEach(it -> context.save(it, ""));
        return Outcome.acted("");
    }

    @Override
    public Progress poll(StepContext context) {
        if (context.clock().instant().isBefore(context.begunAt().plus(Duration.ofMinutes(10)))) {
            return Progress.waiting("it lasts");
        }
        if (!refusal.isEmpty()) {
            return Progress.broken(List.of(Finding.notMet("it can be compared", refusal, "Mend it.")));
        }
        context.save("drifted", String.join("\n", differing));
        context.save("differing", String.join("\n", differing));
        context.save("compared", "2");
        return Progress.done();
    }

    @Override
    public List<Finding> verify(StepContext context) {
        return context.value("compared").orElse("").isEmpty()
                ? List.of()
                : List.of(
                        differing.isEmpty()
                                ? Finding.met("it is the same", "2 tables compared")
                                : Finding.notMet("it is the same", differing.size() + " differences", "Look."));
    }
}
