/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.world;

import io.demarc.hooks.runbook.Finding;
import io.demarc.hooks.runbook.Outcome;
import io.demarc.hooks.runbook.Progress;
import io.demarc.hooks.runbook.Runbooks;
import io.demarc.hooks.runbook.Setting;
import io.demarc.hooks.runbook.StepContext;
import io.demarc.hooks.runbook.StepKind;
import io.demarc.hooks.runbook.StepKinds;
import io.demarc.hooks.runbook.Undo;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Kettles that take three looks to boil, and the runbook that makes tea with them. One caller at a time. */
public final class Kettles implements StepKind {
    private static final String RUNBOOK = """
            name: make-tea
            title: Make tea in {object}
            object: kitchen
            parameters:
              - {name: kettle, description: which one, required: true}
            steps:
              - {id: boil, title: "Boil {kettle}", does: boil, with: {kettle: "{kettle}"}, poll-every: 10s}
              - id: pour
                title: Pour
                does: person
                instruction: Pour what {kettle} holds.
                confirm: {type: "{kettle}"}
              - {id: again, title: Boil again, does: boil, with: {kettle: "{kettle}-2"}, ask-later: true}
            """;

    public final Map<String, Integer> switchedOn = new TreeMap<>();
    public final Map<String, Integer> heat = new TreeMap<>();
    public final Set<String> empty = new HashSet<>();

    public Runbooks runbooks() {
        return Runbooks.of(Map.of("make-tea.yaml", RUNBOOK), StepKinds.of(List.of(this)));
    }

    @Override
    public String name() {
        return "boil";
    }

    @Override
    public List<Setting> settings() {
        return List.of(Setting.required("kettle"));
    }

    @Override
    public List<Finding> guard(StepContext context) {
        String kettle = context.requiredSetting("kettle");
        context.save("water", "cold");
        return List.of(
                empty.contains(kettle)
                        ? Finding.notMet(kettle + " has water", "it is empty", "Fill it.")
                        : Finding.met(kettle + " has water", "1 litre"));
    }

    @Override
    public Outcome act(StepContext context) {
        String kettle = context.requiredSetting("kettle");
        switchedOn.merge(kettle, 1, Integer::sum);
        context.record("switch on " + kettle + " --token=abc", 0, "on");
        return Outcome.acted(kettle + " is on");
    }

    @Override
    public Progress poll(StepContext context) {
        int looks = heat.merge(context.requiredSetting("kettle"), 1, Integer::sum);
        return looks > 3
                ? Progress.done()
                : Progress.of(looks * 25.0, (100 - looks * 25) + " degrees", "25 degrees/look", Duration.ofSeconds(30));
    }

    @Override
    public List<Finding> verify(StepContext context) {
        boolean isHot = heat.getOrDefault(context.requiredSetting("kettle"), 0) > 3;
        return List.of(isHot ? Finding.met("it boils", "bubbles") : Finding.notMet("it boils", "no bubbles", "Wait."));
    }

    @Override
    public Optional<Undo> undo(StepContext context) {
        String kettle = context.requiredSetting("kettle");
        return Optional.of(Undo.of("Switch " + kettle + " off.", () -> switchedOn.remove(kettle)));
    }
}
