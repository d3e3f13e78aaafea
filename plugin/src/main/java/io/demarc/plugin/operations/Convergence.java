/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.operations;

import io.demarc.access.Deadline;
import io.demarc.plugin.books.Books;
import io.demarc.plugin.operations.Attachments.Wish;
import io.demarc.plugin.operations.Views.Outcome;
import io.demarc.plugin.operations.Views.PortView;
import io.demarc.plugin.reconcile.PortCondition;
import io.demarc.plugin.reconcile.Reconciler;
import io.demarc.plugin.reconcile.Reconciler.Ticket;
import io.demarc.plugin.words.Actor;
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

    /** @param done what has been written down, as a sentence */
    Outcome await(String done, Wish wish, Actor actor, Deadline deadline) {
        Ticket ticket = reconciler.markUrgently(Set.of(wish.device().port().switchName()), actor);
        boolean isSettled = reconciler.awaitSettled(ticket, deadline);
        List<PortCondition> conditions = conditionsAt(wish);
        boolean isConverged = isSettled
                && conditions.stream().allMatch(condition -> condition.state() == PortCondition.State.CONVERGED);
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

    /** The port of the wish's device, as it is known. */
    List<PortView> at(Wish wish) {
        return conditionsAt(wish).stream().map(PortViews::of).toList();
    }

    /** All ports of these switches. */
    Outcome await(Set<SwitchName> names, Actor actor, Deadline deadline) {
        Ticket ticket = reconciler.markUrgently(names, actor);
        boolean isSettled = reconciler.awaitSettled(ticket, deadline);
        List<PortView> ports = PortCondition.all(books, reconciler).stream()
                .filter(condition ->
                        names.contains(condition.desired().address().switchName()))
                .map(PortViews::of)
                .toList();
        long behind =
                ports.stream().filter(port -> !port.state().equals("converged")).count();
        String message = isSettled
                ? ports.size() - behind + " of " + ports.size() + " ports are as wanted."
                : "Not every switch answered in time; Demarc goes on.";
        return new Outcome(isSettled && behind == 0, saying(message), ports);
    }

    /** Whoever is answered while the store is in doubt is told so. */
    private String saying(String message) {
        return books.store()
                .doubt()
                .map(doubt -> message + " " + doubt.inWords())
                .orElse(message);
    }
}
