/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.operations;

import io.demarc.access.Deadline;
import io.demarc.plugin.books.Books;
import io.demarc.plugin.books.InventoryTable;
import io.demarc.plugin.books.JournalDraft;
import io.demarc.plugin.books.Wishes;
import io.demarc.plugin.operations.Views.Outcome;
import io.demarc.plugin.operations.Views.SwitchPlan;
import io.demarc.plugin.reconcile.DryRuns;
import io.demarc.plugin.reconcile.DryRuns.DryRun;
import io.demarc.plugin.reconcile.Reconciler;
import io.demarc.plugin.words.Actor;
import io.demarc.plugin.words.PortAddress;
import io.demarc.problem.Problem;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import io.demarc.switches.SwitchName;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** {@link PlanOperations} over dry runs. Thread-safe. */
final class DaemonPlans implements PlanOperations {
    private final Books books;
    private final Reconciler reconciler;
    private final DryRuns dryRuns;
    private final Convergence convergence;

    DaemonPlans(Books books, Reconciler reconciler, DryRuns dryRuns, Convergence convergence) {
        this.books = books;
        this.reconciler = reconciler;
        this.dryRuns = dryRuns;
        this.convergence = convergence;
    }

    @Override
    public String draw(
            Optional<String> switchName,
            Optional<String> notBefore,
            Optional<String> notAfter,
            Actor actor,
            Deadline deadline) {
        List<DryRun> runs = runs(switchName, deadline);
        return new PlanText(
                        books.clock().instant() + " by " + actor.name(),
                        switchName.map(Names::ofSwitch).map(SwitchName::value),
                        notBefore.map(PlanText::time),
                        notAfter.map(PlanText::time),
                        body(runs))
                .text();
    }

    private List<String> body(List<DryRun> runs) {
        Predicate<DryRuns.Port> waiting = dryRuns.waiting();
        List<SwitchPlan> plans =
                runs.stream().map(run -> SwitchPlans.of(run, waiting)).toList();
        return PlanText.body(books.store().read(InventoryTable::version), plans);
    }

    /** As if nothing were frozen: a plan is what a freeze may be left for. */
    private List<DryRun> runs(Optional<String> switchName, Deadline deadline) {
        Wishes wishes = books.wishes().withoutFreezes();
        Set<SwitchName> names = switchName
                .map(text ->
                        Set.of(wishes.inventory().require(Names.ofSwitch(text)).name()))
                .orElseGet(() -> new TreeSet<>(wishes.inventory().switches().keySet()));
        return names.stream()
                .map(name -> dryRuns.of(wishes, name, port -> true, deadline))
                .toList();
    }

    @Override
    public Outcome execute(String text, Actor actor, Deadline deadline) {
        PlanText plan = PlanText.parse(text);
        @Nullable String untimely = plan.untimely(books.clock().instant());
        if (untimely != null) {
            throw ProblemException.of(
                    ProblemCode.CONFLICT,
                    "The plan is to be executed " + untimely + ", and it is "
                            + books.clock().instant() + ".",
                    "Nothing was changed. Execute it in its time, or make another one.");
        }
        List<DryRun> runs = runs(plan.switchName(), deadline);
        List<String> now = body(runs);
        if (!plan.body().equals(now)) {
            throw new Problem(
                            ProblemCode.CONFLICT,
                            "It is no longer as it was when the plan was made (" + plan.made() + "):",
                            "Nothing was changed. Make another plan, and have that one approved.",
                            plan.difference(now))
                    .exception();
        }
        Set<PortAddress> changed = runs.stream()
                .flatMap(run -> run.ports().stream())
                .filter(DryRuns.Port::isChanged)
                .map(port -> port.desired().address())
                .collect(Collectors.toCollection(TreeSet::new));
        if (changed.isEmpty()) {
            return new Outcome(true, "The plan has nothing to do.", List.of());
        }
        books.journal().append(JournalDraft.of("plan", actor, "The plan made " + plan.made() + " is executed."));
        return reconciler
                .permits()
                .during(runs, () -> convergence.await("Executed the plan.", changed, actor, deadline));
    }
}
