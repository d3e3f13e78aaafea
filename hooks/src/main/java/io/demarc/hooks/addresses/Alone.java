/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.addresses;

import io.demarc.hooks.runbook.Finding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Who answers for addresses, as the server that is to have them hears it: duplicate address detection. */
final class Alone {
    private Alone() {}

    /**
     * Who answers, by address.
     *
     * @param cards the server's interface for each address
     */
    static Map<IpAddress, Set<MacAddress>> heard(ServerNetwork server, Map<IpAddress, String> cards) {
        Map<String, List<IpAddress>> byCard = new LinkedHashMap<>();
        cards.forEach((ip, card) ->
                byCard.computeIfAbsent(card, ignored -> new ArrayList<>()).add(ip));
        Map<IpAddress, Set<MacAddress>> heard = new LinkedHashMap<>();
        byCard.forEach((card, ips) -> heard.putAll(Neighbours.probe(server.name(), server.commands(), card, ips)));
        return heard;
    }

    /** Nobody answers for the address but the server that is to give it away; that one does, if it has to. */
    static Finding besides(IpAddress ip, Set<MacAddress> heard, Set<MacAddress> givers, boolean mustBeHeard) {
        String claim = "nobody else has " + ip;
        Set<MacAddress> others = new LinkedHashSet<>(heard);
        others.removeAll(givers);
        if (!others.isEmpty()) {
            return Finding.notMet(
                    claim,
                    Belief.macs(others) + (others.size() == 1 ? " answers" : " answer") + " for it",
                    "Find that machine by its MAC address, and take the address off it.");
        }
        if (heard.isEmpty() && mustBeHeard) {
            return Finding.notMet(
                    "both servers are on the segment of " + ip,
                    "the server that has it is not heard there",
                    "Check the VLAN and the interface: the address would be dead where it is to go.");
        }
        return Finding.met(claim, heard.isEmpty() ? "nobody answers for it" : Belief.macs(heard) + " alone answers");
    }

    /** The server is away, and so is the address. */
    static Finding dead(String server, IpAddress ip, Set<MacAddress> heard, boolean isPinged) {
        String claim = server + " is dead, since it can't be reached by SSH: " + ip + " answers nobody";
        if (heard.isEmpty() && !isPinged) {
            return Finding.met(claim, "no answer to three questions and two pings");
        }
        return Finding.notMet(
                claim,
                heard.isEmpty() ? "it answers pings" : Belief.macs(heard) + " answers for it",
                "Mend the way to " + server + " first, or switch it off: two servers must not have one address.");
    }
}
