/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.addresses;

import io.demarc.hooks.runbook.Finding;
import io.demarc.hooks.runbook.Progress;
import io.demarc.hooks.runbook.Setting;
import io.demarc.hooks.runbook.StepContext;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A run's move as a step sees it: the server that has or gets the addresses, the one that gives them away, and what earlier
 * steps have found out. One caller at a time.
 */
final class MoveSight {
    /** The server that has the addresses in the end. */
    static final Setting ON = Setting.required("on");
    /** The one that had them; nothing when they are not moved. */
    static final Setting FROM = Setting.optional("from");

    private static final String LEGS = "legs";
    private static final String GIVER = "giver";
    private static final String GONE = "gone";
    private static final String GIVEN_BACK = "given-back";

    private final Places places;
    private final StepContext context;
    private final ServerNetwork taker;
    private final Optional<ServerNetwork> giver;
    private final Announcer announcer = new Announcer();

    MoveSight(Places places, StepContext context) {
        this.places = places;
        this.context = context;
        this.taker = network(context.requiredSetting(ON.name()));
        this.giver = context.setting(FROM.name()).map(this::network);
    }

    private ServerNetwork network(String server) {
        return new ServerNetwork(server, places.servers().on(server), context);
    }

    Places places() {
        return places;
    }

    StepContext context() {
        return context;
    }

    ServerNetwork taker() {
        return taker;
    }

    /** Throws when the run moves nothing. */
    ServerNetwork giver() {
        return giver.orElseThrow(() -> new IllegalStateException("step " + context.stepId() + " has no 'from'"));
    }

    boolean isMove() {
        return giver.isPresent();
    }

    void save(List<Leg> legs, boolean isGiverGone) {
        context.save(LEGS, Leg.write(legs));
        context.save(GIVER, isGiverGone ? GONE : "here");
    }

    /** What the first step found out. */
    List<Leg> legs() {
        return Leg.read(context.value(LEGS)
                .orElseThrow(() -> new IllegalStateException("no step has looked at the addresses")));
    }

    boolean hasLegs() {
        return context.value(LEGS).isPresent();
    }

    /** Whether the server that had them was dead when a person confirmed so. */
    boolean isGiverGone() {
        return context.value(GIVER).filter(GONE::equals).isPresent();
    }

    boolean isGivenBack() {
        return context.value(GIVEN_BACK).isPresent();
    }

    String addresses() {
        return String.join(
                ", ", legs().stream().map(leg -> leg.address().ip().text()).toList());
    }

    /** Whether its SSH answers; any other trouble than silence is thrown. */
    static boolean answers(ServerNetwork server) {
        try {
            server.requireAnswer();
            return true;
        } catch (ProblemException e) {
            if (e.problem().code() == ProblemCode.NODE_UNREACHABLE) {
                return false;
            }
            throw e;
        }
    }

    /** Takes the address off the one and puts it on the other, and says so once. */
    void move(Leg leg) {
        if (!isGiverGone()) {
            giver().remove(leg, leg.fromCard());
        }
        taker.add(leg, leg.toCard());
        announcer.announce(
                taker.commands(), Announcement.once(leg.toCard(), leg.address().ip()));
    }

    /** Says where the addresses are, on the server that has them, to everybody and to the gateway. */
    List<Finding> announce(ServerNetwork holder, boolean isBack, int rounds, Duration spacing) {
        Map<String, List<Leg>> together = new LinkedHashMap<>();
        for (Leg leg : legs()) {
            String card = isBack ? leg.fromCard() : leg.toCard();
            together.computeIfAbsent(card + " " + leg.gateway(), ignored -> new ArrayList<>())
                    .add(leg);
        }
        return together.values().stream()
                .map(legs -> {
                    Leg first = legs.get(0);
                    String card = isBack ? first.fromCard() : first.toCard();
                    Announcement what = new Announcement(
                                    card,
                                    legs.stream().map(leg -> leg.address().ip()).toList(),
                                    rounds,
                                    spacing,
                                    null,
                                    null)
                            .to(
                                    first.gateway(),
                                    holder.neighbour(first.gateway(), card).orElse(null));
                    return announcer.announce(holder.commands(), what);
                })
                .toList();
    }

    /**
     * Makes it as it was before: idempotent, and harmless when nothing had been moved yet. Nothing is taken off before the other
     * server answers; one that can't be reached any more counts as without an address for which nobody answers.
     */
    void giveBack() {
        giver().requireAnswer();
        boolean isTakerHere = answers(taker);
        legs().forEach(leg -> requireOurs(leg, isTakerHere));
        for (Leg leg : legs()) {
            if (isTakerHere) {
                taker.remove(leg, leg.toCard());
            }
            giver().add(leg, leg.fromCard());
            announcer.announce(
                    giver().commands(),
                    Announcement.once(leg.fromCard(), leg.address().ip()));
        }
        announce(giver(), true, Announcement.USUAL_ROUNDS, Announcement.USUAL_SPACING);
        tell();
        context.save(GIVEN_BACK, "yes");
        Watches.forget(places, context);
        context.note("Given back: " + addresses() + " on " + giver().name() + ", and announced there.");
    }

    /** Addresses that the server which gave them away has again; none when it doesn't answer. */
    List<IpAddress> takenBack() {
        if (!isMove() || isGiverGone() || isGivenBack()) {
            return List.of();
        }
        try {
            return legs().stream()
                    .map(leg -> leg.address().ip())
                    .filter(giver()::has)
                    .toList();
        } catch (ProblemException e) {
            return List.of();
        }
    }

    /** Two servers have an address, because something put it back: gives all of them back at once. */
    Progress endTwoHolders() {
        String back = takenBack().stream().map(IpAddress::text).collect(Collectors.joining(", "));
        giveBack();
        return Progress.over(List.of(Finding.notMet(
                giver().name() + " doesn't have " + back + " any more",
                "something there put it back, so that two servers had it; it was given back to " + giver().name(),
                "Find out what puts it there (" + giver().name() + "'s log), and let that move it.")));
    }

    /**
     * It is as the run left it: with one of the two servers, or with nobody at all. Else somebody has moved it since, and two
     * servers would have it.
     */
    private void requireOurs(Leg leg, boolean isTakerHere) {
        IpAddress ip = leg.address().ip();
        if (giver().has(ip) || (isTakerHere && taker.has(ip))) {
            return;
        }
        Set<MacAddress> heard = Neighbours.probe(giver().name(), giver().commands(), leg.fromCard(), List.of(ip))
                .getOrDefault(ip, Set.of());
        if (!heard.isEmpty() && isTakerHere) {
            throw ProblemException.of(
                    ProblemCode.CONFLICT,
                    ip + " isn't as this run left it: neither " + taker.name() + " nor " + giver().name()
                            + " has it, and " + Belief.macs(heard) + " answers for it.",
                    "It was moved since. Find that machine by its MAC address, and move it from there.");
        }
        if (!heard.isEmpty()) {
            throw ProblemException.of(
                    ProblemCode.NODE_UNREACHABLE,
                    taker.name() + " can't be reached, and " + Belief.macs(heard) + " answers for " + ip + ".",
                    "Mend the way to " + taker.name() + ", or switch it off.");
        }
    }

    void tell() {
        giver.ifPresent(ServerNetwork::tell);
        taker.tell();
    }
}
