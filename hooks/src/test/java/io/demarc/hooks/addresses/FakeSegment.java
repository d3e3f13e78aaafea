/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.addresses;

import io.demarc.hooks.node.CommandResult;
import io.demarc.hooks.node.NodeCommands;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Two servers and a gateway that behave like real ones, so that a run can be killed at every instant; real ones are in the
 * laboratory. It fails the test when both servers have the address at one time.
 */
final class FakeSegment {
    static final String VIP = "10.0.0.50/24";
    private static final IpAddress GATEWAY = new IpAddress("10.0.0.1");
    private static final CommandResult FINE = new CommandResult(0, "", "");
    private static final CommandResult BAD = new CommandResult(1, "", "no\n");

    /** Names of the servers that have the address. */
    final Set<String> holders = new TreeSet<>(Set.of("alpha"));
    /** Servers whose announcements the gateway doesn't hear. */
    final Set<String> unheard = new HashSet<>();
    /** Servers whose SSH doesn't answer. */
    final Set<String> unreachable = new HashSet<>();
    /** Servers that are off the segment. */
    final Set<String> off = new HashSet<>();

    /** Servers on which something puts the address back as often as it is taken off. */
    final Set<String> stubborn = new HashSet<>();
    /** Servers without perl, which have arping of iputils. */
    final Set<String> withoutPerl = new HashSet<>();
    /** What alpha's managers of addresses say. */
    String managed = "";
    /** Words of the last 'ip address add' on each server. */
    final Map<String, String> added = new HashMap<>();

    String believed = mac("alpha");
    boolean refusesToAdd;
    boolean diesWhenAdding;
    int pinging;

    static String mac(String server) {
        return server.equals("alpha") ? "02:00:00:00:00:0a" : "02:00:00:00:00:0b";
    }

    Places places() {
        return new Places(this::server, () -> List.of(new Edge()), address -> Optional.empty(), (argv, limit) -> BAD);
    }

    private final class Edge implements Gateway {
        @Override
        public String name() {
            return "edge";
        }

        @Override
        public List<IpAddress> addresses() {
            return List.of(GATEWAY);
        }

        @Override
        public Set<MacAddress> neighbour(IpAddress address, IpAddress own) {
            return Set.of(new MacAddress(believed));
        }

        @Override
        public Optional<NodeCommands> machine() {
            return Optional.empty();
        }
    }

    private NodeCommands server(String name) {
        return (argv, limit) -> {
            if (unreachable.contains(name)) {
                throw ProblemException.of(ProblemCode.NODE_UNREACHABLE, "Node " + name + " is away.", "Look.");
            }
            return run(name, argv);
        };
    }

    private CommandResult run(String name, List<String> argv) {
        String line = String.join(" ", argv);
        return switch (argv.get(0)) {
            case "ip" -> ip(name, line);
            case "arping" -> arping(name, argv);
            case "perl" ->
                withoutPerl.contains(name)
                        ? new CommandResult(127, "", "sh: 1: exec: perl: not found\n")
                        : argv.get(3).equals("announce") ? announced(name) : probed(name);
            case "ping" -> line.contains("-I 10.0.0.50") ? pinged(name) : line.endsWith("10.0.0.1") ? FINE : seen();
            case "sh" ->
                line.contains("@@keepalived") ? managed(name) : line.contains("@@") ? surveyed(name) : watched(line);
            default -> BAD;
        };
    }

    private CommandResult managed(String name) {
        return printed(
                name + "-node\n@@node 0\n" + (name.equals("alpha") ? managed : "") + "@@networkd 1\n@@ifcfg 1\n");
    }

    private CommandResult surveyed(String name) {
        if (stubborn.contains(name) && holders.size() == 1) {
            holders.add(name);
        }
        String own = name.equals("alpha") ? "10.0.0.11" : "10.0.0.12";
        return printed("2: eth0    inet " + own + "/24 scope global eth0\\ valid_lft forever\n"
                + (holders.contains(name)
                        ? "2: eth0    inet 10.0.0.50/24 scope global secondary eth0:vip\\ valid_lft forever\n"
                        : "")
                + "@@addresses 0\n2: eth0: <UP,LOWER_UP> mtu 1500\\ link/ether " + mac(name)
                + " brd ff:ff:ff:ff:ff:ff\n@@links 0\n@@routes4 0\n@@routes6 0\n\n@@entrance 0\n");
    }

    private CommandResult ip(String name, String line) {
        if (line.startsWith("ip -o route get")) {
            return printed("10.0.0.1 dev eth0 src 10.0.0.11\n");
        }
        if (line.startsWith("ip neighbour show")) {
            return printed("10.0.0.1 lladdr 02:00:00:00:00:01 REACHABLE\n");
        }
        if (line.startsWith("ip address add")) {
            if (diesWhenAdding && name.equals("beta")) {
                unreachable.add(name);
                throw ProblemException.of(ProblemCode.NODE_UNREACHABLE, "Node beta is away.", "Look.");
            }
            added.put(name, line);
            return (refusesToAdd && name.equals("beta")) || holders.contains(name) ? BAD : added(name);
        }
        if (line.startsWith("ip address del")) {
            return holders.remove(name) ? FINE : BAD;
        }
        return FINE;
    }

    private CommandResult added(String name) {
        holders.add(name);
        if (holders.size() > 1) {
            throw new AssertionError("two servers have the address");
        }
        return FINE;
    }

    /** As iputils 20221126 prints it. */
    private CommandResult arping(String name, List<String> argv) {
        if (argv.contains("-V")) {
            return printed("arping from iputils 20221126\n");
        }
        if (!argv.contains("-D")) {
            return announced(name);
        }
        return holders.stream()
                .filter(holder -> !holder.equals(name))
                .findFirst()
                .map(holder -> new CommandResult(
                        1,
                        "ARPING 10.0.0.50 from 0.0.0.0 eth0\nUnicast reply from 10.0.0.50 ["
                                + mac(holder).toUpperCase(Locale.ROOT)
                                + "]  0.545ms\nSent 1 probes (1 broadcast(s))\nReceived 1 response(s)\n",
                        ""))
                .orElseGet(() -> printed("""
                        ARPING 10.0.0.50 from 0.0.0.0 eth0
                        Sent 2 probes (2 broadcast(s))
                        Received 0 response(s)
                        """));
    }

    private CommandResult announced(String name) {
        if (holders.contains(name) && !unheard.contains(name)) {
            believed = mac(name);
        }
        return FINE;
    }

    private CommandResult probed(String asking) {
        return holders.stream()
                .filter(holder -> !holder.equals(asking) && !off.contains(holder))
                .findFirst()
                .map(holder -> printed("10.0.0.50 " + mac(holder) + "\n"))
                .orElse(FINE);
    }

    private CommandResult pinged(String from) {
        return holders.contains(from) && believed.equals(mac(from)) ? FINE : BAD;
    }

    private CommandResult seen() {
        return holders.stream().anyMatch(holder -> !off.contains(holder)) ? FINE : BAD;
    }

    private CommandResult watched(String line) {
        if (line.contains("mktemp")) {
            pinging++;
            return printed("4711 /tmp/demarc-silence.aB3\n");
        }
        return printed("[1.000] 64 bytes from 10.0.0.50: x\n[1.060] 64 bytes from 10.0.0.50: x\n");
    }

    private static CommandResult printed(String text) {
        return new CommandResult(0, text, "");
    }
}
