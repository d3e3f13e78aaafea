/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.runbook;

import io.demarc.access.Printable;
import io.demarc.problem.Problem;
import io.demarc.problem.ProblemCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Makes an order complete, or says everything that is wrong with it. */
final class RunOrders {
    private static final Pattern OBJECT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");
    private static final Pattern NUMBER = Pattern.compile("\\d+");

    private RunOrders() {}

    static RunOrder complete(RunOrder order, Runbook runbook) {
        List<String> problems = new ArrayList<>();
        Map<String, String> values = new TreeMap<>();
        Set<String> known = new TreeSet<>();
        if (!OBJECT.matcher(order.object()).matches()
                || NUMBER.matcher(order.object()).matches()) {
            problems.add("'" + Printable.of(order.object()) + "' is no name of a " + runbook.objectKind());
        }
        for (Parameter parameter : runbook.parameters()) {
            known.add(parameter.name());
            String value = order.parameters().getOrDefault(parameter.name(), parameter.fallback());
            if (value != null) {
                parameter.objectionTo(value).ifPresent(problems::add);
                values.put(parameter.name(), value);
            } else if (parameter.isRequired()) {
                problems.add("parameter " + parameter.name() + " is missing: " + parameter.description());
            }
        }
        for (String name : new TreeSet<>(order.parameters().keySet())) {
            if (!known.contains(name)) {
                problems.add("there is no parameter '" + Printable.of(name) + "'; known: " + String.join(", ", known));
            }
        }
        if (!problems.isEmpty()) {
            throw new Problem(
                            ProblemCode.INPUT_INVALID,
                            "Runbook " + runbook.name() + " can't be run like that:",
                            "'demarc runbook show " + runbook.name() + "' tells its parameters.",
                            problems)
                    .exception();
        }
        return new RunOrder(runbook.name(), order.object(), values, order.who());
    }
}
