/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cloudstack;

import io.demarc.access.Deadline;
import io.demarc.access.Printable;
import io.demarc.plugin.cloudstack.Payload.Request;
import io.demarc.plugin.networks.NetworkDirectory;
import io.demarc.plugin.operations.Operations;
import io.demarc.plugin.operations.Tally;
import io.demarc.plugin.operations.Views.DeviceView;
import io.demarc.plugin.operations.Views.NetworkView;
import io.demarc.plugin.operations.Views.Outcome;
import io.demarc.plugin.operations.Views.PortView;
import io.demarc.plugin.words.Actor;
import io.demarc.plugin.words.NetworkId;
import io.demarc.plugin.words.NetworkIdentity;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a tenant or an operator may ask of a network in CloudStack's UI. The payload has no caller: CloudStack has checked
 * that they may run the action on the network, and everything else is decided by who owns the network. An answer is made of
 * {@link TenantWords}, of what the caller said, and of the network's own devices, and of no problem's words: a tenant learns
 * nothing of what belongs to others, not even that there is any. Thread-safe; never throws.
 */
final class CustomActions {
    private static final Logger LOG = LoggerFactory.getLogger(CustomActions.class);

    /** Tenants can start any number of them, and each may wait for a switch. */
    private static final int MOST_OF_ONE_NETWORK = 2;

    private final Tally<NetworkId> going = new Tally<>(MOST_OF_ONE_NETWORK);
    private final NetworkDirectory directory;
    private final Operations operations;
    private final TenantWords words;

    CustomActions(NetworkDirectory directory, Operations operations, InstantSource clock) {
        this.directory = directory;
        this.operations = operations;
        this.words = new TenantWords(operations, clock);
    }

    /** One line of JSON, failures too: text that is printed with another exit status than 0 never reaches the caller. */
    String answer(byte[] bytes, Deadline deadline) {
        Request request;
        try {
            request = Payload.ofAction(bytes).request();
        } catch (IllegalArgumentException e) {
            return notDone(e.getMessage() + ".").line();
        }
        try {
            return run(request, deadline).line();
        } catch (NotDone e) {
            return notDone(String.valueOf(e.getMessage())).line();
        } catch (RuntimeException e) {
            LOG.error("a custom action failed", e);
            return notDone("Something has gone wrong in Demarc. Tell the operator of this cloud.")
                    .line();
        }
    }

    private static ActionAnswer notDone(String why) {
        return ActionAnswer.text("Not done: " + why);
    }

    private ActionAnswer run(Request request, Deadline deadline) {
        NetworkId id = request.network();
        if (id == null) {
            throw new NotDone("Demarc's actions are for networks.");
        }
        return going.count(id, () -> run(request, id, deadline))
                .orElseThrow(() -> new NotDone(
                        MOST_OF_ONE_NETWORK + " actions of this network aren't done yet. Try again when they are."));
    }

    private ActionAnswer run(Request request, NetworkId id, Deadline deadline) {
        try {
            return switch (request.action()) {
                case "attach-device" -> attach(owned(id, deadline), device(request), deadline);
                case "detach-device" -> detach(owned(id, deadline), device(request), deadline);
                case "port-status" -> status(owned(id, deadline), deadline);
                case "repair" -> repair(owned(id, deadline), deadline);
                default ->
                    throw new NotDone("there is no action '" + Printable.of(request.action())
                            + "'. Demarc has attach-device, detach-device, port-status and repair.");
            };
        } catch (ProblemException e) {
            throw new NotDone(words.of(e.problem(), id));
        }
    }

    /** The network that an action is run on. */
    private record Owned(NetworkId id, NetworkIdentity identity) {
        Actor actor() {
            return new Actor(Actor.Kind.TENANT, identity.owner().toString());
        }

        boolean owns(DeviceView device) {
            return !device.forced() && device.owner().equals(identity.owner().toString());
        }
    }

    private ActionAnswer attach(Owned network, String device, Deadline deadline) {
        try {
            return told(
                    "Attached device '" + Printable.of(device) + "'.",
                    operations.attach(device, network.id().toString(), false, false, network.actor(), deadline),
                    network);
        } catch (ProblemException e) {
            switch (e.problem().code()) {
                // The same words whether there is no such device or it is somebody else's.
                case NOT_FOUND, OWNER_MISMATCH, INPUT_INVALID ->
                    throw new NotDone("There is no device '" + Printable.of(device) + "' of "
                            + network.identity().owner() + ". Ask the operator of this cloud for its name.");
                case CONFLICT ->
                    throw new NotDone("Device '" + Printable.of(device)
                            + "' is attached to another network. Detach it there first.");
                default -> throw e;
            }
        }
    }

