/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.addresses;

import io.demarc.hooks.node.NodeCommands;
import io.demarc.hooks.runbook.StepContext;
import io.demarc.problem.ProblemException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The watches of a run, one for each address that somebody can see. */
final class Watches {
    private static final String WATCHES = "watches";

    private Watches() {}

    /** Begins one for each address, by the first observer who gets answers from it; others are not watched. */
    static List<Watch> begin(Places places, StepContext context, List<Leg> legs, Optional<String> giver) {
        List<Watch> begun = new ArrayList<>();
        for (Leg leg : legs) {
            for (Map.Entry<String, NodeCommands> observer :
                    observers(places, leg, giver).entrySet()) {
                Optional<Watch> watch = begin(observer, leg.address().ip());
                if (watch.isPresent()) {
                    begun.add(watch.get());
                    break;
                }
            }
        }
        context.save(WATCHES, begun.stream().map(Watch::line).collect(Collectors.joining("\n")));
        return begun;
    }

    /** Whoever can't be asked sees nothing: no move fails for that. */
    private static Optional<Watch> begin(Map.Entry<String, NodeCommands> observer, IpAddress ip) {
        try {
            return Watch.begin(observer.getKey(), observer.getValue(), ip);
        } catch (ProblemException e) {
            return Optional.empty();
        }
    }

    /** Those who see it as clients do come first. */
    private static Map<String, NodeCommands> observers(Places places, Leg leg, Optional<String> giver) {
        Map<String, NodeCommands> all = new LinkedHashMap<>();
        all.put(Watch.OWN, places.own());
        places.gateways()
                .having(leg.gateway())
                .ifPresent(gateway ->
                        gateway.machine().ifPresent(machine -> all.put(Watch.GATEWAY + gateway.name(), machine)));
        giver.ifPresent(name -> all.put(Watch.SERVER + name, places.servers().on(name)));
        return all;
    }

    static List<Watch> of(StepContext context) {
        return context.value(WATCHES).map(Watch::read).orElse(List.of());
    }

    static NodeCommands observer(Places places, Watch watch) {
        if (watch.observer().equals(Watch.OWN)) {
            return places.own();
        }
        if (watch.observer().startsWith(Watch.SERVER)) {
            return places.servers().on(watch.observer().substring(Watch.SERVER.length()));
        }
        return places.gateways()
                .named(watch.observer().substring(Watch.GATEWAY.length()))
                .flatMap(Gateway::machine)
                .orElseThrow(() -> new IllegalStateException(watch.observer() + " is no machine any more"));
    }

    static Optional<Silence> look(Places places, Watch watch) {
        try {
            return watch.look(observer(places, watch));
        } catch (ProblemException e) {
            return Optional.empty();
        }
    }

    /** The longest silence of all; empty when none was watched. */
    static Optional<Silence> seen(Places places, StepContext context) {
        return of(context).stream()
                .flatMap(watch -> look(places, watch).stream())
                .max(Comparator.comparing(Silence::millis));
    }

    /** Ends them for good. */
    static void forget(Places places, StepContext context) {
        end(places, context);
        context.save(WATCHES, "");
    }

    /** What can't be ended ends by itself. */
    static void end(Places places, StepContext context) {
        for (Watch watch : of(context)) {
            try {
                watch.end(observer(places, watch));
            } catch (ProblemException e) {
                context.note("The pings of " + watch.observerInWords() + " end by themselves: "
                        + e.problem().summary());
            }
        }
    }
}
