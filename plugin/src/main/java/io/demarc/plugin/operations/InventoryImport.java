/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.operations;

import io.demarc.access.Printable;
import io.demarc.plugin.books.AttachmentTable;
import io.demarc.plugin.books.Books;
import io.demarc.plugin.books.ClaimTable;
import io.demarc.plugin.books.JournalDraft;
import io.demarc.plugin.books.SeenTable;
import io.demarc.plugin.inventory.InventoryDifference;
import io.demarc.plugin.words.Actor;
import io.demarc.plugin.words.Attachment;
import io.demarc.plugin.words.Device;
import io.demarc.plugin.words.Inventory;
import io.demarc.plugin.words.PortAddress;
import io.demarc.plugin.words.PortClaim;
import io.demarc.problem.Problem;
import io.demarc.problem.ProblemCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/** Makes the inventory what a text says: all of it, or nothing and every reason why not. Thread-safe. */
public final class InventoryImport {
    private final Books books;

    public InventoryImport(Books books) {
        this.books = books;
    }

    /** Throws {@code INPUT_INVALID} for the text, {@code CONFLICT} for what is in use; then nothing has changed. */
    public InventoryDifference apply(String yaml, boolean dryRun, Actor actor) {
        Inventory after = books.inventories().parse(yaml);
        return books.store().write(handle -> {
            Inventory before = books.inventories().current(handle);
            InventoryDifference difference = InventoryDifference.between(before, after);
            refuseWhatIsInUse(handle, before, after);
            if (!dryRun) {
                writeOff(handle, after, actor);
            }
            if (!dryRun && !difference.isEmpty()) {
                books.inventories().replace(handle, yaml, actor, books.clock().millis());
                forget(handle, before, after);
                tell(handle, difference, actor);
            }
            return difference;
        });
    }

    private static void refuseWhatIsInUse(Handle handle, Inventory before, Inventory after) {
        List<String> reasons = new ArrayList<>();
        for (Attachment attachment : AttachmentTable.all(handle)) {
            Device was = before.devices().get(attachment.device());
            Device is = after.devices().get(attachment.device());
            if (was != null && !was.equals(is)) {
                reasons.add("device " + attachment.device()
                        + (is == null ? " would be removed" : " would change its port or owner")
                        + ", but it is attached to network '" + Printable.of(attachment.networkName()) + "' ("
                        + attachment.networkUuid() + "): detach it first.");
            }
        }
        for (PortClaim claim : ClaimTable.all(handle)) {
            if (before.manages(claim.port()) && !after.manages(claim.port()) && !after.isWrittenOff(claim.port())) {
                reasons.add("port " + claim.port() + " would no longer be managed, but it may still carry VLAN "
                        + claim.vlan() + " of network " + claim.network()
                        + ": detach its device and wait until the port is idle, or, if it exists no longer, list it"
                        + " under written-off.");
            }
        }
        before.objects()
                .byKind()
                .forEach((kind, all) -> all.forEach((name, object) -> {
                    boolean isSame = object.equals(after.objects().ofKind(kind).get(name));
                    activeRun(handle, name)
                            .filter(run -> !isSame)
                            .ifPresent(run -> reasons.add(kind + " " + name + " would change, but run " + run
                                    + " is active on it: let it end, or abort it."));
                }));
        if (!reasons.isEmpty()) {
            throw new Problem(
                            ProblemCode.CONFLICT,
                            "The inventory would remove or move what is in use:",
                            "Nothing was changed.",
                            reasons)
                    .exception();
        }
    }

    private static Optional<Long> activeRun(Handle handle, String object) {
        return handle.createQuery("SELECT id FROM run WHERE object_name = :object AND is_active = 1")
                .bind("object", object)
                .mapTo(Long.class)
                .findOne();
    }

    /** The journal keeps what is forgotten here. */
    private void writeOff(Handle handle, Inventory after, Actor actor) {
        for (PortClaim claim : ClaimTable.all(handle)) {
            if (after.isWrittenOff(claim.port())) {
                ClaimTable.writeOff(handle, claim);
                String message = "Written off by hand: port " + claim.port() + " may have carried VLAN " + claim.vlan()
                        + " of network " + claim.network() + ", which was not read back.";
                books.journal()
                        .append(
                                handle,
                                JournalDraft.of("written-off", actor, message)
                                        .withPort(claim.port())
                                        .withNetwork(claim.network(), claim.vlan()));
            }
        }
    }

    private static void forget(Handle handle, Inventory before, Inventory after) {
        before.switches().forEach((name, managed) -> {
            managed.rules().managed().keySet().stream()
                    .map(port -> new PortAddress(name, port))
                    .filter(address -> !after.manages(address))
                    .forEach(address -> SeenTable.forget(handle, address));
            if (!after.switches().containsKey(name)) {
                SeenTable.forget(handle, name);
            }
        });
    }

    private void tell(Handle handle, InventoryDifference difference, Actor actor) {
        Stream.of(
                        difference.added().stream().map(line -> "Added " + line + "."),
                        difference.changed().stream().map(line -> "Changed " + line + "."),
                        difference.removed().stream().map(line -> "Removed " + line + "."))
                .flatMap(lines -> lines)
                .forEach(line -> books.journal().append(handle, JournalDraft.of("inventory", actor, line)));
    }
}
