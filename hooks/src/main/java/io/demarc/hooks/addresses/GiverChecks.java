/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.addresses;

import io.demarc.hooks.runbook.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether a server that answers may give addresses away: it has them, and loses nothing else with them. */
final class GiverChecks {
    private final ServerNetwork giver;
    private final List<Holding> holdings;

    GiverChecks(ServerNetwork giver) {
        this.giver = giver;
        this.holdings = giver.holdings();
    }

    Optional<Holding> holding(ServiceAddress address) {
        return holdings.stream().filter(it -> it.ip().equals(address.ip())).findFirst();
    }

    List<Finding> of(ServiceAddress address) {
        String claim = giver.name() + " has " + address;
        Optional<Holding> found = holding(address);
        if (found.isEmpty()) {
            return List.of(Finding.notMet(
                    claim,
                    "no interface of it has " + address.ip(),
                    "Find out which server has it: 'demarc ip announce' is for one that has moved already."));
        }
        Holding holding = found.get();
        if (holding.prefix() != address.prefix()) {
            return List.of(Finding.notMet(
                    claim,
                    "it has " + holding.ip() + "/" + holding.prefix(),
                    "Write it with that prefix length, or correct the server first."));
        }
        List<Finding> findings = new ArrayList<>();
        findings.add(Finding.met(claim, "on " + holding.card()));
        findings.add(isItsOwn(holding));
        findings.add(keepsOthers(holding));
        findings.add(keepsRoutes(holding));
        findings.add(keepsEntrance(holding));
        return findings;
    }

    private Finding isItsOwn(Holding holding) {
        String claim = holding.ip() + " stays on " + giver.name() + " until it is taken away";
        return holding.isForever()
                ? Finding.met(claim, "its lifetime has no end")
                : Finding.notMet(
                        claim,
                        "its lifetime ends: DHCP or a router's advertisements gave it",
                        "Give it another server's identity there; Demarc moves addresses that are configured.");
    }

    /** Linux takes the secondary addresses away with the primary one of their subnet, unless told otherwise. */
    private Finding keepsOthers(Holding holding) {
        String claim = giver.name() + " keeps its other addresses on " + holding.card();
        List<String> lost = holdings.stream()
                .filter(other -> !holding.ip().isSix()
                        && !holding.isSecondary()
                        && other.isSecondary()
                        && other.card().equals(holding.card())
                        && holding.isInSubnetOf(other))
                .map(other -> other.ip().text())
                .toList();
        if (lost.isEmpty() || promotes(holding.card())) {
            return Finding.met(claim, lost.isEmpty() ? "none hangs on it" : "the next one is promoted");
        }
        return Finding.notMet(
                claim,
                String.join(", ", lost) + " would go with it, because it is the primary address of their subnet",
                "On " + giver.name() + ": sysctl -w net.ipv4.conf." + holding.card() + ".promote_secondaries=1");
    }

    private boolean promotes(String card) {
        return isOne("all") || isOne(card);
    }

    private boolean isOne(String card) {
        return giver.look("cat", "/proc/sys/net/ipv4/conf/" + card + "/promote_secondaries")
                .stdout()
                .strip()
                .equals("1");
    }

    private Finding keepsRoutes(Holding holding) {
        String claim = giver.name() + " keeps its default route";
        List<ServerNetwork.Way> ways = giver.defaultWays(holding.ip().isSix());
        for (ServerNetwork.Way way : ways) {
            IpAddress router = new IpAddress(way.via().replaceFirst("%.*", ""));
            boolean isByThis = way.card().equals(holding.card())
                    && ServiceAddress.areTogether(router, holding.ip(), holding.prefix());
            boolean isByOther = holdings.stream()
                    .anyMatch(other -> !other.ip().equals(holding.ip())
                            && other.card().equals(way.card())
                            && ServiceAddress.areTogether(router, other.ip(), other.prefix()));
            if (isByThis && !isByOther) {
                return Finding.notMet(
                        claim,
                        "it goes by " + router + ", which only " + holding.ip() + " is in a subnet with",
                        "Give " + giver.name() + " an address of its own there first.");
            }
        }
        return Finding.met(claim, ways.isEmpty() ? "it has none" : "it doesn't hang on " + holding.ip());
    }

    private Finding keepsEntrance(Holding holding) {
        String claim = "Demarc doesn't reach " + giver.name() + " by " + holding.ip();
        return giver.entrance().filter(holding.ip().text()::equals).isPresent()
                ? Finding.notMet(
                        claim,
                        "its SSH connection ends there",
                        "Declare the server by an address that stays, and apply the inventory.")
                : Finding.met(claim, "it has another way in");
    }
}
