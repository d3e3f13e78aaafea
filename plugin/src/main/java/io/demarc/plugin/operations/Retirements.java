/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.operations;

import io.demarc.access.Printable;
import io.demarc.access.Sha256;
import io.demarc.plugin.books.AdoptionTable;
import io.demarc.plugin.books.AttachmentTable;
import io.demarc.plugin.books.Books;
import io.demarc.plugin.books.ClaimTable;
import io.demarc.plugin.books.JournalDraft;
import io.demarc.plugin.books.NetworkTable;
import io.demarc.plugin.books.SeenTable;
import io.demarc.plugin.reconcile.Reconciler;
import io.demarc.plugin.reconcile.SwitchSessions;
import io.demarc.plugin.words.Actor;
import io.demarc.plugin.words.Attachment;
import io.demarc.plugin.words.Device;
import io.demarc.plugin.words.Inventory;
import io.demarc.plugin.words.ManagedSwitch;
import io.demarc.plugin.words.NetworkRecord;
import io.demarc.plugin.words.PortAddress;
import io.demarc.plugin.words.PortClaim;
import io.demarc.plugin.words.PortSeen;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import io.demarc.switches.PortName;
import io.demarc.switches.SwitchName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** {@link RetirementOperations} over the books. Thread-safe. */
final class Retirements implements RetirementOperations {
    private final Books books;
    private final Reconciler reconciler;
    private final SwitchSessions sessions;

    Retirements(Books books, Reconciler reconciler, SwitchSessions sessions) {
        this.books = books;
        this.reconciler = reconciler;
        this.sessions = sessions;
    }

    @Override
    public Retirement retire(String switchName, List<String> ports, Optional<String> seen, Actor actor) {
        ManagedSwitch managed = books.wishes().inventory().require(Names.ofSwitch(switchName));
        Set<PortName> named = ports.stream()
                .map(port -> Names.read(
                        port, text -> sessions.platformOf(managed).normalise(text), "See 'demarc port list'."))
                .collect(Collectors.toCollection(TreeSet::new));
        Retirement retirement = books.store().write(handle -> {
            Loss loss = loss(handle, managed.name(), named);
            refuseWhatIsThere(handle, managed.name(), loss);
            if (seen.isPresent()) {
                requireSame(loss, seen.get());
                giveUp(handle, managed.name(), loss, actor);
            }
            return new Retirement(managed.name().value(), loss.inWords(), loss.asOneWord(), seen.isPresent());
        });
        if (retirement.done()) {
            reconciler.mark(Set.of(managed.name()), actor);
        }
        return retirement;
    }

    /** @param isWhole whether it is every port of the switch */
    private record Loss(boolean isWhole, Set<PortAddress> ports, List<Ended> ended, List<WrittenOff> writtenOff) {
        List<String> inWords() {
            List<String> lines = new ArrayList<>();
            ended.forEach(it -> lines.add(it.inWords()));
            writtenOff.forEach(it -> lines.add(it.inWords()));
            return lines;
        }

        String asOneWord() {
            return Sha256.word(ports + String.join("\n", inWords()));
        }
    }

    private record Ended(Attachment attachment, Device device) {
        String inWords() {
            return "Device " + device.name() + " of " + device.owner() + " on " + device.port()
                    + " is detached from network '" + Printable.of(attachment.networkName()) + "' ("
                    + attachment.networkUuid() + ").";
        }
    }

    /** @param network in words */
    private record WrittenOff(PortClaim claim, String network) {
        String inWords() {
            return "Port " + claim.port() + " may carry VLAN " + claim.vlan() + " of " + network
                    + ", which is not read back: CloudStack may give the VLAN to somebody else.";
        }
    }

    private Loss loss(Handle handle, SwitchName name, Set<PortName> named) {
        Inventory inventory = books.inventories().current(handle);
        Set<PortAddress> ports =
                named.stream().map(port -> new PortAddress(name, port)).collect(Collectors.toCollection(TreeSet::new));
        if (named.isEmpty()) {
            inventory.require(name).rules().managed().keySet().forEach(port -> ports.add(new PortAddress(name, port)));
            ClaimTable.all(handle).stream()
                    .map(PortClaim::port)
                    .filter(port -> port.switchName().equals(name))
                    .forEach(ports::add);
        }
        List<Ended> ended = AttachmentTable.all(handle).stream()
                .flatMap(attachment -> inventory
                        .device(attachment.device())
                        .filter(device -> ports.contains(device.port()))
                        .map(device -> new Ended(attachment, device))
                        .stream())
                .toList();
        List<WrittenOff> writtenOff = ClaimTable.all(handle).stream()
                .filter(claim -> ports.contains(claim.port()))
                .map(claim -> new WrittenOff(claim, networkOf(handle, claim)))
                .toList();
        return new Loss(named.isEmpty(), ports, ended, writtenOff);
    }

    private static String networkOf(Handle handle, PortClaim claim) {
        return NetworkTable.byId(handle, claim.network())
                .map(NetworkRecord::inWords)
                .orElse("network " + claim.network());
    }

    private static void refuseWhatIsThere(Handle handle, SwitchName name, Loss loss) {
        if (SeenTable.ofSwitch(handle, name).isUnread()) {
            return;
        }
        Map<PortAddress, PortSeen> seen = SeenTable.ports(handle, name);
        Optional<PortSeen> told = loss.ports().stream()
                .flatMap(port -> Optional.ofNullable(seen.get(port)).stream())
                .filter(port -> port.observed() != null)
                .findFirst();
        if (loss.isWhole() || told.isPresent()) {
            throw ProblemException.of(
                    ProblemCode.CONFLICT,
                    "Switch " + name + " answers"
                            + told.map(port -> ", and told of port "
                                            + port.address().port() + " at "
                                            + Instant.ofEpochMilli(port.readAtMillis()))
                                    .orElse("")
                            + ": what it carries is released by being read, not by anybody's word.",
                    "Detach its devices. If it is out of service by now, 'demarc reconcile " + name
                            + "' notices that; then retire it.");
        }
    }

    private static void requireSame(Loss loss, String seen) {
        if (!loss.asOneWord().equals(seen)) {
            throw ProblemException.of(
                    ProblemCode.CONFLICT,
                    "What would be lost is something else by now than what was shown.",
                    "Nothing was changed. Look at it again, then give the order again.");
        }
    }

    private void giveUp(Handle handle, SwitchName name, Loss loss, Actor actor) {
        for (Ended it : loss.ended()) {
            AttachmentTable.remove(handle, it.attachment().device());
            books.journal()
                    .append(
                            handle,
                            JournalDraft.of("detached", actor, it.inWords())
                                    .withPort(it.device().port())
                                    .withDevice(it.device().name()));
        }
        for (WrittenOff it : loss.writtenOff()) {
            ClaimTable.writeOff(handle, it.claim());
            books.journal()
                    .append(
                            handle,
                            JournalDraft.of("written-off", actor, it.inWords())
                                    .withPort(it.claim().port())
                                    .withNetwork(
                                            it.claim().network(), it.claim().vlan()));
        }
        loss.ports().forEach(port -> AdoptionTable.remove(handle, port));
        String what = loss.isWhole() ? "Switch " + name : loss.ports().size() + " ports of switch " + name;
        String message = what + " retired by hand: " + loss.ended().size() + " devices detached, "
                + loss.writtenOff().size() + " VLANs written off, and no port of it is written any more.";
        books.journal()
                .append(handle, JournalDraft.of("retired", actor, message).withSwitch(name));
    }
}
