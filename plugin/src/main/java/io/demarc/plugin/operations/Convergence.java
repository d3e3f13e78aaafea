/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.operations;

import io.demarc.access.Deadline;
import io.demarc.plugin.books.Books;
import io.demarc.plugin.operations.Attachments.Wish;
import io.demarc.plugin.operations.Views.Outcome;
import io.demarc.plugin.operations.Views.PlannedChange;
import io.demarc.plugin.operations.Views.PortView;
import io.demarc.plugin.operations.Views.SwitchPlan;
import io.demarc.plugin.reconcile.PortCondition;
import io.demarc.plugin.reconcile.Reconciler;
import io.demarc.plugin.words.Actor;
import io.demarc.plugin.words.PortAddress;
import io.demarc.switches.SwitchName;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Has switches brought to what is wished, waits for it, and tells how far that got. Thread-safe. */
final class Convergence {
    private final Books books;
    private final Reconciler reconciler;

    Convergence(Books books, Reconciler reconciler) {
        this.books = books;
        this.reconciler = reconciler;
    }

    /** A dry run of the wish. */
    Outcome wouldBe(String message, boolean isNothing, List<SwitchPlan> plan) {
        boolean isUnchanged = isNothing
                && plan.stream()
                        .allMatch(one ->
                                one.problem() == null && one.changes().stream().noneMatch(PlannedChange::isDone));
        return new Outcome(isUnchanged, saying(message), List.of(), plan);
    }

    /** @param done what has been written down, as a sentence */
    Outcome await(String done, Wish wish, Actor actor, Deadline deadline) {
        boolean isSettled = isSettled(Set.of(wish.device().port().switchName()), actor, deadline);
        List<PortCondition> conditions = conditionsAt(wish);
        boolean isConverged = isSettled && conditions.stream().allMatch(PortCondition::isAsWanted);
        String rest = conditions.stream()
                .map(condition -> isConverged ? asWanted(condition) : behind(condition))
                .collect(Collectors.joining());
        return new Outcome(
                isConverged,
                saying(done + rest),
                conditions.stream().map(PortViews::of).toList());
    }

    private static String asWanted(PortCondition condition) {
        return " " + condition.desired().address() + " is "
                + condition.desired().wanted() + ": " + condition.desired().why() + ".";
    }

    private static String behind(PortCondition condition) {
        String problem = condition.problem();
        return " " + condition.desired().address() + " is not "
                + condition.desired().wanted() + " yet" + (problem == null ? "; Demarc goes on." : ": " + problem);
    }

    private List<PortCondition> conditionsAt(Wish wish) {
        return PortCondition.all(books, reconciler).stream()
                .filter(condition ->
                        condition.desired().address().equals(wish.device().port()))
                .toList();
    }

    /** The ports, as they are known. */
    List<PortView> at(Set<PortAddress> ports) {
        return conditionsOf(ports).stream().map(PortViews::of).toList();
    }

    private List<PortCondition> conditionsOf(Set<PortAddress> ports) {
        return PortCondition.all(books, reconciler).stream()
                .filter(condition -> ports.contains(condition.desired().address()))
                .toList();
    }

    /**
     * These ports of one or more switches.
     *
     * @param done what has been written down, as a sentence
     */
    Outcome await(String done, Set<PortAddress> ports, Actor actor, Deadline deadline) {
        Set<SwitchName> names = ports.stream().map(PortAddress::switchName).collect(Collectors.toSet());
        boolean isSettled = isSettled(names, actor, deadline);
        return howFar(done + " ", isSettled, ports.size(), conditionsOf(ports), 0);
    }

    /** All ports of these switches. */
    Outcome await(Set<SwitchName> names, Actor actor, Deadline deadline) {
        boolean isSettled = isSettled(names, actor, deadline);
        List<PortCondition> ports = PortCondition.all(books, reconciler).stream()
                .filter(condition ->
                        names.contains(condition.desired().address().switchName()))
                .toList();
        long leftAlone = ports.stream().filter(Convergence::isLeftAlone).count();
        return howFar("", isSettled, ports.size(), ports, leftAlone);
    }

    private boolean isSettled(Set<SwitchName> names, Actor actor, Deadline deadline) {
        return reconciler.awaitSettled(reconciler.markUrgently(names, actor), deadline);
    }

    /**
     * How many are as wanted.
     *
     * @param done      what comes before that
     * @param all       how many there were to be; fewer are known when some left the inventory meanwhile
     * @param leftAlone how many of the others needn't be
     */
    private Outcome howFar(String done, boolean isSettled, int all, List<PortCondition> ports, long leftAlone) {
        long asWanted = ports.stream().filter(PortCondition::isAsWanted).count();
        String rest = isSettled
                ? asWanted + " of " + all + " ports are as wanted"
                        + (leftAlone == 0 ? "." : "; " + leftAlone + " more are only observed.")
                : "Not every switch answered in time; Demarc goes on.";
        return new Outcome(
                isSettled && asWanted + leftAlone == all,
                saying(done + rest),
                ports.stream().map(PortViews::of).toList());
    }

    /** It differs, but nobody wishes anything of it: it is only observed. */
    private static boolean isLeftAlone(PortCondition condition) {
        return condition.state() == PortCondition.State.OBSERVED
                && condition.problem() == null
                && !condition.isAsWanted();
    }

    /** Whoever is answered while the store is in doubt is told so. */
    private String saying(String message) {
        return books.store()
                .doubt()
                .map(doubt -> message + " " + doubt.inWords())
                .orElse(message);
    }
}
