/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.http;

import io.demarc.plugin.operations.PlanOperations;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Plans that are written down and executed, over the socket; {@code docs/rest.md} describes it. Thread-safe. */
final class PlanRoutes {
    private final PlanOperations plans;

    PlanRoutes(PlanOperations plans) {
        this.plans = plans;
    }

    List<Route> all() {
        return List.of(
                Route.of("GET", "plan/text", Set.of("switch", "not_before", "not_after", "wait_seconds"), this::draw),
                Route.of("POST", "plan/execute", Set.of("wait_seconds"), this::execute));
    }

    private Answer draw(Call call) {
        return Answer.of(Map.of(
                "text",
                plans.draw(
                        call.text("switch"),
                        call.text("not_before"),
                        call.text("not_after"),
                        call.actor(),
                        call.deadline())));
    }

    private Answer execute(Call call) {
        return Answer.of(plans.execute(call.bodyText(), call.actor(), call.deadline()));
    }
}
