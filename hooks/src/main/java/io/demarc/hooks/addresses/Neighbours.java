/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.addresses;

import io.demarc.access.Printable;
import io.demarc.hooks.node.CommandResult;
import io.demarc.hooks.node.NodeCommands;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Frames that a server sends to its neighbours and hears from them, by {@code neighbours.pl}: the perl of the smallest Debian
 * installation (perl-base) is enough, and the command line carries the program. Immutable.
 */
final class Neighbours {
    static final String ADVICE = "Install perl on it (Debian: perl-base), and let Demarc log in as root.";
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Duration LISTENING = Duration.ofMillis(900);
    private static final Pattern ANSWER = Pattern.compile("(\\S+) ([0-9a-f:]{17})");
    private static final int NOT_FOUND = 127;
    private static final String PROGRAM = program();

    private Neighbours() {}

    private static String program() {
        try (InputStream in = Objects.requireNonNull(Neighbours.class.getResourceAsStream("neighbours.pl"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What came of sending; see {@link Announcement}. */
    static CommandResult announce(NodeCommands server, Announcement what) {
        List<String> argv = new ArrayList<>(List.of("perl", "-e", PROGRAM, "announce", what.card()));
        argv.add(Integer.toString(what.rounds()));
        argv.add(Long.toString(what.spacing().toMillis()));
        argv.add(what.gateway() == null ? "-" : what.gateway().text());
        argv.add(what.gatewayMac() == null ? "-" : what.gatewayMac().text());
        what.addresses().forEach(address -> argv.add(address.text()));
        return server.run(argv, LIMIT.plus(what.spacing().multipliedBy(what.rounds())));
    }

    static boolean isMissing(CommandResult result) {
        return result.exit() == NOT_FOUND;
    }

    /** Whether the server can send and hear frames by this class. */
    static boolean isUsable(ServerNetwork server) {
        return !isMissing(server.look("perl", "-e", "1"));
    }

    /**
     * Everybody else on the interface's segment who answers for these addresses; each address is in the map.
     *
     * @throws ProblemException {@code NODE_COMMAND_FAILED} when the server can't ask
     */
    static Map<IpAddress, Set<MacAddress>> probe(
            String name, NodeCommands server, String card, Collection<IpAddress> addresses) {
        List<String> argv = new ArrayList<>(List.of("perl", "-e", PROGRAM, "probe", card));
        argv.add(Long.toString(LISTENING.toMillis()));
        addresses.forEach(address -> argv.add(address.text()));
        CommandResult result = server.run(argv, LIMIT);
        if (result.exit() != 0) {
            throw ProblemException.of(
                    ProblemCode.NODE_COMMAND_FAILED,
                    name + " can't ask its neighbours on " + card + ": "
                            + Printable.of((result.stderr() + result.stdout()).strip()),
                    ADVICE);
        }
        Map<IpAddress, Set<MacAddress>> answers = new LinkedHashMap<>();
        addresses.forEach(address -> answers.put(address, new LinkedHashSet<>()));
        result.stdout()
                .lines()
                .map(ANSWER::matcher)
                .filter(Matcher::matches)
                .forEach(line -> answers.computeIfAbsent(new IpAddress(line.group(1)), ignored -> new LinkedHashSet<>())
                        .add(new MacAddress(line.group(2))));
        return answers;
    }
}
