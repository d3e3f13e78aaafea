/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.http;

import io.demarc.problem.Problem;
import io.demarc.problem.ProblemCode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A problem on the wire.
 *
 * @param code as in {@code docs/errors.md}, such as {@code switch-busy}
 */
public record ProblemBody(
        @Nullable String code,
        @Nullable String summary,
        @Nullable String fix,
        @Nullable List<String> details) {

    static ProblemBody of(Problem problem) {
        return new ProblemBody(problem.code().id(), problem.summary(), problem.fix(), problem.details());
    }

    /** The problem again; {@code INTERNAL} when the daemon's answer is none. */
    public Problem problem() {
        return new Problem(
                codeOf(code),
                summary == null ? "The daemon did not say what went wrong." : summary,
                fix == null ? "" : fix,
                details == null ? List.of() : details);
    }

    private static ProblemCode codeOf(@Nullable String id) {
        for (ProblemCode known : ProblemCode.values()) {
            if (known.id().equals(id)) {
                return known;
            }
        }
        return ProblemCode.INTERNAL;
    }

    /** The HTTP status that goes with the code. */
    static int status(ProblemCode code) {
        return switch (code) {
            case NOT_FOUND -> 404;
            case CONFLICT, OWNER_UNKNOWN, OWNER_MISMATCH, GUARD_NOT_MET -> 409;
            default ->
                switch (code.kind()) {
                    case INPUT -> 400;
                    case DEVICE -> 502;
                    case BUSY -> 503;
                    case CONFIG, INTERNAL -> 500;
                };
        };
    }
}
