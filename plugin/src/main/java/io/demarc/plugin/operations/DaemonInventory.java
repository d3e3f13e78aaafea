/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.operations;

import io.demarc.access.Deadline;
import io.demarc.access.Printable;
import io.demarc.plugin.books.Books;
import io.demarc.plugin.books.InventoryTable;
import io.demarc.plugin.books.InventoryTable.Document;
import io.demarc.plugin.books.Wishes;
import io.demarc.plugin.inventory.InventoryDifference;
import io.demarc.plugin.operations.InventoryImport.Imported;
import io.demarc.plugin.operations.InventoryImport.Order;
import io.demarc.plugin.operations.Views.SwitchPlan;
import io.demarc.plugin.reconcile.Reconciler;
import io.demarc.plugin.words.Actor;
import io.demarc.plugin.words.Inventory;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** {@link InventoryOperations} over the books; an order that is done marks the switches that it touches. Thread-safe. */
final class DaemonInventory implements InventoryOperations {
    private final Books books;
    private final Reconciler reconciler;
    private final InventoryImport imports;
    private final SwitchPlans plans;

    DaemonInventory(Books books, Reconciler reconciler, SwitchPlans plans) {
        this.plans = plans;
        this.books = books;
        this.reconciler = reconciler;
        this.imports = new InventoryImport(books);
    }

    @Override
    public InventoryChange apply(String yaml, Consent consent, boolean dryRun, Actor actor) {
        return follow(new Order(yaml, Optional.empty(), consent, dryRun, actor));
    }

    @Override
    public InventoryChange rollBack(String version, Consent consent, boolean dryRun, Actor actor) {
        Document past = find(version);
        return follow(new Order(past.text(), Optional.of(past.version()), consent, dryRun, actor));
    }

    @Override
    public List<SwitchPlan> plan(String yaml, Deadline deadline) {
        Inventory after = books.inventories().accept(yaml);
        Wishes wishes = books.wishes();
        Wishes then = imports.wishesWith(wishes, after);
        return plans.of(
                then, InventoryDifference.between(wishes.inventory(), after).touched(), deadline);
    }

    private InventoryChange follow(Order order) {
        Imported imported = imports.follow(order);
        InventoryDifference difference = imported.difference();
        if (!order.dryRun()) {
            reconciler.looks().inventoryApplied();
            reconciler.markUrgently(difference.touched(), order.actor());
        }
        return new InventoryChange(
                difference.added(),
                difference.changed(),
                difference.removed(),
                imported.parked(),
                imported.left(),
                imported.warnings(),
                imported.basedOn(),
                imported.version(),
                imported.isRewritten() && difference.isEmpty(),
                !order.dryRun());
    }

    @Override
    public InventoryText inForce() {
        return text(books.store()
                .read(InventoryTable::newest)
                .orElseThrow(() -> ProblemException.of(
                        ProblemCode.NOT_FOUND,
                        "No inventory is in force: none was applied yet.",
                        "Import one with 'demarc apply'.")));
    }

    @Override
    public InventoryText version(String version) {
        return text(find(version));
    }

    private Document find(String text) {
        long version = number(text);
        return books.store()
                .read(handle -> InventoryTable.find(handle, version)
                        .orElseThrow(() -> unknown(text, InventoryTable.version(handle))));
    }

    /** No version has a number of more digits than fit: such a one isn't there either. */
    private static long number(String text) {
        if (!text.matches("[0-9]+")) {
            throw ProblemException.of(
                    ProblemCode.INPUT_INVALID,
                    "'" + Printable.of(text) + "' is not the number of a version.",
                    "'demarc inventory history' lists them.");
        }
        return text.length() > 18 ? Long.MAX_VALUE : Long.parseLong(text);
    }

    private static ProblemException unknown(String text, long newest) {
        return ProblemException.of(
                ProblemCode.NOT_FOUND,
                "There is no version " + Printable.of(text) + " of the inventory.",
                newest == 0
                        ? "None was applied yet: import one with 'demarc apply'."
                        : "There are 1 to " + newest + ".");
    }

    private static InventoryText text(Document document) {
        return new InventoryText(
                document.version(), appliedAt(document), document.actorKind(), document.actorName(), document.text());
    }

    @Override
    public List<InventoryVersion> history(int limit) {
        if (limit < 1 || limit > MOST_VERSIONS) {
            throw ProblemException.of(
                    ProblemCode.INPUT_INVALID,
                    "A history of " + limit + " versions is not within 1 to " + MOST_VERSIONS + ".",
                    "Ask for fewer; 'demarc inventory show N' shows any one.");
        }
        List<Document> newestFirst = books.store().read(handle -> InventoryTable.newest(handle, limit + 1));
        List<InventoryVersion> versions = new ArrayList<>();
        Optional<Inventory> before = Optional.of(Inventory.empty());
        for (int i = newestFirst.size() - 1; i >= 0; i--) {
            Optional<Inventory> after = readable(newestFirst.get(i));
            if (i < limit) {
                versions.add(version(newestFirst.get(i), difference(before, after)));
            }
            before = after;
        }
        return Collections.unmodifiableList(versions);
    }

    private static Optional<InventoryDifference> difference(Optional<Inventory> before, Optional<Inventory> after) {
        return before.flatMap(was -> after.map(is -> InventoryDifference.between(was, is)));
    }

    /** What another version of Demarc wrote may be nothing that this one can read. */
    private Optional<Inventory> readable(Document document) {
        try {
            return Optional.of(books.inventories().parse(document.text()));
        } catch (ProblemException e) {
            return Optional.empty();
        }
    }

    private static InventoryVersion version(Document document, Optional<InventoryDifference> difference) {
        return new InventoryVersion(
                document.version(),
                appliedAt(document),
                document.actorKind(),
                document.actorName(),
                difference.map(it -> it.added().size()).orElse(null),
                difference.map(it -> it.changed().size()).orElse(null),
                difference.map(it -> it.removed().size()).orElse(null));
    }

    private static String appliedAt(Document document) {
        return Instant.ofEpochMilli(document.appliedAtMillis()).toString();
    }
}
