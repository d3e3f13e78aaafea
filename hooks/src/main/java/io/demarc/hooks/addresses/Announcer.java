/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.addresses;

import io.demarc.hooks.node.CommandResult;
import io.demarc.hooks.node.NodeCommands;
import io.demarc.hooks.runbook.Finding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells the neighbours of a server where an address is now: unsolicited ARP (RFC 5227, section 2.3, and RFC 826) as request
 * and as reply, since neighbours differ in which they believe; for IPv6 an unsolicited neighbour advertisement (RFC 4861,
 * section 7.2.6). That it was sent is all that the server itself can tell. Immutable.
 */
public final class Announcer {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Pattern OWN = Pattern.compile("\\d+: (\\S+?)(?:@\\S+)? +inet6? (\\S+?)/.*");
    private static final String REPEATS = "3";

    /** Debian keeps Heartbeat's tools here; other distributions in lib. */
    private static final List<String> SEND_UA =
            List.of("/usr/libexec/heartbeat/send_ua", "/usr/lib/heartbeat/send_ua", "/usr/lib64/heartbeat/send_ua");

    /**
     * Announces the address on the server that has it.
     *
     * @param address in CIDR form or without the prefix
     * @return what was sent, or why nothing was
     */
    public Finding announce(NodeCommands server, String address) {
        String bare = address.replaceFirst("/.*", "");
        String claim = bare + " is announced";
        Optional<String> holder = interfaceOf(server, bare);
        if (holder.isEmpty()) {
            return Finding.notMet(claim, "no interface of the server has it", "Find out which server has the address.");
        }
        return bare.contains(":")
                ? announceSix(server, claim, holder.get(), bare)
                : announceFour(server, claim, holder.get(), bare);
    }

    private static Optional<String> interfaceOf(NodeCommands server, String address) {
        CommandResult listed = server.run(List.of("ip", "-o", "addr", "show", "to", address), LIMIT);
        return listed.stdout()
                .lines()
                .map(OWN::matcher)
                .filter(Matcher::matches)
                .map(matcher -> matcher.group(1))
                .findFirst();
    }

    private static Finding announceFour(NodeCommands server, String claim, String holder, String address) {
        CommandResult version = server.run(List.of("arping", "-V"), LIMIT);
        String words = version.stdout() + version.stderr();
        List<CommandResult> sent = new ArrayList<>();
        String by;
        if (words.contains("iputils")) {
            by = "arping of iputils";
            sent.add(server.run(List.of("arping", "-U", "-c", REPEATS, "-I", holder, address), LIMIT));
            sent.add(server.run(List.of("arping", "-A", "-c", REPEATS, "-I", holder, address), LIMIT));
        } else if (words.contains("requires an argument")) {
            // Thomas Habets' arping has other options of the same letters, and ends with 1 when nobody answers.
            by = "arping of Thomas Habets";
            CommandResult habets =
                    server.run(List.of("arping", "-U", "-c", REPEATS, "-i", holder, "-S", address, address), LIMIT);
            sent.add(new CommandResult(Math.max(0, habets.exit() - 1), habets.stdout(), habets.stderr()));
        } else {
            return Finding.notMet(
                    claim, "the server has no arping", "Install the package iputils-arping (or iputils) on it.");
        }
        return finding(claim, "on " + holder + " by " + by, sent);
    }

    private static Finding announceSix(NodeCommands server, String claim, String holder, String address) {
        for (String program : SEND_UA) {
            if (server.run(List.of("test", "-x", program), LIMIT).exit() == 0) {
                // Options and values apart: written as -i=200 it takes them, sends nothing, and ends with 0.
                CommandResult sent =
                        server.run(List.of(program, "-i", "200", "-c", REPEATS, address, "64", holder), LIMIT);
                boolean isSent = sent.exit() == 0 && sent.stderr().isBlank();
                return finding(
                        claim,
                        "on " + holder + " by send_ua",
                        List.of(new CommandResult(isSent ? 0 : 1, sent.stdout(), sent.stderr())));
            }
        }
        return Finding.notMet(
                claim, "the server has no send_ua", "Install the package resource-agents on it, which has send_ua.");
    }

    private static Finding finding(String claim, String how, List<CommandResult> sent) {
        Optional<CommandResult> failed =
                sent.stream().filter(result -> result.exit() != 0).findFirst();
        return failed.isEmpty()
                ? Finding.met(claim, "sent " + how)
                : Finding.notMet(
                        claim,
                        "not sent " + how + ": "
                                + (failed.get().stderr() + failed.get().stdout())
                                        .strip()
                                        .replaceAll("\\s+", " "),
                        "Announce it by hand, or wait until the neighbours ask again.");
    }
}
