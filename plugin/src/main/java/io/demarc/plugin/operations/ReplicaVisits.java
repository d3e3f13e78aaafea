/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.operations;

import io.demarc.hooks.replica.Database;
import io.demarc.hooks.replica.ReplicaCheck;
import io.demarc.hooks.replica.ReplicationLook;
import io.demarc.hooks.replica.ReplicationLooks;
import io.demarc.hooks.runbook.Runs;
import io.demarc.plugin.books.Books;
import io.demarc.plugin.operations.Views.DatabaseView;
import io.demarc.plugin.operations.Views.Finding;
import io.demarc.plugin.operations.Views.ReplicaCheckView;
import io.demarc.plugin.operations.Views.ReplicationView;
import io.demarc.plugin.words.CheckTimes;
import io.demarc.plugin.words.ManagedDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Databases: how they replicate now, and what was found when they were compared with their primaries. Thread-safe. */
public final class ReplicaVisits {
    /** Long enough for a server that is off to be told by its connection's end. */
    private static final Duration LIMIT = Duration.ofSeconds(15);
    /** Of one replica, the newest ones, among which its checks are looked for. */
    private static final int MOST_RUNS = 100;

    private final Books books;
    private final ReplicationLooks looks;
    private final Runs runs;

    public ReplicaVisits(Books books, ReplicationLooks looks, Runs runs) {
        this.books = books;
        this.looks = looks;
        this.runs = runs;
    }

    List<DatabaseView> list() {
        return looks.look(LIMIT).stream().map(this::view).toList();
    }

    private DatabaseView view(ReplicationLook look) {
        Database it = look.database();
        List<ReplicaCheck> checks = checks(it.name());
        List<String> problems = new ArrayList<>(look.problems());
        problem(it, checks).ifPresent(problems::add);
        return new DatabaseView(
                it.name(),
                it.server(),
                it.address(),
                it.port(),
                it.primary(),
                look.role().id(),
                known(look.version()),
                look.link() == null ? null : view(look.link()),
                known(look.gtid()),
                known(look.position()),
                checks.stream().findFirst().map(ReplicaVisits::view).orElse(null),
                problems);
    }

    private static ReplicationView view(ReplicationLook.Link it) {
        return new ReplicationView(
                it.source(),
                it.receiver().state().id(),
                it.receiver().error(),
                it.applier().state().id(),
                it.applier().error(),
                it.lagSeconds(),
                it.delaySeconds());
    }

    private static ReplicaCheckView view(ReplicaCheck it) {
        return new ReplicaCheckView(
                it.run().value(),
                it.begunAt().toString(),
                it.tables(),
                it.result().id(),
                it.differing(),
                it.reason());
    }

    private static @Nullable String known(String text) {
        return text.isEmpty() ? null : text;
    }

    private List<ReplicaCheck> checks(String replica) {
        return ReplicaCheck.in(runs.newestOn(replica, MOST_RUNS));
    }

    /** What comparisons have found that no later one has found mended. */
    private static Optional<String> problem(Database replica, List<ReplicaCheck> checks) {
        if (replica.primary() == null || checks.isEmpty()) {
            return Optional.empty();
        }
        Optional<ReplicaCheck> difference = ReplicaCheck.difference(checks);
        if (difference.isPresent()) {
            ReplicaCheck it = difference.get();
            return Optional.of("it differs from " + replica.primary() + " in " + it.namesInWords() + " (run " + it.run()
                    + ", " + it.begunAt() + ")");
        }
        ReplicaCheck newest = checks.get(0);
        return newest.result() == ReplicaCheck.Result.FAILED
                ? Optional.of("it could not be compared with " + replica.primary() + " (run " + newest.run() + ", "
                        + newest.begunAt() + "): " + newest.reason())
                : Optional.empty();
    }

    /** Of each replica that was compared or is to be: whether something was found that isn't known to be mended. */
    List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        for (ManagedDatabase managed :
                books.wishes().inventory().objects().databases().values()) {
            List<ReplicaCheck> checks = checks(managed.database().name());
            finding(managed, checks).ifPresent(findings::add);
        }
        return findings;
    }

    private Optional<Finding> finding(ManagedDatabase managed, List<ReplicaCheck> checks) {
        Database it = managed.database();
        String subject = "database " + it;
        Optional<String> problem = problem(it, checks).or(() -> late(managed.check(), checks));
        if (problem.isPresent()) {
            return Optional.of(new Finding(
                    subject,
                    "warning",
                    problem.get(),
                    "'demarc replica list' and the run's log tell more. Where only rows differ, 'demarc replica repair"
                            + "' replaces them, else 'demarc replica rebuild' all; a check that finds no difference ends"
                            + " this warning."));
        }
        return it.primary() == null || checks.isEmpty()
                ? Optional.empty()
                : Optional.of(new Finding(
                        subject,
                        "ok",
                        "no difference from " + it.primary() + " is known; last compared "
                                + checks.get(0).begunAt(),
                        ""));
    }

    /** Nobody misses a check that quietly never takes place. */
    private Optional<String> late(@Nullable CheckTimes times, List<ReplicaCheck> checks) {
        if (times == null) {
            return Optional.empty();
        }
        return checks.stream()
                .filter(it -> it.isWhole() && it.result() != ReplicaCheck.Result.FAILED)
                .findFirst()
                .filter(it -> it.begunAt()
                        .plus(times.every().multipliedBy(2))
                        .isBefore(books.clock().instant()))
                .map(it ->
                        "it was last compared " + it.begunAt() + ", and the inventory wants that " + times.inWords());
    }
}
