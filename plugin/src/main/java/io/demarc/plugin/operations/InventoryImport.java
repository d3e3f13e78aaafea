/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.operations;

import io.demarc.access.Printable;
import io.demarc.plugin.books.AdoptionTable;
import io.demarc.plugin.books.AttachmentTable;
import io.demarc.plugin.books.Books;
import io.demarc.plugin.books.ClaimTable;
import io.demarc.plugin.books.FreezeTable;
import io.demarc.plugin.books.InventoryTable;
import io.demarc.plugin.books.InventoryTable.Document;
import io.demarc.plugin.books.JournalDraft;
import io.demarc.plugin.books.NetworkTable;
import io.demarc.plugin.books.OwnerTable;
import io.demarc.plugin.books.SeenTable;
import io.demarc.plugin.books.Wishes;
import io.demarc.plugin.inventory.InventoryDifference;
import io.demarc.plugin.operations.InventoryOperations.Consent;
import io.demarc.plugin.reconcile.DesiredPort;
import io.demarc.plugin.reconcile.DesiredPorts;
import io.demarc.plugin.words.Actor;
import io.demarc.plugin.words.Adoption;
import io.demarc.plugin.words.Attachment;
import io.demarc.plugin.words.Device;
import io.demarc.plugin.words.Inventory;
import io.demarc.plugin.words.ManagedSwitch;
import io.demarc.plugin.words.PortAddress;
import io.demarc.plugin.words.PortClaim;
import io.demarc.plugin.words.PortSeen;
import io.demarc.problem.Problem;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import io.demarc.switches.SwitchName;
import io.demarc.switches.provision.PortTarget.Idle;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Makes the inventory what a text says: all of it, or nothing and every reason why not. Thread-safe. */
final class InventoryImport {
    private final Books books;

    InventoryImport(Books books) {
        this.books = books;
    }

    /**
     * What is asked.
     *
     * @param rolledBackTo the version that the text is of, if it is an old one
     * @param consent      what the actor has looked at
     */
    record Order(String yaml, Optional<Long> rolledBackTo, Consent consent, boolean dryRun, Actor actor) {}

    /**
     * What came of it, or would.
     *
     * @param parked      live ports that are to be parked: a line each
     * @param left        ports that are let go of as they are: a line each
     * @param warnings    what is dangerous about it: a line each
     * @param basedOn     the version that was in force, 0 when there was none
     * @param version     the one in force now
     * @param isRewritten whether the text is not the one that was in force
     */
    record Imported(
            InventoryDifference difference,
            List<String> parked,
            List<String> left,
            List<String> warnings,
            long basedOn,
            long version,
            boolean isRewritten) {}

    /**
     * Throws {@code INPUT_INVALID} for the text, {@code CONFLICT} for what is in use or for another version in force; then
     * nothing has changed.
     */
    Imported follow(Order order) {
        Inventory after = books.inventories().accept(order.yaml());
        return books.store().write(handle -> {
            Optional<Document> inForce = InventoryTable.newest(handle);
            requireBasis(order, inForce);
            Inventory before = books.inventories().current(handle);
            InventoryDifference difference = InventoryDifference.between(before, after);
            refuseWhatIsInUse(handle, before, after);
            List<String> parked = parked(handle, after);
            if (!order.dryRun()) {
                requireCount(order, parked);
            }
            SortedMap<PortAddress, String> left = left(handle, before, after);
            boolean isRewritten =
                    inForce.filter(it -> it.text().equals(order.yaml())).isEmpty();
            if (!order.dryRun() && isRewritten) {
                books.inventories()
                        .replace(
                                handle,
                                order.yaml(),
                                order.actor(),
                                books.clock().millis());
                forget(handle, before, after);
                OwnerTable.keepOnly(
                        handle,
                        before.devices().values().stream().map(Device::owner).collect(Collectors.toSet()));
                observeAgain(handle, before, after, order.actor());
                tell(handle, order, difference);
                left.forEach((port, line) -> tell(handle, order, line, port));
            }
            long basedOn = inForce.map(Document::version).orElse(0L);
            return new Imported(
                    difference,
                    parked,
                    List.copyOf(left.values()),
                    warnings(handle, after),
                    basedOn,
                    InventoryTable.version(handle),
                    isRewritten);
        });
    }

