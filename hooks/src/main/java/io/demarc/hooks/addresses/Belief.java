/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.addresses;

import io.demarc.hooks.runbook.Finding;
import io.demarc.problem.ProblemException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where a gateway takes an address to be.
 *
 * @param isQuiet    whether the gateway answers no pings at all
 * @param isAnswered whether it answers pings that have the address as their source: its answers arrive at the server
 * @param table      what its table says; null when it is not declared, so that traffic alone is the proof
 * @param own        MAC addresses of the server that has the address
 * @param trouble    why its table could not be read; empty when it was
 */
record Belief(
        ServiceAddress address,
        IpAddress gateway,
        boolean isQuiet,
        boolean isAnswered,
        @Nullable Set<MacAddress> table,
        Set<MacAddress> own,
        String trouble) {
    static Belief of(Gateways gateways, ServerNetwork holder, Leg leg, Set<MacAddress> own) {
        IpAddress ip = leg.address().ip();
        // Before its table: a gateway that had no entry gets one with this.
        boolean isAnswered = !leg.isQuiet() && holder.pings(leg.gateway(), leg.toCard(), ip.text());
        Optional<Gateway> declared = gateways.having(leg.gateway());
        if (declared.isEmpty()) {
            return new Belief(leg.address(), leg.gateway(), leg.isQuiet(), isAnswered, null, own, "");
        }
        try {
            Set<MacAddress> table = declared.get().neighbour(ip, leg.gateway());
            return new Belief(leg.address(), leg.gateway(), leg.isQuiet(), isAnswered, table, own, "");
        } catch (ProblemException e) {
            return new Belief(
                    leg.address(),
                    leg.gateway(),
                    leg.isQuiet(),
                    isAnswered,
                    Set.of(),
                    own,
                    e.problem().summary());
        }
    }

    /** Its table has to say so where it can be read; a copy of it may be old, so its answers have to arrive as well. */
    boolean isRight() {
        return (table == null || isInTable()) && (isQuiet || isAnswered);
    }

    private boolean isInTable() {
        return table != null && table.stream().anyMatch(own::contains);
    }

    /** Whether its answers reach the server, whatever its table says: then nothing is silent. */
    boolean isReached() {
        return isQuiet ? isInTable() : isAnswered;
    }

    Finding finding() {
        String claim = "gateway " + gateway + " takes " + address.ip() + " to be here";
        return isRight()
                ? Finding.met(claim, inWords())
                : Finding.notMet(
                        claim,
                        inWords(),
                        isAnswered
                                ? "Its answers arrive, so its table may be a copy that is renewed later: look again."
                                : "Look at its ARP or neighbour table; it may ignore announcements, or hold a fixed entry.");
    }

    String inWords() {
        String traffic = isQuiet
                ? "it answers no pings"
                : isAnswered
                        ? "its answers to " + address.ip() + " arrive"
                        : "none of its answers to " + address.ip() + " arrives";
        if (table == null) {
            return traffic;
        }
        if (!trouble.isEmpty()) {
            return trouble + " " + traffic;
        }
        return "its table says " + (table.isEmpty() ? "nothing" : macs(table)) + "; " + traffic;
    }

    static String macs(Set<MacAddress> macs) {
        return macs.stream().map(MacAddress::text).collect(Collectors.joining(" and "));
    }

    static List<Belief> all(Gateways gateways, ServerNetwork holder, List<Leg> legs) {
        Set<MacAddress> own = holder.macs();
        return legs.stream().map(leg -> of(gateways, holder, leg, own)).toList();
    }
}