    /** Somebody else's device that an operator put here is not to be told of. */
    private ActionAnswer detach(Owned network, String device, Deadline deadline) {
        DeviceView view = devicesOf(network).stream()
                .filter(candidate -> candidate.name().equals(device) && network.owns(candidate))
                .findFirst()
                .orElseThrow(() -> new NotDone("No device '" + Printable.of(device) + "' of "
                        + network.identity().owner()
                        + " is attached to this network. Run port-status to see what is; what the operator of this cloud"
                        + " put here, they take away."));
        return told(
                "Detached device '" + view.name() + "'.",
                operations.detach(view.name(), false, network.actor(), deadline),
                network);
    }

    private ActionAnswer status(Owned network, Deadline deadline) {
        List<ActionAnswer.Row> rows = new ArrayList<>();
        String dispute = dispute(network);
        for (DeviceView device : devicesOf(network)) {
            rows.add(read(device, network, dispute, deadline));
        }
        return rows.isEmpty() ? ActionAnswer.text("No device is attached to this network.") : ActionAnswer.table(rows);
    }

    /** As the switch says now; if it can't be asked, as it was last read. */
    private ActionAnswer.Row read(DeviceView device, Owned network, String dispute, Deadline deadline) {
        String name = network.owns(device) ? device.name() : "the operator's";
        try {
            PortView port = operations.readPort(device.switchName(), device.port(), deadline);
            return ActionAnswer.Row.of(port, name, problemOf(port, network, dispute));
        } catch (ProblemException e) {
            PortView known = operations.ports().stream()
                    .filter(port -> port.switchName().equals(device.switchName())
                            && port.port().equals(device.port()))
                    .findFirst()
                    .orElseThrow(() -> e);
            return ActionAnswer.Row.of(known, name, words.of(e.problem(), network.id()));
        }
    }

    private String problemOf(PortView port, Owned network, String dispute) {
        String problem = words.of(port, network.id());
        return problem.isEmpty() ? dispute : problem;
    }

    /** What CloudStack has not told clearly of the network; empty when it has. */
    private String dispute(Owned network) {
        return operations.networks().stream()
                .filter(view -> Objects.equals(view.id(), network.id().value()))
                .map(NetworkView::problem)
                .flatMap(Stream::ofNullable)
                .findFirst()
                .map(problem -> words.ofDispute(problem, network.id()))
                .orElse("");
    }

    private ActionAnswer repair(Owned network, Deadline deadline) {
        Set<String> switches =
                devicesOf(network).stream().map(DeviceView::switchName).collect(Collectors.toCollection(TreeSet::new));
        for (String name : switches) {
            operations.reconcile(Optional.of(name), false, network.actor(), deadline);
        }
        return status(network, deadline);
    }

    /** @param done what has been written down, as a sentence; what it came to is told of the ports, which are the caller's */
    private ActionAnswer told(String done, Outcome outcome, Owned network) {
        if (outcome.ports().isEmpty()) {
            return ActionAnswer.text(done);
        }
        String dispute = dispute(network);
        return ActionAnswer.table(outcome.ports().stream()
                .map(port ->
                        ActionAnswer.Row.of(port, String.valueOf(port.device()), problemOf(port, network, dispute)))
                .toList());
    }

    private List<DeviceView> devicesOf(Owned network) {
        return operations.devices().stream()
                .filter(device -> network.identity().uuid().equals(device.network()))
                .limit(ActionAnswer.MOST_ROWS)
                .toList();
    }

    private Owned owned(NetworkId id, Deadline deadline) {
        return directory
                .byId(id, deadline)
                .map(identity -> new Owned(id, identity))
                .orElseThrow(() -> ProblemException.of(
                        ProblemCode.OWNER_UNKNOWN,
                        "CloudStack's API knows no network with the internal id " + id + ".",
                        "Check that Demarc's API key may list every network."));
    }

    private static String device(Request request) {
        return request.device()
                .orElseThrow(() -> new NotDone("The parameter 'device' is missing. Give the name of a device; the"
                        + " operator of this cloud has declared it."));
    }
}