    private static List<String> warnings(Handle handle, Inventory after) {
        return ZoneWarnings.of(after, NetworkTable.all(handle)).stream()
                .map(warning -> warning.subject() + ": " + warning.message() + ". " + warning.fix())
                .toList();
    }

    private static void requireBasis(Order order, Optional<Document> inForce) {
        long version = inForce.map(Document::version).orElse(0L);
        order.consent().basedOn().filter(basis -> basis != version).ifPresent(basis -> {
            throw ProblemException.of(
                    ProblemCode.CONFLICT,
                    "The order is based on version " + basis + " of the inventory, but "
                            + inForce.map(InventoryImport::inWords).orElse("none is in force") + ".",
                    "Nothing was changed. Look at the difference again ('demarc inventory diff' shows the last one),"
                            + " then give the order again.");
        });
    }

    private static String inWords(Document inForce) {
        return "version " + inForce.version() + " is in force, applied at "
                + Instant.ofEpochMilli(inForce.appliedAtMillis()) + " by " + Printable.of(inForce.actorName());
    }

    /** The wishes as they would be: a switch behind another address has no port that is adopted. */
    Wishes wishesWith(Wishes wishes, Inventory after) {
        Map<PortAddress, Adoption> adoptions = new TreeMap<>(wishes.adoptions());
        adoptions
                .keySet()
                .removeIf(port -> !after.manages(port) || isOther(wishes.inventory(), after, port.switchName()));
        return wishes.with(after).withAdoptions(adoptions);
    }

    /** Ports that have a link, or may have one, and would leave what they carry for the parking VLAN. */
    private List<String> parked(Handle handle, Inventory after) {
        Wishes wishes = books.wishes(handle);
        Map<PortAddress, PortSeen> seen = SeenTable.ports(handle);
        Map<PortAddress, DesiredPort> before = new HashMap<>();
        DesiredPorts.of(wishes).values().stream()
                .flatMap(List::stream)
                .forEach(port -> before.put(port.address(), port));
        return DesiredPorts.of(wishesWith(wishes, after)).values().stream()
                .flatMap(List::stream)
                .filter(port -> port.permission().isEnforced() && port.target() instanceof Idle)
                .filter(port -> isNewlyIdle(before.get(port.address())))
                .filter(port -> isLive(seen.get(port.address())))
                .map(port -> port.address() + " (" + observed(seen.get(port.address())) + "): "
                        + (port.refusal() == null ? port.why() : port.refusal().summary()))
                .toList();
    }

    private static boolean isNewlyIdle(@Nullable DesiredPort before) {
        return before == null || !before.permission().isEnforced() || !(before.target() instanceof Idle);
    }

    private static boolean isLive(@Nullable PortSeen seen) {
        return seen == null || !Boolean.FALSE.equals(seen.linkUp());
    }

    private static String observed(@Nullable PortSeen seen) {
        return seen == null || seen.observed() == null ? "never read" : Printable.of(seen.observed());
    }

    /** A mistake in an inventory shows in how many ports it would shut. */
    private static void requireCount(Order order, List<String> parked) {
        boolean isCounted = order.consent()
                .yesPark()
                .map(count -> count == parked.size())
                .orElse(parked.size() <= InventoryOperations.FEW);
        if (!isCounted) {
            throw new Problem(
                            ProblemCode.CONFLICT,
                            "The inventory would park " + parked.size() + " live ports"
                                    + order.consent()
                                            .yesPark()
                                            .map(count -> ", not " + count)
                                            .orElse("") + ":",
                            "Nothing was changed. If they are to be parked, say so: --yes-park " + parked.size() + ".",
                            parked)
                    .exception();
        }
    }

    /** What was last read of each port that Demarc lets go of. */
    private static SortedMap<PortAddress, String> left(Handle handle, Inventory before, Inventory after) {
        Map<PortAddress, PortSeen> seen = SeenTable.ports(handle);
        SortedMap<PortAddress, String> lines = new TreeMap<>();
        letGoOf(before, after)
                .forEach(port -> lines.put(
                        port,
                        port + " is left as it is: "
                                + Optional.ofNullable(seen.get(port))
                                        .map(PortSeen::observed)
                                        .map(Printable::of)
                                        .orElse("Demarc never read it")));
        return lines;
    }

    private static Stream<PortAddress> letGoOf(Inventory before, Inventory after) {
        return before.switches().values().stream()
                .flatMap(managed ->
                        managed.rules().managed().keySet().stream().map(port -> new PortAddress(managed.name(), port)))
                .filter(port -> !after.manages(port));
    }

