/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.addresses;

import io.demarc.access.Printable;
import io.demarc.hooks.node.CommandResult;
import io.demarc.hooks.node.NodeCommands;
import io.demarc.hooks.runbook.Finding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Tells the neighbours of a server where an address is now: unsolicited ARP (RFC 5227, section 3) as request and as reply, since
 * neighbours differ in which they believe; for IPv6 an unsolicited neighbour advertisement (RFC 4861, section 7.2.6). It sends
 * the frames itself where there is a perl, else by the tools that are there. That it was sent is all that the server itself can
 * tell. Immutable.
 */
public final class Announcer {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    /** Debian keeps Heartbeat's tools here; other distributions in lib. */
    private static final List<String> SEND_UA =
            List.of("/usr/libexec/heartbeat/send_ua", "/usr/lib/heartbeat/send_ua", "/usr/lib64/heartbeat/send_ua");

    /**
     * Announces the address on the server that has it, to everybody.
     *
     * @param address in CIDR form or without the prefix
     * @return what was sent, or why nothing was
     */
    public Finding announce(NodeCommands server, String address) {
        IpAddress bare;
        try {
            bare = new IpAddress(address.replaceFirst("/.*", ""));
        } catch (IllegalArgumentException e) {
            return Finding.notMet("the address is announced", String.valueOf(e.getMessage()), "Correct it.");
        }
        CommandResult listed = server.run(List.of("ip", "-o", "address", "show"), LIMIT);
        Optional<String> holder = Holding.parse(listed.stdout()).stream()
                .filter(holding -> holding.ip().equals(bare))
                .map(Holding::card)
                .findFirst();
        return holder.isEmpty()
                ? Finding.notMet(
                        bare + " is announced",
                        "no interface of the server has it",
                        "Find out which server has the address.")
                : announce(server, Announcement.once(holder.get(), bare).times(Announcement.USUAL_ROUNDS));
    }

    /** Announces addresses of one family that the interface has. */
    public Finding announce(NodeCommands server, Announcement what) {
        List<String> names = what.addresses().stream().map(IpAddress::text).toList();
        String claim = String.join(", ", names) + (names.size() == 1 ? " is" : " are") + " announced";
        CommandResult frames = Neighbours.announce(server, what);
        if (!Neighbours.isMissing(frames)) {
            return finding(claim, "on " + what.card() + ", " + what.rounds() + " times", List.of(frames));
        }
        List<Finding> findings = what.addresses().stream()
                .map(address -> address.isSix()
                        ? bySendUa(server, claim, what, address)
                        : byArping(server, claim, what, address))
                .toList();
        return findings.stream().filter(finding -> !finding.isMet()).findFirst().orElseGet(() -> findings.get(0));
    }

    private static Finding byArping(NodeCommands server, String claim, Announcement what, IpAddress address) {
        CommandResult version = server.run(List.of("arping", "-V"), LIMIT);
        String words = version.stdout() + version.stderr();
        List<CommandResult> sent = new ArrayList<>();
        String ip = address.text();
        String rounds = Integer.toString(what.rounds());
        if (words.contains("iputils")) {
            // It waits a second between two: the first reply goes before the second request.
            sent.add(server.run(List.of("arping", "-A", "-c", "1", "-I", what.card(), ip), LIMIT));
            sent.add(server.run(List.of("arping", "-U", "-c", rounds, "-I", what.card(), ip), LIMIT));
            sent.add(server.run(List.of("arping", "-A", "-c", rounds, "-I", what.card(), ip), LIMIT));
            return finding(claim, "on " + what.card() + " by arping of iputils", sent);
        }
        if (words.contains("requires an argument")) {
            // Thomas Habets' arping has other options of the same letters, and ends with 1 when nobody answers.
            CommandResult habets =
                    server.run(List.of("arping", "-U", "-c", rounds, "-i", what.card(), "-S", ip, ip), LIMIT);
            sent.add(new CommandResult(Math.max(0, habets.exit() - 1), habets.stdout(), habets.stderr()));
            return finding(claim, "on " + what.card() + " by arping of Thomas Habets, as a request alone", sent);
        }
        return Finding.notMet(
                claim,
                "the server has neither perl nor arping",
                "Install perl-base, or the package iputils-arping (or iputils), on it.");
    }

    private static Finding bySendUa(NodeCommands server, String claim, Announcement what, IpAddress address) {
        for (String program : SEND_UA) {
            if (server.run(List.of("test", "-x", program), LIMIT).exit() == 0) {
                // Options and values apart: written as -i=200 it takes them, sends nothing, and ends with 0.
                CommandResult sent = server.run(
                        List.of(
                                program,
                                "-i",
                                Long.toString(what.spacing().toMillis()),
                                "-c",
                                Integer.toString(what.rounds()),
                                address.text(),
                                "64",
                                what.card()),
                        LIMIT);
                boolean isSent = sent.exit() == 0 && sent.stderr().isBlank();
                return finding(
                        claim,
                        "on " + what.card() + " by send_ua",
                        List.of(new CommandResult(isSent ? 0 : 1, sent.stdout(), sent.stderr())));
            }
        }
        return Finding.notMet(
                claim,
                "the server has neither perl nor send_ua",
                "Install perl-base, or the package resource-agents, which has send_ua, on it.");
    }

    private static Finding finding(String claim, String how, List<CommandResult> sent) {
        Optional<CommandResult> failed =
                sent.stream().filter(result -> result.exit() != 0).findFirst();
        return failed.isEmpty()
                ? Finding.met(claim, "sent " + how)
                : Finding.notMet(
                        claim,
                        "not sent " + how + ": "
                                + Printable.of(
                                        (failed.get().stderr() + failed.get().stdout())
                                                .strip()
                                                .replaceAll("\\s+", " ")),
                        "Announce it by hand, or wait until the neighbours ask again.");
    }
}
