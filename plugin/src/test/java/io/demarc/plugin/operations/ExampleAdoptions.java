/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.operations;

import io.demarc.access.Deadline;
import io.demarc.plugin.operations.Views.Outcome;
import io.demarc.plugin.words.Actor;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Answers of an imagined daemon: two ports of tor-a1, one of them live. */
final class ExampleAdoptions implements AdoptionOperations {
    private final Consumer<String> asked;

    ExampleAdoptions(Consumer<String> asked) {
        this.asked = asked;
    }

    @Override
    public AdoptionPlan look(String switchName, List<String> ports, Deadline deadline) {
        asked.accept("look at " + switchName + " " + ports);
        return new AdoptionPlan(
                switchName,
                "0123456789abcdef",
                1,
                List.of(
                        port("GigabitEthernet1/0/8", "access, VLAN 42 untagged, up, link up", List.of("has a link")),
                        port("GigabitEthernet1/0/7", "access, VLAN 1 untagged, up, no link", List.of())),
                List.of("interface GigabitEthernet1/0/8", "switchport access vlan 999"));
    }

    private static PortPlan port(String name, String observed, List<String> alive) {
        return new PortPlan(
                name,
                "~",
                observed,
                "idle",
                "no device is plugged into it",
                alive,
                List.of(42),
                List.of(999),
                "core-1, a bridge",
                List.of("02:00:5e:00:53:07"),
                1,
                "2 s",
                List.of("interface " + name, "switchport access vlan 999"),
                null,
                false);
    }

    @Override
    public Outcome adopt(String switchName, List<String> ports, String seen, int live, Actor actor, Deadline deadline) {
        asked.accept("adopt " + switchName + " " + ports + " " + seen + " live " + live + " by " + actor.name());
        return new Outcome(true, "Adopted 2 ports of switch " + switchName + ".", List.of());
    }

    @Override
    public Outcome unadopt(
            String switchName, List<String> ports, boolean restore, boolean dryRun, Actor actor, Deadline deadline) {
        asked.accept("unadopt " + switchName + " " + ports + (restore ? " restore" : "") + (dryRun ? " try" : "")
                + " by " + actor.name());
        return new Outcome(!dryRun, "Gave back 1 port of switch " + switchName + ".", List.of());
    }

    @Override
    public String freeze(Optional<String> switchName, String why, Actor actor) {
        asked.accept("freeze " + switchName.orElse("all") + " " + why + " by " + actor.name());
        return "It is frozen.";
    }

    @Override
    public String thaw(Optional<String> switchName, Actor actor) {
        asked.accept("thaw " + switchName.orElse("all") + " by " + actor.name());
        return "It is thawed.";
    }
}
