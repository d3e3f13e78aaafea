/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.reconcile;

import io.demarc.access.Deadline;
import io.demarc.plugin.books.Books;
import io.demarc.plugin.configuration.DaemonConfig.Reconciling;
import io.demarc.plugin.reconcile.Result.AgainIn;
import io.demarc.plugin.reconcile.Result.Converged;
import io.demarc.plugin.reconcile.Result.Stuck;
import io.demarc.plugin.words.Actor;
import io.demarc.problem.Problem;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import io.demarc.switches.SwitchName;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides when which switch is reconciled. The item of work is a switch's name, nothing more: asked for twice it is done
 * once, asked for while it is being done it is done again. One reconcile of a switch at a time. Thread-safe.
 */
public final class Reconciler implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Reconciler.class);
    /** Trying these again at every event could lock Demarc's account on the switch. */
    private static final Set<ProblemCode> NOT_TO_BE_HURRIED =
            Set.of(ProblemCode.SWITCH_LOGIN_REFUSED, ProblemCode.HOST_KEY_CHANGED, ProblemCode.HOST_KEY_UNKNOWN);

    private final SwitchWork work;
    private final Timers timers;
    private final Duration gatherWindow;
    private final BackOff backOff;
    private final Object lock = new Object();
    private final Map<SwitchName, Lane> lanes = new HashMap<>();
    private final Looks looks;
    private final Permits permits;
    private boolean closed;

    Reconciler(SwitchWork work, Timers timers, Duration gatherWindow, BackOff backOff, Looks looks, Permits permits) {
        this.work = work;
        this.timers = timers;
        this.gatherWindow = gatherWindow;
        this.backOff = backOff;
        this.looks = looks;
        this.permits = permits;
    }

    /** The reconciler of everything in the books. */
    public static Reconciler of(Books books, SwitchSessions sessions, Reconciling config, Surroundings surroundings) {
        Looks looks = new Looks();
        Permits permits = new Permits(new ChangeRate(
                config.mostChanges().onOneSwitch(), config.mostChanges().onAll(), books.clock()));
        return new Reconciler(
                new SwitchReconcile(books, sessions, config, looks, permits),
                surroundings.timers(),
                config.gatherWindow(),
                new BackOff(config.longestRetry(), surroundings.random()),
                looks,
                permits);
    }

    /** What is seen while the store is in doubt. */
    public Looks looks() {
        return looks;
    }

    /** What is changed in spite of a freeze. */
    public Permits permits() {
        return permits;
    }

    /** What was asked of which switch, to wait for. */
    public record Ticket(Map<SwitchName, Long> asked) {
        public Ticket {
            asked = Map.copyOf(asked);
        }
    }

    /** Where a switch stands. */
    public record Standing(boolean isPending, Optional<Problem> problem) {}

    /** Reconciles the switches soon. Switches that refused the login are left until their next attempt is due. */
    public Ticket mark(Collection<SwitchName> names, Actor actor) {
        return mark(names, actor, false);
    }

    /** As {@link #mark}, and at once whatever happened before: a person asks. */
    public Ticket markUrgently(Collection<SwitchName> names, Actor actor) {
        return mark(names, actor, true);
    }

    private Ticket mark(Collection<SwitchName> names, Actor actor, boolean urgent) {
        Map<SwitchName, Long> asked = new TreeMap<>();
        synchronized (lock) {
            for (SwitchName name : names) {
                Lane lane = lanes.computeIfAbsent(name, key -> new Lane());
                lane.asked++;
                lane.actor = actor;
                asked.put(name, lane.asked);
                if (!closed) {
                    ask(name, lane, urgent);
                }
            }
        }
        timers.wake();
        return new Ticket(asked);
    }

    private void ask(SwitchName name, Lane lane, boolean urgent) {
        if (lane.running || (lane.next != null && !lane.nextIsRetry)) {
            return;
        }
        if (lane.next != null && !urgent && isNotToBeHurried(lane.last)) {
            lane.settled = lane.asked;
            return;
        }
        schedule(name, lane, gatherWindow, false);
    }

    private static boolean isNotToBeHurried(@Nullable Result result) {
        return result instanceof Stuck stuck
                && NOT_TO_BE_HURRIED.contains(stuck.problem().code());
    }

    private void schedule(SwitchName name, Lane lane, Duration delay, boolean isRetry) {
        if (lane.next != null) {
            lane.next.cancel();
        }
        lane.nextIsRetry = isRetry;
        lane.next = timers.after(delay, () -> run(name));
    }

    private void run(SwitchName name) {
        Actor actor;
        synchronized (lock) {
            Lane lane = lanes.computeIfAbsent(name, key -> new Lane());
            if (closed || lane.running || lane.next == null) {
                return;
            }
            lane.running = true;
            lane.next = null;
            lane.begun = lane.asked;
            actor = lane.actor;
            lane.actor = Actor.TIMER;
        }
        Result result = reconcile(name, actor);
        synchronized (lock) {
            finish(name, lanes.computeIfAbsent(name, key -> new Lane()), result);
        }
        timers.wake();
    }

    private Result reconcile(SwitchName name, Actor actor) {
        try {
            return work.reconcile(name, actor);
        } catch (ProblemException e) {
            return new Stuck(e.problem());
        } catch (RuntimeException e) {
            LOG.error("Reconciling switch {} ended in a defect", name, e);
            return new Stuck(Problem.of(
                    ProblemCode.INTERNAL,
                    "Reconciling switch " + name + " ended in a defect of Demarc: "
                            + e.getClass().getSimpleName() + ".",
                    "The daemon's log has the details; please report it."));
        }
    }

    private void finish(SwitchName name, Lane lane, Result result) {
        lane.running = false;
        lane.last = result;
        if (!(result instanceof AgainIn)) {
            lane.settled = lane.begun;
            lane.failures = result instanceof Stuck ? lane.failures + 1 : 0;
        }
        boolean isAskedAgain = lane.asked > lane.begun;
        if (isAskedAgain && isNotToBeHurried(result)) {
            lane.settled = lane.asked;
            isAskedAgain = false;
        }
        if (closed) {
            return;
        }
        if (isAskedAgain) {
            schedule(name, lane, gatherWindow, false);
        } else if (result instanceof AgainIn again) {
            schedule(name, lane, again.delay(), true);
        } else if (result instanceof Stuck) {
            schedule(name, lane, backOff.after(lane.failures), true);
        } else if (result instanceof Converged converged && converged.lookAgainIn() != null) {
            schedule(name, lane, converged.lookAgainIn(), true);
        }
    }

    /** Waits until what the ticket asked has been answered, well or badly; false when the deadline came first. */
    public boolean awaitSettled(Ticket ticket, Deadline deadline) {
        return timers.await(() -> isSettled(ticket), deadline);
    }

    private boolean isSettled(Ticket ticket) {
        synchronized (lock) {
            return ticket.asked().entrySet().stream().allMatch(entry -> {
                Lane lane = lanes.get(entry.getKey());
                return lane != null && lane.settled >= entry.getValue();
            });
        }
    }

    public Standing standing(SwitchName name) {
        synchronized (lock) {
            Lane lane = lanes.get(name);
            if (lane == null) {
                return new Standing(false, Optional.empty());
            }
            boolean isPending = lane.running || lane.asked > lane.settled || lane.last instanceof AgainIn;
            return new Standing(
                    isPending, lane.last instanceof Stuck stuck ? Optional.of(stuck.problem()) : Optional.empty());
        }
    }

    /** Begins nothing more. What runs is left to end by its own deadline; {@link #awaitIdle} waits for it. */
    @Override
    public void close() {
        synchronized (lock) {
            closed = true;
            for (Lane lane : lanes.values()) {
                if (lane.next != null) {
                    lane.next.cancel();
                    lane.next = null;
                }
            }
        }
    }

    /** Waits until nothing runs any more. */
    public boolean awaitIdle(Deadline deadline) {
        return timers.await(
                () -> {
                    synchronized (lock) {
                        return lanes.values().stream().noneMatch(lane -> lane.running);
                    }
                },
                deadline);
    }
}
