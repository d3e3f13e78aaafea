/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.runbooks;

import io.demarc.access.Printable;
import io.demarc.hooks.replica.Database;
import io.demarc.hooks.replica.ReplicaCheck;
import io.demarc.hooks.runbook.Run;
import io.demarc.hooks.runbook.RunId;
import io.demarc.hooks.runbook.Runs;
import io.demarc.plugin.books.Books;
import io.demarc.plugin.books.JournalDraft;
import io.demarc.plugin.operations.RunbookOperations;
import io.demarc.plugin.words.Actor;
import io.demarc.plugin.words.CheckTimes;
import io.demarc.plugin.words.CheckTimes.Window;
import io.demarc.plugin.words.ManagedDatabase;
import io.demarc.problem.ProblemException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares replicas with their primaries when the inventory says so: starts the runbook, as any other run, and writes into the journal
 * what it found. Whether a check is due, and whether there was one in this window, is told by the runs that there were, so a daemon that
 * was off or is started again neither forgets one nor doubles it. One caller at a time.
 */
public final class CheckSchedule {
    private static final Logger LOG = LoggerFactory.getLogger(CheckSchedule.class);
    private static final Actor SCHEDULE = new Actor(Actor.Kind.TIMER, "schedule");
    private static final int MOST_RUNS = 100;
    /** Of one object, the newest ones, among which the active one is. */
    private static final int FEW_RUNS = 5;

    private final Books books;
    private final RunbookOperations runbooks;
    private final Runs runs;
    /** Runs of the schedule that had not ended when they were last looked at. */
    private final Set<RunId> watched = new HashSet<>();
    /** What was told last of why a check doesn't begin, by the replica, with the window's beginning. */
    private final Map<String, Instant> told = new HashMap<>();

    public CheckSchedule(Books books, RunbookOperations runbooks, Runs runs) {
        this.books = books;
        this.runbooks = runbooks;
        this.runs = runs;
    }

    /** Looks once at every replica. */
    public void look() {
        Collection<ManagedDatabase> all = books.store()
                .read(books.inventories()::current)
                .objects()
                .databases()
                .values();
        Instant now = books.clock().instant();
        for (ManagedDatabase managed : all) {
            try {
                look(managed, all, now);
            } catch (ProblemException e) {
                LOG.warn("the schedule of {} could not be looked at: {}", managed.database(), e.getMessage());
            }
        }
    }

    private void look(ManagedDatabase managed, Collection<ManagedDatabase> all, Instant now) {
        Database database = managed.database();
        runs.newestOn(database.name(), FEW_RUNS).stream()
                .filter(CheckSchedule::isMine)
                .forEach(this::follow);
        CheckTimes times = managed.check();
        if (times != null) {
            times.openAt(now)
                    .filter(window -> isDue(database, times, window))
                    .ifPresent(window -> begin(database, window, all));
        }
    }

    private static boolean isMine(Run run) {
        return run.order().runbook().equals(ReplicaCheck.RUNBOOK)
                && run.order().who().equals(SCHEDULE.name());
    }

    /** A run that has stopped is ended: it would keep everybody else, and the next check, from the replica. */
    private void follow(Run run) {
        switch (run.state()) {
            case RUNNING, AWAITING_PERSON, PAUSED, UNDOING -> watched.add(run.id());
            case STOPPED -> {
                say(subject(run) + found(run));
                runbooks.abort(run.id().toString(), Printable.of(found(run)), false, SCHEDULE);
                watched.remove(run.id());
            }
            case DONE -> {
                if (watched.remove(run.id())) {
                    say(subject(run) + found(run));
                }
            }
            case ABORTED -> watched.remove(run.id());
        }
    }

    private static String subject(Run run) {
        return "Scheduled check of " + run.object() + " (run " + run.id() + "): ";
    }

    private static String found(Run run) {
        return ReplicaCheck.of(run)
                .map(it -> switch (it.result()) {
                    case SAME -> "no difference from its primary.";
                    case DIFFERS -> "it differs from its primary in " + it.namesInWords() + ".";
                    case FAILED -> "it could not be compared: " + it.reason();
                })
                .orElseGet(() -> "it could not be compared: " + run.reason().summary());
    }

    private boolean isDue(Database replica, CheckTimes times, Window window) {
        List<Run> newest = runs.newestOn(replica.name(), MOST_RUNS);
        if (newest.stream().anyMatch(run -> isMine(run) && window.contains(run.startedAt()))) {
            return false;
        }
        Instant last = ReplicaCheck.in(newest).stream()
                .filter(it -> it.isWhole() && it.result() != ReplicaCheck.Result.FAILED)
                .map(ReplicaCheck::begunAt)
                .findFirst()
                .orElse(null);
        return times.isDue(last, window);
    }

    private void begin(Database replica, Window window, Collection<ManagedDatabase> all) {
        Optional<Run> other = activeNear(replica, all);
        if (other.isPresent()) {
            String words =
                    "run " + other.get().id() + " (" + other.get().order().runbook() + ") is active on "
                            + other.get().object();
            sayOnce(replica, window, words);
            return;
        }
        try {
            runbooks.start(ReplicaCheck.RUNBOOK, replica.name(), Map.of(), SCHEDULE);
        } catch (ProblemException e) {
            sayOnce(replica, window, e.problem().message());
        }
    }

    /** A run on the replica, on its primary, or on another replica of one of the two, which may copy from them. */
    private Optional<Run> activeNear(Database replica, Collection<ManagedDatabase> all) {
        String primary = String.valueOf(replica.primary());
        return all.stream()
                .map(ManagedDatabase::database)
                .filter(it -> Set.of(replica.name(), primary).contains(it.name())
                        || primary.equals(it.primary())
                        || replica.name().equals(it.primary()))
                .flatMap(it -> runs.newestOn(it.name(), FEW_RUNS).stream())
                .filter(run -> run.state().isActive())
                .findFirst();
    }

    /** It is tried again with every look of this window, and told once. */
    private void sayOnce(Database replica, Window window, String why) {
        if (!window.from().equals(told.put(replica.name(), window.from()))) {
            say("Scheduled check of " + replica + " can't begin, and is tried until " + window.until() + ": " + why);
        }
    }

    private void say(String message) {
        books.journal().append(JournalDraft.of("replica-check", SCHEDULE, Printable.of(message, 4_000)));
    }
}
