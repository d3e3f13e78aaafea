/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.http;

import com.google.gson.JsonParseException;
import io.demarc.plugin.operations.AdoptionOperations;
import io.demarc.problem.Problem;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Handing ports over, giving them back, and freezing, over the socket; {@code docs/rest.md} describes it. Thread-safe. */
final class AdoptionRoutes {
    private final AdoptionOperations adoptions;

    AdoptionRoutes(AdoptionOperations adoptions) {
        this.adoptions = adoptions;
    }

    List<Route> all() {
        Set<String> none = Set.of();
        return List.of(
                Route.of("POST", "switches/*/adopt", none, this::adopt),
                Route.of("POST", "switches/*/unadopt", none, this::unadopt),
                Route.of("POST", "freeze", Set.of("switch", "why"), this::freeze),
                Route.of("POST", "thaw", Set.of("switch"), this::thaw));
    }

    private Answer adopt(Call call) {
        Handover wish = handover(call);
        if (Boolean.TRUE.equals(wish.dryRun)) {
            return Answer.of(adoptions.look(call.variable(0), wish.names(), call.deadline(wish.waitSeconds)));
        }
        if (wish.seen == null || wish.live == null) {
            throw Call.invalid(
                    "The adoption lacks 'seen' or 'live'.", "Ask with \"dry_run\": true first: its answer has both.");
        }
        return Answer.of(adoptions.adopt(
                call.variable(0), wish.names(), wish.seen, wish.live, call.actor(), call.deadline(wish.waitSeconds)));
    }

    private Answer unadopt(Call call) {
        Handover wish = handover(call);
        return Answer.of(adoptions.unadopt(
                call.variable(0),
                wish.names(),
                Boolean.TRUE.equals(wish.restore),
                Boolean.TRUE.equals(wish.dryRun),
                call.actor(),
                call.deadline(wish.waitSeconds)));
    }

    private Answer freeze(Call call) {
        return Answer.of(
                Map.of("message", adoptions.freeze(call.text("switch"), call.requiredText("why"), call.actor())));
    }

    private Answer thaw(Call call) {
        return Answer.of(Map.of("message", adoptions.thaw(call.text("switch"), call.actor())));
    }

    private static Handover handover(Call call) {
        try {
            Handover wish = StrictBody.read(call.bodyText(), Handover.class);
            if (wish.ports == null || wish.ports.stream().allMatch(Objects::nonNull)) {
                return wish;
            }
        } catch (JsonParseException | NumberFormatException e) {
            throw new ProblemException(unreadable(), e);
        }
        throw unreadable().exception();
    }

    private static Problem unreadable() {
        return Problem.of(
                ProblemCode.INPUT_INVALID,
                "The body is no handover of ports.",
                "Send {\"ports\": [\"Gi1/0/7\"], \"dry_run\": true}; docs/rest.md describes it.");
    }

    /** @param ports null or none: every one that it concerns */
    private record Handover(
            @Nullable List<@Nullable String> ports,
            @Nullable Boolean dryRun,
            @Nullable Boolean restore,
            @Nullable String seen,
            @Nullable Integer live,
            @Nullable Long waitSeconds) {
        List<String> names() {
            return ports == null
                    ? List.of()
                    : ports.stream().map(Objects::requireNonNull).toList();
        }
    }
}
