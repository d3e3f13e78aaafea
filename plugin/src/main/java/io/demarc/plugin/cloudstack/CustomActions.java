/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cloudstack;

import io.demarc.plugin.journal.Actor;
import io.demarc.plugin.networks.NetworkDirectory;
import io.demarc.plugin.networks.NetworkId;
import io.demarc.plugin.networks.NetworkIdentity;
import io.demarc.plugin.operations.Operations;
import io.demarc.plugin.operations.Views.DeviceView;
import io.demarc.plugin.operations.Views.Outcome;
import io.demarc.plugin.operations.Views.PortView;
import io.demarc.problem.Problem;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import io.demarc.switches.Deadline;
import io.demarc.switches.Printable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a tenant or an operator may ask of a network in CloudStack's UI. The payload has no caller: CloudStack has checked
 * that they may run the action on the network, and everything else is decided by who owns the network. The answer is
 * drawn by the UI: a list of flat objects becomes a table, a text stays a text. Thread-safe.
 */
final class CustomActions {
    /** CloudStack stores an answer in 65,535 bytes; a table of this many rows fits. */
    private static final int MOST_ROWS = 100;

    private final NetworkDirectory directory;
    private final Operations operations;

    CustomActions(NetworkDirectory directory, Operations operations) {
        this.directory = directory;
        this.operations = operations;
    }

    /** The answer's JSON: text that is printed with another exit status than 0 would never reach the caller. */
    Map<String, Object> answer(byte[] bytes, Deadline deadline) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("printmessage", "true");
        try {
            answer.put("message", run(Payload.read(bytes), deadline));
        } catch (IllegalArgumentException e) {
            answer.put("message", "Not done: " + e.getMessage() + ".");
        } catch (ProblemException e) {
            answer.put("message", "Not done: " + e.problem().message());
        }
        return answer;
    }

    private Object run(Payload payload, Deadline deadline) {
        if (!payload.hasNetwork()) {
            return "Not done: Demarc's actions are for networks.";
        }
        NetworkId id = payload.network();
        return switch (payload.action()) {
            case "attach-device" -> attach(owned(id, deadline), id, device(payload), deadline);
            case "detach-device" -> detach(owned(id, deadline), device(payload), deadline);
            case "port-status" -> status(owned(id, deadline), deadline);
            case "repair" -> repair(owned(id, deadline), deadline);
            default ->
                "Not done: there is no action '" + Printable.of(payload.action())
                        + "'. Demarc has attach-device, detach-device, port-status and repair.";
        };
    }

    private Object attach(NetworkIdentity network, NetworkId id, String device, Deadline deadline) {
        Outcome outcome = operations.attach(device, id.toString(), false, false, actor(network), deadline);
        return table(outcome);
    }

    private Object detach(NetworkIdentity network, String device, Deadline deadline) {
        DeviceView view = devicesOf(network).stream()
                .filter(candidate -> candidate.name().equals(device))
                .findFirst()
                .orElseThrow(() -> ProblemException.of(
                        ProblemCode.NOT_FOUND,
                        "no device '" + Printable.of(device) + "' is attached to this network.",
                        "Run port-status to see what is."));
        return table(operations.detach(view.name(), false, actor(network), deadline));
    }

    private Object status(NetworkIdentity network, Deadline deadline) {
        List<DeviceView> devices = devicesOf(network);
        if (devices.isEmpty()) {
            return "No device is attached to this network.";
        }
        List<Map<String, Object>> rows = new ArrayList<>();
        for (DeviceView device : devices) {
            rows.add(row(read(device, deadline)));
        }
        return rows;
    }

    private PortView read(DeviceView device, Deadline deadline) {
        try {
            return operations.readPort(device.switchName(), device.port(), deadline);
        } catch (ProblemException e) {
            return operations.ports().stream()
                    .filter(port -> port.switchName().equals(device.switchName())
                            && port.port().equals(device.port()))
                    .findFirst()
                    .orElseThrow(() -> e);
        }
    }

    private Object repair(NetworkIdentity network, Deadline deadline) {
        List<DeviceView> devices = devicesOf(network);
        for (String name : devices.stream().map(DeviceView::switchName).collect(Collectors.toSet())) {
            operations.reconcile(Optional.of(name), actor(network), deadline);
        }
        return status(network, deadline);
    }

    private Object table(Outcome outcome) {
        if (outcome.ports().isEmpty()) {
            return outcome.message();
        }
        return outcome.ports().stream().limit(MOST_ROWS).map(this::row).toList();
    }

    private Map<String, Object> row(PortView port) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("Port", port.switchName() + " " + port.port());
        row.put("Device", port.device() == null ? "-" : port.device());
        row.put("Wanted", port.wanted());
        row.put("Switch says", port.observed() == null ? "not read yet" : port.observed());
        row.put("State", port.state());
        row.put("Checked", port.readAt() == null ? "never" : port.readAt());
        if (port.problem() != null) {
            row.put("Problem", port.problem());
        }
        return row;
    }

    private List<DeviceView> devicesOf(NetworkIdentity network) {
        return operations.devices().stream()
                .filter(device -> network.uuid().equals(device.network()))
                .limit(MOST_ROWS)
                .toList();
    }

    private NetworkIdentity owned(NetworkId id, Deadline deadline) {
        return directory
                .byId(id, deadline)
                .orElseThrow(() -> new ProblemException(Problem.of(
                        ProblemCode.OWNER_UNKNOWN,
                        "CloudStack's API knows no network with the internal id " + id + ".",
                        "Check that Demarc's API key may list every network.")));
    }

    private static String device(Payload payload) {
        return payload.parameter("device")
                .orElseThrow(() -> new IllegalArgumentException("the parameter 'device' is missing"));
    }

    private static Actor actor(NetworkIdentity network) {
        return new Actor(Actor.Kind.TENANT, network.owner().toString());
    }
}
