/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.http;

import com.google.gson.JsonParseException;
import io.demarc.plugin.operations.RetirementOperations;
import io.demarc.problem.Problem;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Giving up what exists no longer, over the socket; {@code docs/rest.md} describes it. Thread-safe. */
final class RetirementRoutes {
    private final RetirementOperations retirements;

    RetirementRoutes(RetirementOperations retirements) {
        this.retirements = retirements;
    }

    List<Route> all() {
        return List.of(Route.of("POST", "switches/*/retire", Set.of(), this::retire));
    }

    private Answer retire(Call call) {
        Order order = order(call);
        List<String> ports = order.ports == null
                ? List.of()
                : order.ports.stream().map(String::valueOf).toList();
        return Answer.of(retirements.retire(call.variable(0), ports, Optional.ofNullable(order.seen), call.actor()));
    }

    private static Order order(Call call) {
        try {
            return StrictBody.read(call.bodyText(), Order.class);
        } catch (JsonParseException e) {
            throw new ProblemException(
                    Problem.of(
                            ProblemCode.INPUT_INVALID,
                            "The body is no order to retire a switch.",
                            "Send {} to see what would be lost, then {\"seen\": \"...\"}; docs/rest.md describes it."),
                    e);
        }
    }

    /**
     * @param ports null or none: every one of the switch
     * @param seen  null to look
     */
    private record Order(
            @Nullable List<@Nullable String> ports,
            @Nullable String seen) {}
}
