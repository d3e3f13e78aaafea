/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.addresses;

import io.demarc.hooks.runbook.Finding;
import io.demarc.hooks.runbook.Outcome;
import io.demarc.hooks.runbook.Setting;
import io.demarc.hooks.runbook.StepContext;
import io.demarc.hooks.runbook.StepKind;
import io.demarc.problem.ProblemException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * {@code address-look}: everything that has to be so before addresses move, and where each of them goes. A server that can't be
 * reached counts as dead only if nothing answers for its addresses, and a person confirms it.
 */
final class AddressLook implements StepKind {
    private final Places places;

    AddressLook(Places places) {
        this.places = places;
    }

    @Override
    public String name() {
        return "address-look";
    }

    @Override
    public List<Setting> settings() {
        return List.of(
                MoveSight.ON,
                Setting.required("from"),
                Setting.required("addresses"),
                Setting.required("interface"),
                Setting.required("gateway"),
                Setting.required("force"),
                Setting.optional("persist"));
    }

    @Override
    public List<Finding> guard(StepContext context) {
        MoveSight sight = new MoveSight(places, context);
        List<ServiceAddress> addresses = ServiceAddress.list(context.requiredSetting("addresses"));
        String giver = sight.giver().name();
        if (giver.equals(sight.taker().name())) {
            return List.of(Finding.notMet("two servers are named", "both are " + giver, "Name another one with --to."));
        }
        List<Finding> findings = new ArrayList<>();
        boolean isHere = MoveSight.answers(sight.giver());
        Optional<GiverChecks> given = isHere ? Optional.of(new GiverChecks(sight.giver())) : Optional.empty();
        TakerChecks taken = new TakerChecks(sight.taker(), context.requiredSetting("interface"));
        GatewayChecks gateways =
                new GatewayChecks(places.gateways(), sight.taker(), context.requiredSetting("gateway"));
        AddressManagers there = new AddressManagers(sight.taker());
        Optional<AddressManagers> here = isHere ? Optional.of(new AddressManagers(sight.giver())) : Optional.empty();
        boolean isPersisted = context.setting("persist").filter("yes"::equals).isPresent();
        List<Leg> legs = new ArrayList<>();
        for (ServiceAddress address : addresses) {
            given.ifPresent(checks -> findings.addAll(checks.of(address)));
            List<Finding> takerFindings = taken.of(address);
            findings.addAll(takerFindings);
            here.ifPresent(it -> findings.add(it.letsGo(address, there.nodeName(), isPersisted)));
            findings.add(there.leavesAlone(address, there.nodeName()));
            findings.add(owner(address, context.requiredSetting("force").equals("yes")));
            if (takerFindings.stream().allMatch(Finding::isMet)) {
                String card = taken.card(address).orElseThrow();
                GatewayChecks.Choice choice = gateways.choose(address, card);
                findings.addAll(choice.findings());
                choice.gateway().ifPresent(gateway -> legs.add(leg(address, given, card, gateway, choice.isQuiet())));
            }
        }
        findings.addAll(alone(sight, legs, isHere));
        if (findings.stream().allMatch(Finding::isMet)) {
            sight.save(legs, !isHere);
        }
        return findings;
    }

    private static Leg leg(
            ServiceAddress address, Optional<GiverChecks> given, String card, IpAddress gateway, boolean isQuiet) {
        Optional<Holding> holding = given.flatMap(checks -> checks.holding(address));
        return new Leg(
                address,
                holding.map(Holding::card).orElse(""),
                holding.flatMap(Holding::label).orElse(""),
                holding.map(Holding::options).orElse(List.of()),
                card,
                gateway,
                isQuiet);
    }

    private static List<Finding> alone(MoveSight sight, List<Leg> legs, boolean isGiverHere) {
        Map<IpAddress, String> cards = new LinkedHashMap<>();
        legs.forEach(leg -> cards.put(leg.address().ip(), leg.toCard()));
        if (cards.isEmpty()) {
            return List.of();
        }
        Map<IpAddress, Set<MacAddress>> heard = Alone.heard(sight.taker(), cards);
        Set<MacAddress> givers = isGiverHere ? sight.giver().macs() : Set.of();
        List<Finding> findings = new ArrayList<>();
        for (Map.Entry<IpAddress, String> each : cards.entrySet()) {
            IpAddress ip = each.getKey();
            Set<MacAddress> answers = heard.getOrDefault(ip, Set.of());
            findings.add(
                    isGiverHere
                            ? Alone.besides(ip, answers, givers, true)
                            : Alone.dead(
                                    sight.giver().name(),
                                    ip,
                                    answers,
                                    sight.taker().pings(ip, each.getValue(), each.getValue())));
        }
        return findings;
    }

    private Finding owner(ServiceAddress address, boolean isForced) {
        String claim = "CloudStack doesn't have " + address.ip();
        Optional<String> owner;
        try {
            owner = places.owners().ownerOf(address.ip());
        } catch (ProblemException e) {
            return isForced
                    ? Finding.met(claim, "not known, and forced: " + e.problem().summary())
                    : Finding.notMet(claim, e.problem().summary(), e.problem().fix());
        }
        if (owner.isEmpty()) {
            return Finding.met(claim, "no machine there is known to have it");
        }
        return isForced
                ? Finding.met(claim, "forced, although it is of " + owner.get())
                : Finding.notMet(
                        claim,
                        "it is of " + owner.get(),
                        "CloudStack has to move it, or it will give it back; --force if you know that it won't.");
    }

    @Override
    public Outcome act(StepContext context) {
        MoveSight sight = new MoveSight(places, context);
        return sight.isGiverGone() ? Outcome.asksPerson() : Outcome.acted("");
    }
}
