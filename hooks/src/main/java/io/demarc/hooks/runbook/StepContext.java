/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.runbook;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a step knows of its run, and where it leaves what later steps and people need. One caller at a time. */
public final class StepContext {
    private static final String DEMARC = "demarc";

    private final Run run;
    private final Step step;
    private final Consumer<Evidence> evidence;
    private final InstantSource clock;
    private final Map<String, String> saved;

    StepContext(Run run, Step step, Consumer<Evidence> evidence, InstantSource clock) {
        this(run, step, evidence, clock, new TreeMap<>());
    }

    private StepContext(
            Run run, Step step, Consumer<Evidence> evidence, InstantSource clock, Map<String, String> saved) {
        this.run = run;
        this.step = step;
        this.evidence = evidence;
        this.clock = clock;
        this.saved = saved;
    }

    /** The same run, seen by another step. */
    StepContext about(Step other) {
        return new StepContext(run, other, evidence, clock, saved);
    }

    /** By itself, without a run: for a kind's own tests. Evidence goes nowhere. */
    public static StepContext of(RunOrder order, Map<String, String> with, InstantSource clock) {
        Step step = new Step("step", "step", "", with, "", null, Step.Waiting.USUAL, false, true, Map.of());
        Runbook runbook = new Runbook("", "", "", "", List.of(), List.of(), List.of(), List.of(step), "");
        return new StepContext(Run.of(new RunId(1), order, runbook, "", clock.instant()), step, it -> {}, clock);
    }

    /** The name of the object that the run is about. */
    public String object() {
        return run.object();
    }

    public Map<String, String> parameters() {
        return run.order().parameters();
    }

    /** The parameter's value; throws {@code IllegalStateException} when the run has none. */
    public String parameter(String name) {
        return need(run.order().parameters().get(name), "parameter " + name);
    }

    /** What {@code with:} says, its placeholders filled in; empty when it says nothing. */
    public Optional<String> setting(String name) {
        return Optional.ofNullable(step.with().get(name)).map(this::fill);
    }

    /** What {@code with:} says; throws {@code IllegalStateException} when it says nothing. */
    public String requiredSetting(String name) {
        return need(setting(name).orElse(null), "setting " + name);
    }

    /** The step's instruction, its placeholders filled in. */
    public String instruction() {
        return fill(step.instruction());
    }

    public String stepId() {
        return step.id();
    }

    /** What this or an earlier step has saved. */
    public Optional<String> value(String name) {
        String mine = saved.get(name);
        return Optional.ofNullable(mine == null ? run.values().get(name) : mine);
    }

    /**
     * Leaves a value for later. It is durable when the method that saved it has returned and its result is: what an
     * action must not lose is saved by its guard. What a check of {@code requires} saves is in the run from its beginning.
     */
    public void save(String name, String value) {
        saved.put(name, value);
    }

    /** Keeps a command and what it printed, at once; secrets are masked. */
    public void record(String command, @Nullable Integer exit, String output) {
        evidence.accept(new Evidence(clock.instant(), step.id(), DEMARC, command, exit, output));
    }

    /** Keeps something worth knowing later, at once. */
    public void note(String what) {
        record(what, null, "");
    }

    public InstantSource clock() {
        return clock;
    }

    /** When this attempt's action began; now, before it did. */
    public Instant begunAt() {
        return run.step(step.id()).map(StepRun::begunAt).orElseGet(clock::instant);
    }

    Map<String, String> saved() {
        return saved;
    }

    String fill(String text) {
        return Placeholders.fill(text, this::named);
    }

    private @Nullable String named(String name) {
        if (name.equals(Placeholders.OBJECT)) {
            return run.object();
        }
        return name.startsWith(Placeholders.VALUES)
                ? value(name.substring(Placeholders.VALUES.length())).orElse(null)
                : run.order().parameters().get(name);
    }

    private static String need(@Nullable String value, String what) {
        if (value == null) {
            throw new IllegalStateException("the run has no " + what);
        }
        return value;
    }
}
