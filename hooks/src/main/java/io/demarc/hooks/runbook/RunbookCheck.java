/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.runbook;

import io.demarc.access.yaml.YamlProblems;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Whether the parts of a runbook fit each other and the step kinds that there are. */
final class RunbookCheck {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,62}");

    private final Runbook runbook;
    private final StepKinds kinds;
    private final YamlProblems problems;
    private final Set<String> parameters;

    RunbookCheck(Runbook runbook, StepKinds kinds, YamlProblems problems) {
        this.runbook = runbook;
        this.kinds = kinds;
        this.problems = problems;
        this.parameters =
                runbook.parameters().stream().map(Parameter::name).collect(Collectors.toCollection(TreeSet::new));
    }

    void check() {
        name(runbook.name(), "name");
        name(runbook.objectKind(), "object");
        problems.require(!runbook.steps().isEmpty(), "steps", "missing: a runbook has at least one step");
        checkParameters();
        checkAll(runbook.requires(), "requires");
        checkAll(runbook.always(), "always");
        Set<String> ids = new HashSet<>();
        int index = 0;
        for (Step step : runbook.steps()) {
            String place = "steps[" + index++ + "]";
            name(step.id(), place + ".id");
            problems.require(ids.add(step.id()), place + ".id", "'" + step.id() + "' is there twice");
            checkStep(step, place);
        }
    }

    private void checkParameters() {
        Set<String> names = new HashSet<>();
        int index = 0;
        for (Parameter parameter : runbook.parameters()) {
            String place = "parameters[" + index++ + "]";
            name(parameter.name(), place + ".name");
            problems.require(names.add(parameter.name()), place + ".name", "'" + parameter.name() + "' is there twice");
            problems.require(
                    !parameter.name().equals(Placeholders.OBJECT), place + ".name", "'object' is the object's name");
            String fallback = parameter.fallback();
            Optional<String> objection = fallback == null ? Optional.empty() : parameter.objectionTo(fallback);
            objection.ifPresent(why -> problems.add(place + ".fallback", why));
        }
    }

    private void checkAll(List<Check> checks, String name) {
        for (int i = 0; i < checks.size(); i++) {
            String place = name + "[" + i + "]";
            kind(checks.get(i).does(), checks.get(i).with(), place);
            for (String text : checks.get(i).with().values()) {
                problems.require(
                        Placeholders.in(text).stream().noneMatch(it -> it.startsWith(Placeholders.VALUES)),
                        place + ".with",
                        "no step has saved a value when this is asked");
            }
        }
    }

    private void checkStep(Step step, String place) {
        kind(step.does(), step.with(), place);
        placeholders(step.title(), place + ".title");
        placeholders(step.instruction(), place + ".instruction");
        Demand demand = step.demand();
        if (demand != null) {
            placeholders(demand.word(), place + ".confirm.type");
        }
        problems.require(
                step.waiting().pollEvery().compareTo(step.waiting().limit()) <= 0,
                place + ".poll-every",
                "is longer than limit");
        step.onlyIf()
                .keySet()
                .forEach(name -> problems.require(
                        parameters.contains(name), place + ".only-if", "there is no parameter '" + name + "'"));
        kinds.find(step.does()).ifPresent(kind -> kind.objectionsTo(step).forEach(why -> problems.add(place, why)));
    }

    private void kind(String name, Map<String, String> with, String place) {
        with.forEach((key, text) -> placeholders(text, place + ".with." + key));
        Optional<StepKind> kind = kinds.find(name);
        if (kind.isEmpty()) {
            problems.add(
                    place + ".does",
                    "there is no step kind '" + name + "'; known: " + String.join(", ", kinds.names()));
            return;
        }
        Set<String> known = new TreeSet<>();
        for (Setting setting : kind.get().settings()) {
            known.add(setting.name());
            problems.require(
                    !setting.isRequired() || with.containsKey(setting.name()),
                    place + ".with",
                    name + " needs '" + setting.name() + "'");
        }
        for (String key : new TreeSet<>(with.keySet())) {
            problems.require(
                    known.contains(key),
                    place + ".with." + key,
                    "unknown key; " + name + " knows " + (known.isEmpty() ? "none" : String.join(", ", known)));
        }
    }

    private void placeholders(String text, String place) {
        for (String name : Placeholders.in(text)) {
            problems.require(
                    name.equals(Placeholders.OBJECT)
                            || name.startsWith(Placeholders.VALUES)
                            || parameters.contains(name),
                    place,
                    "{" + name + "} is neither a parameter nor {object} nor {values.NAME}");
        }
    }

    private void name(String name, String place) {
        problems.require(
                name.isEmpty() || NAME.matcher(name).matches(),
                place,
                "'" + name + "' is not lower-case letters, digits and dashes");
    }
}
