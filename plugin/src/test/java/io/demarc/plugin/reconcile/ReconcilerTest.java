/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.demarc.access.Deadline;
import io.demarc.plugin.reconcile.Reconciler.Ticket;
import io.demarc.plugin.reconcile.Result.AgainIn;
import io.demarc.plugin.reconcile.Result.Converged;
import io.demarc.plugin.reconcile.Result.Stuck;
import io.demarc.plugin.words.Actor;
import io.demarc.plugin.world.VirtualTime;
import io.demarc.problem.Problem;
import io.demarc.problem.ProblemCode;
import io.demarc.switches.SwitchName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class ReconcilerTest {
    private static final SwitchName A = new SwitchName("a");
    private static final SwitchName B = new SwitchName("b");
    private static final Duration WINDOW = Duration.ofMillis(20);

    private final VirtualTime time = new VirtualTime();
    private final List<String> done = new ArrayList<>();
    private final List<Instant> moments = new ArrayList<>();
    private Supplier<Result> outcome = () -> new Converged(null);
    private final Reconciler reconciler = new Reconciler(
            (name, actor) -> {
                done.add(name + " for " + actor.kind());
                moments.add(time.instant());
                return outcome.get();
            },
            time,
            WINDOW,
            new BackOff(Duration.ofMinutes(2), new Random(7)),
            new Looks(),
            new Permits(new ChangeRate(1, 1, time)));

    private static Result stuck(ProblemCode code) {
        return new Stuck(Problem.of(code, "It is stuck.", ""));
    }

    private Deadline in(Duration duration) {
        return Deadline.after(duration, time);
    }

    @Test
    void whatIsAskedWithinTheWindowIsDoneOnce() {
        reconciler.mark(Set.of(A), Actor.TIMER);
        reconciler.mark(Set.of(A, B), Actor.TIMER);
        time.pass(WINDOW);

        assertThat(done).containsExactlyInAnyOrder("a for TIMER", "b for TIMER");
    }

    @Test
    void whatIsAskedDuringAReconcileIsDoneAgainAndWaitedFor() {
        Ticket[] second = new Ticket[1];
        outcome = () -> {
            if (done.size() == 1) {
                second[0] = reconciler.mark(Set.of(A), Actor.TIMER);
            }
            return new Converged(null);
        };
        reconciler.awaitSettled(reconciler.mark(Set.of(A), Actor.TIMER), in(Duration.ofSeconds(1)));

        assertThat(done).hasSize(1);
        assertThat(reconciler.standing(A).isPending()).isTrue();
        assertThat(reconciler.awaitSettled(second[0], in(Duration.ofSeconds(1))))
                .isTrue();
        assertThat(done).hasSize(2);
        assertThat(reconciler.standing(A).isPending()).isFalse();
    }

    @Test
    void waitingEndsAtTheDeadlineThoughTheWorkGoesOn() {
        outcome = () -> new AgainIn(Duration.ofMinutes(1));
        Ticket ticket = reconciler.mark(Set.of(A), Actor.TIMER);

        assertThat(reconciler.awaitSettled(ticket, in(Duration.ofSeconds(5)))).isFalse();
        outcome = () -> new Converged(null);
        time.pass(Duration.ofMinutes(1));
        assertThat(reconciler.awaitSettled(ticket, in(Duration.ZERO))).isTrue();
    }

    @Test
    void whatIsStuckIsTriedAgainLaterEachTimeButNeverLaterThanTheLongestRetry() {
        outcome = () -> stuck(ProblemCode.SWITCH_UNREACHABLE);
        reconciler.mark(Set.of(A), Actor.TIMER);
        time.pass(Duration.ofMinutes(30));

        List<Duration> pauses = new ArrayList<>();
        for (int i = 1; i < moments.size(); i++) {
            pauses.add(Duration.between(moments.get(i - 1), moments.get(i)));
        }
        assertThat(pauses.get(0)).isBetween(Duration.ofMillis(500), Duration.ofSeconds(1));
        assertThat(pauses.get(3)).isBetween(Duration.ofSeconds(4), Duration.ofSeconds(8));
        assertThat(pauses).allMatch(pause -> pause.compareTo(Duration.ofMinutes(2)) <= 0);
        assertThat(pauses.size()).isBetween(15, 40);
        assertThat(reconciler.standing(A).problem()).isPresent();
    }

    @Test
    void somebodyWhoAsksDoesNotWaitForTheNextAttempt() {
        outcome = () -> stuck(ProblemCode.SWITCH_UNREACHABLE);
        reconciler.mark(Set.of(A), Actor.TIMER);
        time.pass(Duration.ofMinutes(10));
        done.clear();

        Ticket ticket = reconciler.mark(Set.of(A), new Actor(Actor.Kind.CLOUDSTACK, "shutdown-network"));
        assertThat(reconciler.awaitSettled(ticket, in(Duration.ofSeconds(1)))).isTrue();

        assertThat(done).containsExactly("a for CLOUDSTACK");
    }

    @Test
    void aSwitchThatRefusedTheLoginIsNotAskedAtEveryEvent() {
        outcome = () -> stuck(ProblemCode.SWITCH_LOGIN_REFUSED);
        reconciler.mark(Set.of(A), Actor.TIMER);
        time.pass(Duration.ofMinutes(10));
        done.clear();

        Ticket ticket = reconciler.mark(Set.of(A), Actor.TIMER);
        assertThat(reconciler.awaitSettled(ticket, in(Duration.ofSeconds(1)))).isTrue();
        assertThat(done).isEmpty();

        reconciler.awaitSettled(reconciler.markUrgently(Set.of(A), Actor.TIMER), in(Duration.ofSeconds(1)));
        assertThat(done).hasSize(1);
    }

    @Test
    void aDefectInAReconcileIsToldAndTriedAgain() {
        outcome = () -> {
            throw new IllegalStateException("a defect");
        };
        reconciler.awaitSettled(reconciler.mark(Set.of(A), Actor.TIMER), in(Duration.ofSeconds(1)));

        assertThat(reconciler.standing(A).problem().orElseThrow().code()).isEqualTo(ProblemCode.INTERNAL);
        outcome = () -> new Converged(null);
        time.pass(Duration.ofSeconds(2));
        assertThat(reconciler.standing(A).problem()).isEmpty();
    }

    @Test
    void whatConvergedIsLookedAtAgainWhenItSaysSo() {
        outcome = () -> new Converged(done.size() == 1 ? Duration.ofMinutes(5) : null);
        reconciler.mark(Set.of(A), Actor.TIMER);
        time.pass(Duration.ofHours(1));

        assertThat(done).hasSize(2);
    }

    @Test
    void nothingBeginsAfterTheEnd() {
        outcome = () -> stuck(ProblemCode.SWITCH_UNREACHABLE);
        reconciler.mark(Set.of(A), Actor.TIMER);
        time.pass(WINDOW);
        reconciler.close();
        reconciler.mark(Set.of(A, B), Actor.TIMER);
        time.pass(Duration.ofHours(1));

        assertThat(done).hasSize(1);
        assertThat(reconciler.awaitIdle(in(Duration.ZERO))).isTrue();
    }
}
