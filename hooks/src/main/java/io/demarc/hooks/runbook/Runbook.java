/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.runbook;

import java.util.List;
import java.util.Optional;

/**
 * A guarded procedure, as its file says.
 *
 * @param objectKind what it is done to, such as {@code pair}
 * @param requires   asked before anything begins
 * @param always     asked before every action and while a step waits
 * @param hash       of the file's text: a run ends under the text that it began with
 */
public record Runbook(
        String name,
        String title,
        String about,
        String objectKind,
        List<Parameter> parameters,
        List<Check> requires,
        List<Check> always,
        List<Step> steps,
        String hash) {
    public Runbook {
        parameters = List.copyOf(parameters);
        requires = List.copyOf(requires);
        always = List.copyOf(always);
        steps = List.copyOf(steps);
    }

    public Optional<Step> step(String id) {
        return steps.stream().filter(step -> step.id().equals(id)).findFirst();
    }
}