    private static void refuseWhatIsInUse(Handle handle, Inventory before, Inventory after) {
        List<String> reasons = new ArrayList<>();
        for (Attachment attachment : AttachmentTable.all(handle)) {
            Device was = before.devices().get(attachment.device());
            Device is = after.devices().get(attachment.device());
            if (was != null && !was.equals(is) && !isRenamed(handle, attachment, was, is)) {
                reasons.add("device " + attachment.device()
                        + (is == null ? " would be removed" : " would change its port or owner")
                        + ", but it is attached to network '" + Printable.of(attachment.networkName()) + "' ("
                        + attachment.networkUuid()
                        + "): detach it first, or, if its switch exists no longer, 'demarc switch"
                        + " retire " + was.port().switchName() + "' does.");
            }
        }
        for (PortClaim claim : ClaimTable.all(handle)) {
            if (before.manages(claim.port()) && !after.manages(claim.port())) {
                reasons.add("port " + claim.port() + " would no longer be managed, but it may still carry VLAN "
                        + claim.vlan() + " of network " + claim.network()
                        + ": detach its device and wait until the port is idle, or, if it exists no longer, 'demarc switch"
                        + " retire " + claim.port().switchName() + "' gives it up.");
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

    /** Only its owner's name is another, and is the network's owner's as CloudStack has it now. */
    private static boolean isRenamed(Handle handle, Attachment attachment, Device was, @Nullable Device is) {
        return is != null
                && was.port().equals(is.port())
                && NetworkTable.byUuid(handle, attachment.networkUuid())
                        .flatMap(network -> Optional.ofNullable(network.identity()))
                        .filter(network -> OwnerTable.all(handle).isOwn(is.owner(), network))
                        .isPresent();
    }

    private static Optional<Long> activeRun(Handle handle, String object) {
        return handle.createQuery("SELECT id FROM run WHERE object_name = :object AND is_active = 1")
                .bind("object", object)
                .mapTo(Long.class)
                .findOne();
    }

    /** Behind another address there may be another switch, whose ports nobody has looked at. Claims stay. */
    private void observeAgain(Handle handle, Inventory before, Inventory after, Actor actor) {
        before.switches().keySet().forEach(name -> {
            if (isOther(before, after, name) && AdoptionTable.remove(handle, name) > 0) {
                String message =
                        "Switch " + name + " has another address or platform: its ports are only observed until"
                                + " somebody adopts them.";
                books.journal()
                        .append(
                                handle,
                                JournalDraft.of("unadopted", actor, message).withSwitch(name));
            }
        });
    }

    private static boolean isOther(Inventory before, Inventory after, SwitchName name) {
        ManagedSwitch was = before.switches().get(name);
        ManagedSwitch is = after.switches().get(name);
        return was != null
                && is != null
                && !(is.endpoint().isSamePlace(was.endpoint()) && is.platform().equals(was.platform()));
    }

    private static void forget(Handle handle, Inventory before, Inventory after) {
        letGoOf(before, after).forEach(port -> {
            SeenTable.forget(handle, port);
            AdoptionTable.remove(handle, port);
        });
        before.switches().keySet().stream()
                .filter(name -> !after.switches().containsKey(name))
                .forEach(name -> {
                    SeenTable.forget(handle, name);
                    FreezeTable.remove(handle, Optional.of(name));
                });
    }

    private void tell(Handle handle, Order order, InventoryDifference difference) {
        String version = "Version " + InventoryTable.version(handle) + " of the inventory is in force"
                + order.rolledBackTo()
                        .map(past -> ", rolled back to version " + past)
                        .orElse("")
                + (difference.isEmpty() ? ": no change to what Demarc does." : ".");
        Stream.of(
                        Stream.of(version),
                        difference.added().stream().map(line -> "Added " + line + "."),
                        difference.changed().stream().map(line -> "Changed " + line + "."),
                        difference.removed().stream().map(line -> "Removed " + line + "."))
                .flatMap(lines -> lines)
                .forEach(line -> books.journal().append(handle, JournalDraft.of("inventory", order.actor(), line)));
    }

    private void tell(Handle handle, Order order, String line, PortAddress port) {
        books.journal()
                .append(
                        handle,
                        JournalDraft.of("inventory", order.actor(), line + ".").withPort(port));
    }
}
