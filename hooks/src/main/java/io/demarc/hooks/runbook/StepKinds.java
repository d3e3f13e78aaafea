/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.runbook;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The step kinds that runbooks may use, by name; {@link PersonStep} is always among them. Immutable. */
public final class StepKinds {
    private final Map<String, StepKind> byName;

    private StepKinds(Map<String, StepKind> byName) {
        this.byName = byName;
    }

    /** Throws {@code IllegalArgumentException} when two have one name. */
    public static StepKinds of(Collection<? extends StepKind> kinds) {
        List<StepKind> all = new ArrayList<>(kinds);
        all.add(new PersonStep());
        Map<String, StepKind> byName = new TreeMap<>();
        for (StepKind kind : all) {
            if (byName.putIfAbsent(kind.name(), kind) != null) {
                throw new IllegalArgumentException("two step kinds are named " + kind.name());
            }
        }
        return new StepKinds(byName);
    }

    Optional<StepKind> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    StepKind get(Step step) {
        return find(step.does()).orElseThrow(() -> new IllegalStateException("no step kind " + step.does()));
    }

    List<String> names() {
        return List.copyOf(byName.keySet());
    }
}
