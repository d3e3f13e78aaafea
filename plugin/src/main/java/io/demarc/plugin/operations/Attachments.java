/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.operations;

import io.demarc.access.Printable;
import io.demarc.plugin.books.AttachmentTable;
import io.demarc.plugin.books.Books;
import io.demarc.plugin.books.IgnoredTagTable;
import io.demarc.plugin.books.JournalDraft;
import io.demarc.plugin.books.NetworkTable;
import io.demarc.plugin.books.OwnerTable;
import io.demarc.plugin.networks.NetworkFinder.Found;
import io.demarc.plugin.words.Actor;
import io.demarc.plugin.words.Attachment;
import io.demarc.plugin.words.Device;
import io.demarc.plugin.words.DeviceName;
import io.demarc.plugin.words.NetworkIdentity;
import io.demarc.plugin.words.NetworkRecord;
import io.demarc.plugin.words.Owners;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Makes and ends wishes; what has returned is durable. Thread-safe. */
public final class Attachments {
    private final Books books;

    public Attachments(Books books) {
        this.books = books;
    }

    /**
     * A wish that was looked at.
     *
     * @param isNew false when it was there already
     */
    public record Wish(Device device, Attachment attachment, boolean isNew) {}

    /**
     * The wish that the device is on the network.
     *
     * @param force  although the owners differ; the journal says so
     * @param dryRun only looks whether it would be accepted
     * @throws ProblemException {@code NOT_FOUND}, {@code OWNER_MISMATCH}, {@code CONFLICT}
     */
    public Wish attach(DeviceName name, Found found, boolean force, boolean dryRun, Actor actor) {
        return attach(name, found, force, false, dryRun, actor);
    }

    /** As {@link #attach}, never by force: a tag of the network asks for it. */
    Wish attachByTag(DeviceName name, Found found, Actor actor) {
        return attach(name, found, false, true, false, actor);
    }

    private Wish attach(DeviceName name, Found found, boolean force, boolean byTag, boolean dryRun, Actor actor) {
        NetworkIdentity network = found.identity();
        return books.store().write(handle -> {
            Device device = books.inventories().current(handle).require(name);
            Owners owners = OwnerTable.all(handle);
            boolean isForced = !owners.isOwn(device.owner(), network);
            if (isForced && !force) {
                throw mismatch(device, network, owners);
            }
            Optional<Attachment> present = AttachmentTable.of(handle, name);
            if (present.isPresent()) {
                return new Wish(device, same(present.get(), network), false);
            }
            Attachment attachment = new Attachment(name, network.uuid(), network.name(), isForced, byTag);
            if (!dryRun) {
                if (found.id() != null) {
                    // Its end may be the first call that comes, and has the internal id alone.
                    NetworkTable.remember(handle, found.id(), network);
                }
                AttachmentTable.add(handle, attachment, books.clock().millis());
                tellAttached(handle, device, network, attachment, actor);
            }
            return new Wish(device, attachment, true);
        });
    }

    private static Attachment same(Attachment present, NetworkIdentity network) {
        if (!present.networkUuid().equals(network.uuid())) {
            throw ProblemException.of(
                    ProblemCode.CONFLICT,
                    "Device " + present.device() + " is attached to network '" + Printable.of(present.networkName())
                            + "' (" + present.networkUuid() + ").",
                    "Detach it from there first.");
        }
        return present;
    }

    private static ProblemException mismatch(Device device, NetworkIdentity network, Owners owners) {
        return ProblemException.of(
                ProblemCode.OWNER_MISMATCH,
                "Device " + device.name() + " belongs to " + device.owner() + ", but network '"
                        + Printable.of(network.name()) + "' to " + owners.inWords(device.owner(), network) + ".",
                "Name the right network; --force attaches it all the same, and the journal says who did.");
    }

    private void tellAttached(
            Handle handle, Device device, NetworkIdentity network, Attachment attachment, Actor actor) {
        NetworkRecord known = NetworkTable.byUuid(handle, network.uuid()).orElse(null);
        String message = "Device " + device.name() + " of " + device.owner() + " is attached to network '"
                + Printable.of(network.name()) + "' (" + network.uuid() + ")"
                + (attachment.forced() ? " of " + network.owner() + ", by force" : "")
                + (attachment.byTag() ? ", by the network's tag" : "") + ".";
        books.journal()
                .append(
                        handle,
                        JournalDraft.of("attached", actor, message)
                                .withPort(device.port())
                                .withDevice(device.name())
                                .withNetwork(known == null ? null : known.id(), known == null ? null : known.vlan()));
    }

    /** Ends the wish; empty when there is none. Throws {@code NOT_FOUND} when there is no such device. */
    public Optional<Wish> detach(DeviceName name, boolean dryRun, Actor actor) {
        return books.store().write(handle -> {
            Device device = books.inventories().current(handle).require(name);
            Optional<Attachment> present = AttachmentTable.of(handle, name);
            if (present.isPresent() && !dryRun) {
                NetworkRecord known =
                        NetworkTable.byUuid(handle, present.get().networkUuid()).orElse(null);
                AttachmentTable.remove(handle, name);
                if (present.get().byTag()) {
                    IgnoredTagTable.add(handle, name, present.get().networkUuid());
                }
                String message = "Device " + name + " is detached from network '"
                        + Printable.of(present.get().networkName()) + "' ("
                        + present.get().networkUuid() + ")"
                        + (present.get().byTag()
                                ? ", and the network's tag doesn't count until it was taken away and set again."
                                : ".");
                books.journal()
                        .append(
                                handle,
                                JournalDraft.of("detached", actor, message)
                                        .withPort(device.port())
                                        .withDevice(name)
                                        .withNetwork(known == null ? null : known.id(), null));
            }
            return present.map(attachment -> new Wish(device, attachment, true));
        });
    }
}
