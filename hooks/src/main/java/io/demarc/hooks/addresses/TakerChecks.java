/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.addresses;

import io.demarc.hooks.runbook.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Whether a server can take addresses: it has an interface in their network, and none of them yet. */
final class TakerChecks {
    static final String AUTO = "auto";

    private final ServerNetwork taker;
    private final List<Holding> holdings;
    private final List<Link> links;
    private final String wantedCard;

    /** @param wantedCard the interface, or {@code auto} for the one in the address's subnet */
    TakerChecks(ServerNetwork taker, String wantedCard) {
        this.taker = taker;
        this.wantedCard = wantedCard;
        this.holdings = taker.holdings();
        this.links = taker.links();
    }

    /** The interface for the address; empty when there is none or more than one. */
    Optional<String> card(ServiceAddress address) {
        if (!wantedCard.equals(AUTO)) {
            return Optional.of(wantedCard);
        }
        Set<String> cards = cards(address);
        return cards.size() == 1 ? cards.stream().findFirst() : Optional.empty();
    }

    private Set<String> cards(ServiceAddress address) {
        return holdings.stream()
                .filter(it -> it.prefix() <= address.prefix() && it.prefix() > 0)
                .filter(it -> !it.ip().equals(address.ip()))
                .filter(it -> ServiceAddress.areTogether(it.ip(), address.ip(), it.prefix()))
                .filter(it -> links.stream().anyMatch(link -> link.card().equals(it.card()) && link.mac() != null))
                .map(Holding::card)
                .collect(Collectors.toSet());
    }

    List<Finding> of(ServiceAddress address) {
        List<Finding> findings = new ArrayList<>();
        findings.add(hasNot(address));
        String claim = taker.name() + " has an interface for " + address;
        Optional<String> card = card(address);
        if (card.isEmpty()) {
            Set<String> cards = cards(address);
            findings.add(Finding.notMet(
                    claim,
                    cards.isEmpty()
                            ? "none is in its subnet"
                            : "several are in its subnet: " + String.join(", ", cards),
                    "Name it with --interface."));
            return findings;
        }
        findings.add(links.stream()
                .filter(link -> link.card().equals(card.get()))
                .findFirst()
                .map(link -> fits(claim, link))
                .orElseGet(() -> Finding.notMet(
                        claim,
                        "it has no interface " + card.get(),
                        "It has " + links.stream().map(Link::card).collect(Collectors.joining(", ")) + ".")));
        return findings;
    }

    private static Finding fits(String claim, Link link) {
        if (link.mac() == null) {
            return Finding.notMet(claim, link.card() + " is not Ethernet", "Name another one with --interface.");
        }
        return link.isUp()
                ? Finding.met(claim, link.card() + ", " + link.mac())
                : Finding.notMet(
                        claim,
                        link.card() + " is down, or has no signal",
                        "Bring it up: ip link set " + link.card() + " up");
    }

    private Finding hasNot(ServiceAddress address) {
        String claim = taker.name() + " doesn't have " + address.ip() + " yet";
        return holdings.stream()
                .filter(it -> it.ip().equals(address.ip()))
                .findFirst()
                .map(it -> Finding.notMet(
                        claim,
                        "it has it on " + it.card(),
                        "If it is to stay there: 'demarc ip announce " + address.ip() + " --on " + taker.name() + "'."))
                .orElseGet(() -> Finding.met(claim, "no interface has it"));
    }
}
