/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cloudstack;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import io.demarc.access.Deadline;
import io.demarc.access.Printable;
import io.demarc.plugin.networks.NetworkDirectory;
import io.demarc.plugin.networks.NetworkLife;
import io.demarc.plugin.operations.Operations;
import io.demarc.plugin.words.Actor;
import io.demarc.plugin.words.NetworkEvent;
import io.demarc.problem.ProblemException;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The extension protocol of CloudStack 4.23 (type NetworkOrchestrator): what each command of the entry point is answered.
 * Thread-safe; never throws.
 */
public final class ExtensionProtocol {
    private static final Logger LOG = LoggerFactory.getLogger(ExtensionProtocol.class);
    private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

    /** CloudStack keeps this line and hands it back; it must be JSON, or the network is stuck for good. */
    static final String DEVICE = "{\"provider\":\"demarc\"}";

    /**
     * Commands of services and of VPCs that are no business of a switch port: accepted, whatever they contain. The entry
     * point answers these by itself.
     */
    static final Set<String> NOT_OURS = Set.of(
            "prepare-nic",
            "release-nic",
            "implement-vpc",
            "shutdown-vpc",
            "update-vpc-source-nat-ip",
            "restore-network",
            "assign-ip",
            "release-ip",
            "add-static-nat",
            "delete-static-nat",
            "add-port-forward",
            "delete-port-forward",
            "apply-fw-rules",
            "apply-network-acl",
            "apply-lb-rules",
            "add-dhcp-entry",
            "remove-dhcp-entry",
            "config-dhcp-subnet",
            "remove-dhcp-subnet",
            "set-dhcp-options",
            "add-dns-entry",
            "remove-dns-entry",
            "config-dns-subnet",
            "remove-dns-subnet",
            "save-vm-data",
            "save-password",
            "save-userdata",
            "save-sshkey",
            "save-hypervisor-hostname");

    /** Characters of a reason: it ends in a line of the management server's log. */
    private static final int LONGEST_REASON = 2_000;

    private final NetworkLife life;
    private final Operations operations;
    private final CustomActions customActions;

    public ExtensionProtocol(NetworkLife life, NetworkDirectory directory, Operations operations, InstantSource clock) {
        this.life = life;
        this.operations = operations;
        this.customActions = new CustomActions(directory, operations, clock);
    }

    /**
     * What the entry point answers.
     *
     * @param success exit status 0
     * @param line    one line of JSON to print, or nothing
     */
    public record Reply(boolean success, String line) {
        static final Reply DONE = new Reply(true, "");
    }

    /** Answers one call. What is acknowledged with success is durable. */
    public Reply handle(String command, byte[] payload, Deadline deadline) {
        try {
            return switch (command) {
                case "ensure-network-device" -> new Reply(true, DEVICE);
                case "implement-network" -> of(command, payload, event -> implement(event, deadline));
                case "shutdown-network" -> of(command, payload, event -> told(life.shutDown(event, deadline)));
                case "destroy-network" -> of(command, payload, event -> told(life.destroyed(event, deadline)));
                case "custom-action" -> new Reply(true, customActions.answer(payload, deadline));
                default -> other(command);
            };
        } catch (ProblemException e) {
            return failed(e.problem().message());
        } catch (RuntimeException e) {
            LOG.error("{} failed", Printable.of(command), e);
            return failed("Demarc failed at " + Printable.of(command) + ": see its daemon's log.");
        }
    }

    private Reply of(String command, byte[] payload, Function<NetworkEvent, Reply> answer) {
        NetworkEvent event;
        try {
            event = Payload.ofEvent(payload).networkEvent();
        } catch (IllegalArgumentException e) {
            return refused(command, String.valueOf(e.getMessage()));
        }
        return answer.apply(event);
    }

    /** Prints nothing on success: some keys on the entry point's output would rewrite the network's VLAN. */
    private Reply implement(NetworkEvent event, Deadline deadline) {
        if (event.vlan() == null) {
            note(
                    "network-without-vlan",
                    "CloudStack implemented network " + event.network()
                            + " without a VLAN id: no port can be set for it.",
                    actor("implement-network"));
            return Reply.DONE;
        }
        return told(life.implemented(event, deadline));
    }

    private Reply other(String command) {
        if (!NOT_OURS.contains(command)) {
            note(
                    "unknown-command",
                    "CloudStack sent '" + Printable.of(command)
                            + "', which Demarc does not know: accepted and ignored.",
                    actor(command));
        }
        return Reply.DONE;
    }

    private static Reply told(NetworkLife.Answer answer) {
        return answer.success() ? Reply.DONE : failed(answer.message());
    }

    private Reply refused(String command, String why) {
        note(
                "refused-payload",
                "A payload for " + Printable.of(command) + " was refused: " + why + ".",
                actor(command));
        return failed(why + ": nothing was changed.");
    }

    /** An answer is not changed by a journal that can't be written. */
    private void note(String kind, String message, Actor actor) {
        try {
            operations.note(kind, message, actor);
        } catch (RuntimeException e) {
            LOG.error("not journaled: {}", message, e);
        }
    }

    private static Reply failed(String why) {
        Map<String, String> answer = new TreeMap<>();
        answer.put("status", "error");
        answer.put("error", Printable.of(why, LONGEST_REASON).replace('\\', '?'));
        return new Reply(false, GSON.toJson(answer));
    }

    private static Actor actor(String command) {
        return new Actor(Actor.Kind.CLOUDSTACK, Printable.of(command));
    }
}
