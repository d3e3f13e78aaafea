/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.addresses;

import io.demarc.hooks.runbook.Finding;
import io.demarc.hooks.runbook.Outcome;
import io.demarc.hooks.runbook.Progress;
import io.demarc.hooks.runbook.Setting;
import io.demarc.hooks.runbook.StepContext;
import io.demarc.hooks.runbook.StepKind;
import io.demarc.hooks.runbook.Undo;
import io.demarc.problem.ProblemException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * {@code address-switch}: takes each address off the one server, puts it on the other, and says so at once. What the other can't
 * take is given back. A daemon that died in between goes on: an address that neither has is put where it was to go.
 */
final class AddressSwitch implements StepKind {
    private static final String BEGUN = "switch-begun";

    private final Places places;

    AddressSwitch(Places places) {
        this.places = places;
    }

    @Override
    public String name() {
        return "address-switch";
    }

    @Override
    public List<Setting> settings() {
        return List.of(MoveSight.ON, Setting.required("from"), Setting.required("announce"));
    }

    @Override
    public List<Finding> guard(StepContext context) {
        MoveSight sight = new MoveSight(places, context);
        if (sight.isGivenBack()) {
            return List.of(givenBack(sight));
        }
        boolean isBegun = context.value(BEGUN).isPresent();
        List<Finding> findings = new ArrayList<>();
        Map<IpAddress, String> cards = new LinkedHashMap<>();
        for (Leg leg : sight.legs()) {
            cards.put(leg.address().ip(), leg.toCard());
            if (!isBegun) {
                findings.add(ready(sight, leg));
            }
        }
        Map<IpAddress, Set<MacAddress>> heard = Alone.heard(sight.taker(), cards);
        Set<MacAddress> givers = sight.isGiverGone() ? Set.of() : sight.giver().macs();
        boolean mustBeHeard = !isBegun && !sight.isGiverGone();
        heard.forEach((ip, macs) -> findings.add(Alone.besides(ip, macs, givers, mustBeHeard)));
        if (findings.stream().allMatch(Finding::isMet)) {
            context.save(BEGUN, "yes");
        }
        return findings;
    }

    static Finding givenBack(MoveSight sight) {
        return Finding.notMet(
                "the addresses are on their way to " + sight.taker().name(),
                "they were given back to " + sight.giver().name(),
                "Abort the run; when the cause is mended, start anew.");
    }

    private static Finding ready(MoveSight sight, Leg leg) {
        IpAddress ip = leg.address().ip();
        String taker = sight.taker().name();
        if (sight.taker().has(ip)) {
            return Finding.notMet(
                    taker + " doesn't have " + ip + " yet", "it has it", "Somebody else is moving it: look who.");
        }
        if (sight.isGiverGone()) {
            return Finding.met(ip + " can be taken", "its server is dead, as a person has confirmed");
        }
        String claim = sight.giver().name() + " has " + ip + " on " + leg.fromCard();
        return sight.giver()
                .holding(ip)
                .filter(it -> it.card().equals(leg.fromCard()))
                .map(it -> Finding.met(claim, "it has"))
                .orElseGet(() -> Finding.notMet(claim, "it has not", "Somebody else is moving it: look who."));
    }

    @Override
    public Outcome act(StepContext context) {
        MoveSight sight = new MoveSight(places, context);
        int rounds = Integer.parseInt(context.requiredSetting("announce"));
        try {
            sight.legs().forEach(sight::move);
        } catch (ProblemException e) {
            sight.tell();
            return failed(sight, e);
        }
        List<Finding> sent = sight.announce(sight.taker(), false, rounds, Announcement.USUAL_SPACING);
        sight.tell();
        return Outcome.acted(
                String.join("\n", sent.stream().map(Finding::inWords).toList()));
    }

    private static Outcome failed(MoveSight sight, ProblemException e) {
        if (sight.isGiverGone()) {
            return Outcome.failed(e.problem().summary(), e.problem().fix());
        }
        try {
            sight.giveBack();
        } catch (ProblemException worse) {
            return Outcome.failed(
                    e.problem().summary() + " Nor could they be given back: "
                            + worse.problem().summary(),
                    "Look at both servers which has the addresses; 'demarc runbook abort --undo' tries again.");
        }
        return Outcome.over(
                e.problem().summary() + " They were given back to "
                        + sight.giver().name() + ".",
                e.problem().fix());
    }

    @Override
    public Progress poll(StepContext context) {
        MoveSight sight = new MoveSight(places, context);
        return sight.takenBack().isEmpty() ? Progress.done() : sight.endTwoHolders();
    }

    @Override
    public List<Finding> verify(StepContext context) {
        MoveSight sight = new MoveSight(places, context);
        List<Finding> findings = new ArrayList<>();
        for (Leg leg : sight.legs()) {
            IpAddress ip = leg.address().ip();
            String taken = sight.taker().name() + " has " + ip;
            findings.add(
                    sight.taker().holding(ip).filter(Holding::isUsable).isPresent()
                            ? Finding.met(taken, "on " + leg.toCard())
                            : Finding.notMet(taken, "it has not", "Look at it: ip address show"));
            if (!sight.isGiverGone()) {
                String given = sight.giver().name() + " doesn't have " + ip + " any more";
                findings.add(
                        sight.giver().has(ip)
                                ? Finding.notMet(given, "it has", "Something puts it back there: find out what.")
                                : Finding.met(given, "it has not"));
            }
        }
        return findings;
    }

    @Override
    public Optional<Undo> undo(StepContext context) {
        MoveSight sight = new MoveSight(places, context);
        if (sight.isGivenBack()) {
            return Optional.empty();
        }
        if (sight.isGiverGone()) {
            return Optional.of(Undo.byPerson(sight.addresses() + " came to "
                    + sight.taker().name() + " from a server that was dead: take it back by a move from "
                    + sight.taker().name() + "."));
        }
        return Optional.of(Undo.of(
                "Move " + sight.addresses() + " back to " + sight.giver().name() + " and announce it there.",
                sight::giveBack));
    }
}
