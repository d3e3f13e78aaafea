/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cloudstack;

import io.demarc.plugin.operations.Operations;
import io.demarc.plugin.operations.Views.PortView;
import io.demarc.plugin.words.Actor;
import io.demarc.plugin.words.NetworkId;
import io.demarc.problem.Problem;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says to tenants what has gone wrong, in sentences that are all here: a problem's own words may name other tenants' networks, and
 * advise what only an operator can do. Those go into the journal, and the tenant is given the number of their line. Thread-safe.
 */
final class TenantWords {
    private static final Logger LOG = LoggerFactory.getLogger(TenantWords.class);

    /** The same sentence to the same network refers to the same line for so long: tenants may ask in a loop. */
    private static final Duration SAME_LINE = Duration.ofMinutes(10);

    private static final int MOST_REMEMBERED = 1_000;
    private static final Actor ACTOR = new Actor(Actor.Kind.CLOUDSTACK, "custom-action");

    private final Operations operations;
    private final InstantSource clock;
    private final Map<String, Line> lines = new LinkedHashMap<>();

    private record Line(long number, Instant until) {}

    TenantWords(Operations operations, InstantSource clock) {
        this.operations = operations;
        this.clock = clock;
    }

    /** What has gone wrong at all. */
    String of(Problem problem, NetworkId network) {
        return referring(sentence(problem), problem.message(), network);
    }

    private static String sentence(Problem problem) {
        return switch (problem.code()) {
            case OWNER_UNKNOWN, CLOUDSTACK_UNREACHABLE ->
                "Who owns this network can't be found out at the moment. Try again in a while.";
            case NETWORK_UNSUPPORTED -> "No device can be on a network of this kind.";
            default ->
                switch (problem.code().kind()) {
                    case INPUT, CONFIG -> "The cloud isn't set up for it.";
                    case DEVICE -> "The switch did not do or say what it should.";
                    case BUSY -> "It isn't possible at the moment. Try again in a while.";
                    case INTERNAL -> "Something has gone wrong in Demarc.";
                };
        };
    }

    /** Why the port isn't as wanted; empty when it is. */
    String of(PortView port, NetworkId network) {
        String sentence = switch (port.state()) {
            case "converged" -> "";
            case "pending" -> "It is still to be set.";
            case "refused" -> "It must not be set as wanted.";
            case "stuck" -> "The switch did not do or say what it should. It is tried again.";
            case "observed" -> port.problem() == null ? "" : "The operator of this cloud sets it by hand.";
            default -> "It was not read yet.";
        };
        return sentence.isEmpty() || port.problem() == null
                ? sentence
                : referring(sentence, port.switchName() + " " + port.port() + ": " + port.problem(), network);
    }

    /** CloudStack contradicts itself about the network. */
    String ofDispute(String problem, NetworkId network) {
        return referring(
                "CloudStack has not told clearly whether this network is up. Restart the network, or wait some minutes.",
                problem,
                network);
    }

    private String referring(String sentence, String details, NetworkId network) {
        try {
            return sentence + " The operator of this cloud finds more in journal line "
                    + line(network + " " + sentence, details, network) + ".";
        } catch (RuntimeException e) {
            LOG.error("not journaled for network {}: {}", network, details, e);
            return sentence + " Tell the operator of this cloud.";
        }
    }

    private synchronized long line(String key, String details, NetworkId network) {
        Line known = lines.remove(key);
        if (known == null || !clock.instant().isBefore(known.until())) {
            String message = "Told without its details to whoever ran an action on network " + network + ": " + details;
            known = new Line(
                    operations.note("told", message, ACTOR), clock.instant().plus(SAME_LINE));
        }
        lines.put(key, known);
        if (lines.size() > MOST_REMEMBERED) {
            lines.remove(lines.keySet().iterator().next());
        }
        return known.number();
    }
}
