/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.runbook;

import java.util.List;

/** A person does it, following the step's instruction, and confirms: who, when and their words go into the evidence. */
final class PersonStep implements StepKind {
    @Override
    public String name() {
        return "person";
    }

    @Override
    public List<String> objectionsTo(Step step) {
        return step.instruction().isEmpty() ? List.of("a step for a person needs an instruction") : List.of();
    }

    @Override
    public Outcome act(StepContext context) {
        return Outcome.asksPerson();
    }
}
