/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.operations;

import io.demarc.access.Deadline;
import io.demarc.access.Printable;
import io.demarc.plugin.books.Books;
import io.demarc.plugin.books.JournalDraft;
import io.demarc.plugin.books.Store.StoreView;
import io.demarc.plugin.books.StoreDoubt;
import io.demarc.plugin.reconcile.Reconciler;
import io.demarc.plugin.words.Actor;
import io.demarc.plugin.words.Inventory;
import io.demarc.problem.Problem;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@link StoreOperations} over the books and what switches said. Thread-safe. */
final class DaemonStore implements StoreOperations {
    private static final int LONGEST_REASON = 500;

    private final Books books;
    private final Reconciler reconciler;

    DaemonStore(Books books, Reconciler reconciler) {
        this.books = books;
        this.reconciler = reconciler;
    }

    @Override
    public StoreStatus status() {
        StoreView view = books.store().view();
        Optional<StoreDoubt> doubt = books.store().doubt();
        return new StoreStatus(
                view.file().toString(),
                view.identity(),
                view.number(),
                doubt.map(StoreDoubt::what).orElse(null),
                doubt.isEmpty() ? List.of() : unread());
    }

    private List<String> unread() {
        Inventory inventory = books.wishes().inventory();
        return reconciler.looks().unread(inventory, inventory.switches().values());
    }

    @Override
    public String backup(String file, Actor actor) {
        Path target = Path.of(file);
        if (!target.isAbsolute()) {
            throw ProblemException.of(
                    ProblemCode.INPUT_INVALID,
                    "The backup's file '" + Printable.of(file) + "' is no absolute path.",
                    "Name a new file on the daemon's machine, such as /var/lib/demarc/backup.sqlite.");
        }
        books.store().copyTo(target);
        // Written after the copy, so that a store which is put back from it is seen to be an older one.
        String message = "The store was copied to " + Printable.of(target.toString()) + ".";
        books.journal().append(JournalDraft.of("backup", actor, message));
        return message;
    }

    @Override
    public String accept(String why, Actor actor, Deadline deadline) {
        String reason = Printable.of(why.strip());
        if (reason.isEmpty() || reason.length() > LONGEST_REASON) {
            throw ProblemException.of(
                    ProblemCode.INPUT_INVALID,
                    "The reason has " + reason.length() + " characters.",
                    "Say in 1 to " + LONGEST_REASON + " why the store may be taken as it is: the journal keeps it.");
        }
        Optional<StoreDoubt> doubt = books.store().doubt();
        if (doubt.isEmpty()) {
            return "The store is not in doubt: nothing to accept.";
        }
        requireLooks(doubt.get(), actor, deadline);
        String message = "The store is taken as it is, although it was in doubt ("
                + doubt.get().what() + "): " + reason;
        books.store().accept(handle -> books.journal().append(handle, JournalDraft.of("accepted", actor, message)));
        reconciler.markUrgently(books.wishes().inventory().switches().keySet(), actor);
        return "The store is accepted; from now on ports are written again. The journal keeps the reason.";
    }

    /** What is on the ports now has to be known: for every VLAN that nothing explains a claim is written down then. */
    private void requireLooks(StoreDoubt doubt, Actor actor, Deadline deadline) {
        Reconciler.Ticket ticket =
                reconciler.markUrgently(books.wishes().inventory().switches().keySet(), actor);
        boolean isSettled = reconciler.awaitSettled(ticket, deadline);
        List<String> open = new ArrayList<>(unread());
        if (!isSettled) {
            open.add("not every switch answered in time");
        }
        if (!open.isEmpty()) {
            throw new Problem(
                            ProblemCode.STORE_IN_DOUBT,
                            "The store stays in doubt (" + doubt.what() + "): not everything has been looked at.",
                            "Mend what is listed and accept again; a switch or port that exists no longer is taken out"
                                    + " of the inventory, where a person vouches for it.",
                            open)
                    .exception();
        }
    }
}
