/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cloudstack;

import io.demarc.access.Deadline;
import io.demarc.access.Printable;
import io.demarc.plugin.cloudstack.Payload.Request;
import io.demarc.plugin.networks.NetworkDirectory;
import io.demarc.plugin.operations.Operations;
import io.demarc.plugin.operations.Tally;
import io.demarc.plugin.operations.Views.DeviceView;
import io.demarc.plugin.operations.Views.Outcome;
import io.demarc.plugin.operations.Views.PortView;
import io.demarc.plugin.words.Actor;
import io.demarc.plugin.words.NetworkId;
import io.demarc.plugin.words.NetworkIdentity;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a tenant or an operator may ask of a network in CloudStack's UI. The payload has no caller: CloudStack has checked
 * that they may run the action on the network, and everything else is decided by who owns the network. A tenant learns
 * nothing of devices that belong to others, not even that there are any. Thread-safe; never throws.
 */
final class CustomActions {
    private static final Logger LOG = LoggerFactory.getLogger(CustomActions.class);

    /** Tenants can start any number of them, and each may wait for a switch. */
    private static final int MOST_OF_ONE_NETWORK = 2;

    private final Tally<NetworkId> going = new Tally<>(MOST_OF_ONE_NETWORK);
    private final NetworkDirectory directory;
    private final Operations operations;

    CustomActions(NetworkDirectory directory, Operations operations) {
        this.directory = directory;
        this.operations = operations;
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
        } catch (ProblemException e) {
            return notDone(e.problem().message()).line();
        } catch (RuntimeException e) {
            LOG.error("a custom action failed", e);
            return notDone("Demarc failed; its daemon's log says why. Tell the operator of this cloud.")
                    .line();
        }
    }

    private static ActionAnswer notDone(String why) {
        return ActionAnswer.text("Not done: " + why);
    }

    private ActionAnswer run(Request request, Deadline deadline) {
        NetworkId id = request.network();
        if (id == null) {
            return notDone("Demarc's actions are for networks.");
        }
        return going.count(id, () -> run(request, id, deadline))
                .orElseGet(() -> notDone(MOST_OF_ONE_NETWORK + " actions of this network aren't done yet. Try again"
                        + " when they are."));
    }

    private ActionAnswer run(Request request, NetworkId id, Deadline deadline) {
        return switch (request.action()) {
            case "attach-device" -> attach(owned(id, deadline), id, device(request), deadline);
            case "detach-device" -> detach(owned(id, deadline), device(request), deadline);
            case "port-status" -> status(owned(id, deadline), deadline);
            case "repair" -> repair(owned(id, deadline), deadline);
            default ->
                notDone("there is no action '" + Printable.of(request.action())
                        + "'. Demarc has attach-device, detach-device, port-status and repair.");
        };
    }

    private ActionAnswer attach(NetworkIdentity network, NetworkId id, String device, Deadline deadline) {
        try {
            return told(operations.attach(device, id.toString(), false, false, actor(network), deadline));
        } catch (ProblemException e) {
            throw switch (e.problem().code()) {
                case NOT_FOUND, OWNER_MISMATCH, INPUT_INVALID -> notTheirs(device, network);
                case CONFLICT ->
                    ProblemException.of(
                            ProblemCode.CONFLICT,
                            "Device '" + Printable.of(device) + "' is attached to another network.",
                            "Detach it there first.");
                default -> e;
            };
        }
    }

    /** The same words whether there is no such device or it is somebody else's. */
    private static ProblemException notTheirs(String device, NetworkIdentity network) {
        return ProblemException.of(
                ProblemCode.NOT_FOUND,
                "There is no device '" + Printable.of(device) + "' of " + network.owner() + ".",
                "Ask the operator of this cloud for its name.");
    }

    private ActionAnswer detach(NetworkIdentity network, String device, Deadline deadline) {
        DeviceView view = devicesOf(network).stream()
                .filter(candidate -> candidate.name().equals(device))
                .findFirst()
                .orElseThrow(() -> ProblemException.of(
                        ProblemCode.NOT_FOUND,
                        "No device '" + Printable.of(device) + "' is attached to this network.",
                        "Run port-status to see what is."));
        if (view.forced() || !view.owner().equals(network.owner().toString())) {
            throw ProblemException.of(
                    ProblemCode.OWNER_MISMATCH,
                    "Device '" + view.name() + "' was attached to this network by the operator of this cloud.",
                    "Ask them to detach it.");
        }
        return told(operations.detach(view.name(), false, actor(network), deadline));
    }

    private ActionAnswer status(NetworkIdentity network, Deadline deadline) {
        List<ActionAnswer.Row> rows = new ArrayList<>();
        for (DeviceView device : devicesOf(network)) {
            rows.add(read(device, deadline));
        }
        return rows.isEmpty() ? ActionAnswer.text("No device is attached to this network.") : ActionAnswer.table(rows);
    }

    /** As the switch says now; if it can't be asked, as it was last read, and why it can't. */
    private ActionAnswer.Row read(DeviceView device, Deadline deadline) {
        try {
            return ActionAnswer.Row.of(operations.readPort(device.switchName(), device.port(), deadline), "");
        } catch (ProblemException e) {
            PortView known = operations.ports().stream()
                    .filter(port -> port.switchName().equals(device.switchName())
                            && port.port().equals(device.port()))
                    .findFirst()
                    .orElseThrow(() -> e);
            return ActionAnswer.Row.of(known, e.problem().message());
        }
    }

    private ActionAnswer repair(NetworkIdentity network, Deadline deadline) {
        Set<String> switches =
                devicesOf(network).stream().map(DeviceView::switchName).collect(Collectors.toCollection(TreeSet::new));
        for (String name : switches) {
            operations.reconcile(Optional.of(name), false, actor(network), deadline);
        }
        return status(network, deadline);
    }

    private static ActionAnswer told(Outcome outcome) {
        return outcome.ports().isEmpty()
                ? ActionAnswer.text(outcome.message())
                : ActionAnswer.table(outcome.ports().stream()
                        .map(port -> ActionAnswer.Row.of(port, ""))
                        .toList());
    }

    private List<DeviceView> devicesOf(NetworkIdentity network) {
        return operations.devices().stream()
                .filter(device -> network.uuid().equals(device.network()))
                .limit(ActionAnswer.MOST_ROWS)
                .toList();
    }

    private NetworkIdentity owned(NetworkId id, Deadline deadline) {
        return directory
                .byId(id, deadline)
                .orElseThrow(() -> ProblemException.of(
                        ProblemCode.OWNER_UNKNOWN,
                        "CloudStack's API knows no network with the internal id " + id + ".",
                        "Check that Demarc's API key may list every network."));
    }

    private static String device(Request request) {
        return request.device()
                .orElseThrow(() -> ProblemException.of(
                        ProblemCode.INPUT_INVALID,
                        "The parameter 'device' is missing.",
                        "Give the name of a device; the operator of this cloud has declared it."));
    }

    private static Actor actor(NetworkIdentity network) {
        return new Actor(Actor.Kind.TENANT, network.owner().toString());
    }
}
