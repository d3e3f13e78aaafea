/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.addresses;

import io.demarc.hooks.runbook.Finding;
import io.demarc.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which gateway has to believe where an address is, and whether the server reaches it. */
final class GatewayChecks {
    private final Gateways gateways;
    private final ServerNetwork server;
    private final String wanted;

    /** @param wanted a declared gateway's name, a gateway's address, or {@code auto} */
    GatewayChecks(Gateways gateways, ServerNetwork server, String wanted) {
        this.gateways = gateways;
        this.server = server;
        this.wanted = wanted;
    }

    /**
     * What was found out about the gateway for one address.
     *
     * @param isQuiet whether it answers no pings
     */
    record Choice(Optional<IpAddress> gateway, boolean isQuiet, List<Finding> findings) {}

    Choice choose(ServiceAddress address, String card) {
        String claim = "the gateway of " + address.ip() + " is known";
        Optional<IpAddress> gateway = find(address, card);
        if (gateway.isEmpty()) {
            return new Choice(
                    gateway,
                    false,
                    List.of(Finding.notMet(
                            claim,
                            wanted.equals(TakerChecks.AUTO)
                                    ? "none is declared for its subnet, and " + server.name()
                                            + " has no default route there"
                                    : "'" + wanted
                                            + "' is neither a declared gateway with an address there nor such an address",
                            "Name it with --gateway, by its name under gateways or by its address in that network.")));
        }
        List<Finding> findings = new ArrayList<>();
        findings.add(fits(address, gateway.get()));
        findings.add(isDirect(gateway.get(), card));
        boolean isQuiet = false;
        if (findings.stream().allMatch(Finding::isMet)) {
            // Its MAC address is known after that, whether it answers pings or not.
            isQuiet = !server.pings(gateway.get(), card, card);
            findings.add(answers(server.name(), gateway.get(), card, server.neighbour(gateway.get(), card)));
            Optional<Gateway> declared = gateways.having(gateway.get());
            findings.add(proves(gateway.get(), isQuiet, declared.isPresent()));
            declared.ifPresent(it -> findings.add(asked(it, address, gateway.get())));
        }
        return new Choice(gateway, isQuiet, findings);
    }

    private Optional<IpAddress> find(ServiceAddress address, String card) {
        if (!wanted.equals(TakerChecks.AUTO)) {
            Optional<Gateway> named = gateways.named(wanted);
            List<IpAddress> known = named.isPresent()
                    ? named.get().addresses()
                    : literal().stream().toList();
            return best(known, address);
        }
        List<IpAddress> declared =
                gateways.all().stream().flatMap(it -> it.addresses().stream()).toList();
        Optional<IpAddress> inSubnet =
                declared.stream().filter(address::contains).findFirst();
        return inSubnet.or(() -> server.defaultWays(address.ip().isSix()).stream()
                .filter(way -> way.card().equals(card))
                .map(way -> new IpAddress(way.via().replaceFirst("%.*", "")))
                .findFirst());
    }

    private Optional<IpAddress> literal() {
        try {
            return Optional.of(new IpAddress(wanted));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<IpAddress> best(List<IpAddress> known, ServiceAddress address) {
        return known.stream()
                .filter(address::contains)
                .findFirst()
                .or(() -> known.stream()
                        .filter(it -> it.isSix() == address.ip().isSix())
                        .findFirst());
    }

    private static Finding fits(ServiceAddress address, IpAddress gateway) {
        String claim = "gateway " + gateway + " is in the subnet of " + address;
        // A router's advertisements give its link-local address, and a /32 or /128 has no room for one.
        if (address.contains(gateway) || address.isAlone() || gateway.isSpecial()) {
            return Finding.met(claim, address.contains(gateway) ? "it is" : "it is on the link");
        }
        return Finding.notMet(claim, "it is not", "Correct the prefix length, or name another gateway.");
    }

    private Finding isDirect(IpAddress gateway, String card) {
        String claim = server.name() + " reaches gateway " + gateway + " on " + card;
        if (gateway.isSpecial()) {
            return Finding.met(claim, "it is on the link");
        }
        Optional<ServerNetwork.Way> way = server.wayTo(gateway);
        if (way.filter(it -> it.isDirect(card)).isPresent()) {
            return Finding.met(claim, "its route says so");
        }
        return Finding.notMet(
                claim,
                way.map(it -> "its route goes by " + it.card() + (it.via().isEmpty() ? "" : " via " + it.via()))
                        .orElse("it has no route to it"),
                "Give " + server.name() + " an address or a route in that network, or name another interface.");
    }

    private static Finding answers(String server, IpAddress gateway, String card, Optional<MacAddress> mac) {
        String claim = "gateway " + gateway + " answers " + server;
        return mac.isPresent()
                ? Finding.met(claim, mac.get().text())
                : Finding.notMet(
                        claim,
                        "it answers no " + (gateway.isSix() ? "neighbour solicitation" : "ARP request") + " on " + card,
                        "Check " + server + "'s cable and VLAN, and the gateway's address.");
    }

    private static Finding proves(IpAddress gateway, boolean isQuiet, boolean isDeclared) {
        String claim = "gateway " + gateway + " can prove where an address is";
        if (isQuiet && !isDeclared) {
            return Finding.notMet(
                    claim,
                    "it answers no ping, and its table can't be read",
                    "Declare it under gateways in the inventory, or let it answer pings.");
        }
        return Finding.met(
                claim,
                isQuiet
                        ? "by its table; it answers no ping"
                        : isDeclared ? "by its table, and by its answers" : "by its answers");
    }

    private static Finding asked(Gateway declared, ServiceAddress address, IpAddress own) {
        String claim = "gateway " + declared.name() + " tells its table";
        try {
            Set<MacAddress> now = declared.neighbour(address.ip(), own);
            return Finding.met(
                    claim,
                    now.isEmpty() ? "no entry for " + address.ip() : address.ip() + " is at " + Belief.macs(now));
        } catch (ProblemException e) {
            return Finding.notMet(
                    claim,
                    e.problem().summary(),
                    e.problem().fix() + " Or name it by its address, " + own + ", to go by traffic alone.");
        }
    }
}
