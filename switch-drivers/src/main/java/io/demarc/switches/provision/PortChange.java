/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.provision;

import io.demarc.problem.Problem;
import io.demarc.problem.ProblemCode;
import io.demarc.switches.Observation;
import io.demarc.switches.PortName;
import io.demarc.switches.PortState;
import io.demarc.switches.provision.PortReport.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One port on its way from what it was to what it should be. One caller at a time. */
final class PortChange {
    private final PortTarget target;
    private final @Nullable PortState before;
    private final InstantSource clock;
    private final Instant begun;
    private @Nullable Observation seen;
    private @Nullable Problem problem;
    private @Nullable Outcome outcome;
    private Duration took = Duration.ZERO;

    PortChange(PortTarget target, Observation seen, InstantSource clock) {
        this.target = target;
        this.before = seen.port(target.port()).orElse(null);
        this.seen = seen;
        this.clock = clock;
        this.begun = clock.instant();
    }

    PortTarget target() {
        return target;
    }

    PortName port() {
        return target.port();
    }

    PortState knownBefore() {
        return Objects.requireNonNull(before, "a port that did not answer is never changed");
    }

    /** By what was read last. */
    boolean isAsWanted(PortPlan plan) {
        return seen != null && plan.isAsWanted(target, seen);
    }

    void unchanged() {
        finish(Outcome.UNCHANGED, null);
    }

    void refused(Problem objection) {
        finish(Outcome.REFUSED, objection);
    }

    void changed() {
        finish(Outcome.CHANGED, null);
    }

    /** @param observation null when the switch could not be read */
    void read(@Nullable Observation observation) {
        seen = observation;
    }

    @Nullable
    PortState lastRead() {
        return seen == null ? null : seen.port(port()).orElse(null);
    }

    /** Something went wrong; what became of the port is still to be found out. The first problem is the one that counts. */
    void failing(Problem cause) {
        if (problem == null) {
            problem = cause;
        }
    }

    boolean isFailing() {
        return problem != null && outcome == null;
    }

    boolean isOpen() {
        return outcome == null;
    }

    @Nullable
    Problem cause() {
        return problem;
    }

    void failedIdle(Problem cause) {
        finish(Outcome.FAILED_IDLE, cause);
    }

    /** The port could not be shown to be idle. */
    void failedUnknown(Problem cause) {
        finish(Outcome.FAILED_UNKNOWN, cause);
    }

    private void finish(Outcome how, @Nullable Problem why) {
        outcome = how;
        problem = why;
        took = Duration.between(begun, clock.instant());
    }

    PortReport report() {
        if (outcome == null) {
            throw new IllegalStateException(
                    ProblemCode.INTERNAL.id() + ": port " + port() + " was left without an outcome");
        }
        return new PortReport(target, outcome, before, lastRead(), problem, took);
    }
}
