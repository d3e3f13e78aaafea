/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.addresses;

import io.demarc.access.Printable;
import io.demarc.hooks.node.CommandResult;
import io.demarc.hooks.runbook.Finding;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who else answers for the addresses of a server that has no perl: by the arping that it has, and for IPv6 by what its kernel found when
 * the address was added (RFC 4862, section 5.4).
 */
final class ToolProbe {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Pattern MAC = Pattern.compile("(?i)\\b([0-9a-f]{2}(:[0-9a-f]{2}){5})\\b");
    private static final int NOT_FOUND = 127;

    private ToolProbe() {}

    /** Nobody else has the addresses that the server has on the legs' interfaces. */
    static List<Finding> alone(ServerNetwork server, List<Holding> holdings, List<Leg> legs) {
        Set<MacAddress> own = server.macs();
        return legs.stream()
                .map(leg -> leg.address().ip().isSix()
                        ? byKernel(leg.address().ip(), holdings)
                        : byArping(server, leg, own))
                .toList();
    }

    private static Finding byKernel(IpAddress ip, List<Holding> holdings) {
        boolean wasAsked = holdings.stream()
                .filter(it -> it.ip().equals(ip))
                .noneMatch(it -> it.words().contains("nodad"));
        String claim = "nobody else has " + ip;
        return wasAsked
                ? Finding.met(
                        claim, "nobody answered when it was added, says the kernel; without perl nobody is asked now")
                : Finding.notMet(
                        claim,
                        "it was added without asking (nodad), and the server has no perl to ask now",
                        Neighbours.ADVICE);
    }

    private static Finding byArping(ServerNetwork server, Leg leg, Set<MacAddress> own) {
        String ip = leg.address().ip().text();
        CommandResult version = server.look("arping", "-V");
        boolean isIputils = (version.stdout() + version.stderr()).contains("iputils");
        // Asked by nobody's address (RFC 5227), since the server has this one itself.
        CommandResult asked = isIputils
                ? server.commands().run(List.of("arping", "-D", "-c", "2", "-w", "2", "-I", leg.toCard(), ip), LIMIT)
                : server.commands().run(List.of("arping", "-0", "-c", "2", "-w", "2", "-i", leg.toCard(), ip), LIMIT);
        Set<MacAddress> heard = new LinkedHashSet<>();
        Matcher mac = MAC.matcher(asked.stdout());
        while (mac.find()) {
            heard.add(new MacAddress(mac.group(1).toLowerCase(Locale.ROOT)));
        }
        boolean isAsked = asked.exit() == 0 || asked.exit() == 1;
        if (isAsked) {
            return Alone.besides(leg.address().ip(), heard, own, false);
        }
        return Finding.notMet(
                "nobody else has " + ip,
                asked.exit() == NOT_FOUND
                        ? "the server has neither perl nor arping to ask"
                        : "arping could not ask: " + Printable.of((asked.stderr() + asked.stdout()).strip()),
                "Install perl-base, or the package iputils-arping (or iputils), on it.");
    }
}
