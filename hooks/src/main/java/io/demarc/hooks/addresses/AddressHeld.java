/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.addresses;

import io.demarc.hooks.runbook.Finding;
import io.demarc.hooks.runbook.Setting;
import io.demarc.hooks.runbook.StepContext;
import io.demarc.hooks.runbook.StepKind;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code address-held}: a server has the addresses, and nobody else does: what has to be so before it says so. */
final class AddressHeld implements StepKind {
    private final Places places;

    AddressHeld(Places places) {
        this.places = places;
    }

    @Override
    public String name() {
        return "address-held";
    }

    @Override
    public List<Setting> settings() {
        return List.of(MoveSight.ON, Setting.required("addresses"), Setting.required("gateway"));
    }

    private static List<IpAddress> addresses(StepContext context) {
        try {
            return List.of(context.requiredSetting("addresses").split(",", -1)).stream()
                    .map(text -> new IpAddress(text.strip().replaceFirst("/\\d{1,3}$", "")))
                    .distinct()
                    .toList();
        } catch (IllegalArgumentException e) {
            throw ProblemException.of(
                    ProblemCode.INPUT_INVALID,
                    "These addresses can't be announced: " + e.getMessage() + ".",
                    "Separate them by commas.");
        }
    }

    @Override
    public List<Finding> guard(StepContext context) {
        MoveSight sight = new MoveSight(places, context);
        ServerNetwork server = sight.taker();
        List<Holding> holdings = server.holdings();
        GatewayChecks gateways = new GatewayChecks(places.gateways(), server, context.requiredSetting("gateway"));
        List<Finding> findings = new ArrayList<>();
        List<Leg> legs = new ArrayList<>();
        for (IpAddress ip : addresses(context)) {
            String claim = server.name() + " has " + ip;
            Optional<Holding> holding =
                    holdings.stream().filter(it -> it.ip().equals(ip)).findFirst();
            if (holding.isEmpty() || ip.isSpecial()) {
                findings.add(Finding.notMet(
                        claim,
                        holding.isEmpty() ? "no interface has it" : "such an address is not announced",
                        "Find out which server has it."));
                continue;
            }
            findings.add(
                    holding.get().isUsable()
                            ? Finding.met(claim, "on " + holding.get().card())
                            : Finding.notMet(
                                    claim,
                                    "on " + holding.get().card() + ", but not usable: "
                                            + String.join(" ", holding.get().words()),
                                    "Somebody else has it: find that machine, then add it again."));
            ServiceAddress address = new ServiceAddress(ip, holding.get().prefix());
            GatewayChecks.Choice choice = gateways.choose(address, holding.get().card());
            findings.addAll(choice.findings());
            choice.gateway()
                    .ifPresent(gateway -> legs.add(
                            new Leg(address, "", "", List.of(), holding.get().card(), gateway, choice.isQuiet())));
        }
        findings.addAll(Neighbours.isUsable(server) ? alone(server, legs) : ToolProbe.alone(server, holdings, legs));
        if (findings.stream().allMatch(Finding::isMet)) {
            sight.save(legs, false);
        }
        return findings;
    }

    private static List<Finding> alone(ServerNetwork server, List<Leg> legs) {
        Map<IpAddress, String> cards = new LinkedHashMap<>();
        legs.forEach(leg -> cards.put(leg.address().ip(), leg.toCard()));
        Map<IpAddress, Set<MacAddress>> heard = Alone.heard(server, cards);
        Set<MacAddress> own = server.macs();
        return cards.keySet().stream()
                .map(ip -> Alone.besides(ip, heard.getOrDefault(ip, Set.of()), own, false))
                .toList();
    }
}
