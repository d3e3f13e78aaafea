/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cloudstack;

import io.demarc.access.Deadline;
import io.demarc.plugin.cloudstack.CloudStackApi.ApiRefusal;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;

/**
 * {@code generateAlert}, which CloudStack has since 4.3 (by its source, not recorded). The alert has no zone. CloudStack drops one whose type
 * and zone are those of an alert that nobody has archived, with the same answer, so each gets a type of its own. Thread-safe.
 */
public final class ApiAlerts {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** CloudStack's own types are far below, and the largest is a short's. */
    private static final int FIRST_TYPE = 1000;

    private final CloudStackApi api;
    private final InstantSource clock;

    public ApiAlerts(CloudStackApi api, InstantSource clock) {
        this.api = api;
        this.clock = clock;
    }

    /** Hands it over: it becomes a job, whose end nobody waits for. Throws {@code CLOUDSTACK_UNREACHABLE}, or {@code CLOUDSTACK_REFUSED}. */
    public void raise(int number, String text) {
        try {
            api.ask(
                    "generateAlert",
                    Map.of("type", Integer.toString(FIRST_TYPE + number), "name", "Demarc", "description", text),
                    Deadline.after(PATIENCE, clock));
        } catch (ApiRefusal e) {
            throw ProblemException.of(
                    ProblemCode.CLOUDSTACK_REFUSED,
                    "CloudStack refused generateAlert with error " + e.code() + ": " + e.getMessage() + ".",
                    "'demarc cloudstack setup' gives the role its rule; cloudstack.alerts: false in demarc.yaml does"
                            + " without alerts.");
        }
    }
}
