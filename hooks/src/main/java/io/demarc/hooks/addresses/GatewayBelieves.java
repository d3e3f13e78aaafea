/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.addresses;

import io.demarc.hooks.runbook.Finding;
import io.demarc.hooks.runbook.Outcome;
import io.demarc.hooks.runbook.Progress;
import io.demarc.hooks.runbook.Setting;
import io.demarc.hooks.runbook.StepContext;
import io.demarc.hooks.runbook.StepKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * {@code gateway-believes}: announces again until the gateway's own table has the server's MAC address, or, where its table can't
 * be read, until its answers to the address arrive at the server. If none of its answers arrives for as long as the patience
 * lasts, addresses that were moved are given back: a server that the gateway doesn't find gives no service.
 */
final class GatewayBelieves implements StepKind {
    private static final int ROUNDS = 2;

    private final Places places;

    GatewayBelieves(Places places) {
        this.places = places;
    }

    @Override
    public String name() {
        return "gateway-believes";
    }

    @Override
    public List<Setting> settings() {
        return List.of(MoveSight.ON, MoveSight.FROM, Setting.optional("patience"));
    }

    @Override
    public List<Finding> guard(StepContext context) {
        MoveSight sight = new MoveSight(places, context);
        return sight.isGivenBack() ? List.of(AddressSwitch.givenBack(sight)) : List.of();
    }

    @Override
    public Outcome act(StepContext context) {
        return Outcome.acted("");
    }

    private List<Belief> beliefs(MoveSight sight) {
        return Belief.all(places.gateways(), sight.taker(), sight.legs());
    }

    @Override
    public Progress poll(StepContext context) {
        MoveSight sight = new MoveSight(places, context);
        if (sight.isGivenBack()) {
            return Progress.over(List.of(AddressSwitch.givenBack(sight)));
        }
        if (!sight.takenBack().isEmpty()) {
            return sight.endTwoHolders();
        }
        List<Belief> beliefs = beliefs(sight);
        if (beliefs.stream().allMatch(Belief::isRight)) {
            return Progress.done();
        }
        boolean isReached = beliefs.stream().allMatch(Belief::isReached);
        boolean isOver =
                Duration.between(context.begunAt(), context.clock().instant()).compareTo(patience(context)) >= 0;
        if (!isReached && isOver && sight.isMove() && !sight.isGiverGone()) {
            return givenBack(sight, beliefs);
        }
        sight.announce(sight.taker(), false, ROUNDS, Announcement.USUAL_SPACING);
        return Progress.waiting(beliefs.stream()
                .filter(belief -> !belief.isRight())
                .map(belief -> belief.gateway() + ": " + belief.inWords())
                .collect(Collectors.joining("; ")));
    }

    private static Duration patience(StepContext context) {
        return Duration.ofSeconds(Long.parseLong(context.setting("patience").orElse("15")));
    }

    private Progress givenBack(MoveSight sight, List<Belief> beliefs) {
        Optional<Silence> silence = Watches.seen(places, sight.context());
        sight.giveBack();
        List<Finding> findings = new ArrayList<>();
        beliefs.stream()
                .filter(belief -> !belief.isRight())
                .map(Belief::finding)
                .forEach(findings::add);
        findings.add(Finding.notMet(
                sight.addresses() + " stays on " + sight.taker().name(),
                "it was given back to " + sight.giver().name() + ", because "
                        + sight.taker().name() + " could not reach the gateway"
                        + silence.map(it -> "; it was " + it.inWords()).orElse(""),
                "Mend what was found; then start anew."));
        return Progress.over(findings);
    }

    @Override
    public List<Finding> verify(StepContext context) {
        return beliefs(new MoveSight(places, context)).stream()
                .map(Belief::finding)
                .toList();
    }
}
