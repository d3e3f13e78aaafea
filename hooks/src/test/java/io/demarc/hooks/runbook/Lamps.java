/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.runbook;

import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A small world: lamps that take a while to warm up. Outlives engines, and remembers in which order it was asked and
 * touched. One caller at a time.
 */
final class Lamps {
    static final String RUNBOOK = """
            name: light-up
            title: Light up {object}
            object: house
            parameters:
              - {name: colour, description: of the light, required: true, allowed: "red|green"}
              - {name: cellar, description: the cellar as well, fallback: "no"}
            requires:
              - {does: power}
            always:
              - {does: no-fire}
            steps:
              - {id: hall, title: "Light the hall", does: light, with: {lamp: hall, polls: "2"}}
              - id: open
                title: Open the door
                does: person
                instruction: "Open the door of {object}; the light is {colour}."
              - {id: cellar, title: "Light the cellar", does: light, with: {lamp: cellar}, only-if: {cellar: "yes"}}
              - {id: roof, title: "Light the roof", does: light, with: {lamp: roof}, ask-later: true, limit: 1m, poll-every: 10s}
            """;

    final Set<String> lit = new HashSet<>();
    final Map<String, Integer> warm = new TreeMap<>();
    final List<String> history = new ArrayList<>();
    final Set<String> unfit = new HashSet<>();
    final Set<String> unreachable = new HashSet<>();
    final Set<String> dead = new HashSet<>();
    boolean hasPower = true;
    boolean isBurning;
    int actionsUntilKill = -1;
    boolean isKilledAfterAction;
    boolean lacksClassOnce;

    StepKinds kinds() {
        return StepKinds.of(List.of(new Light(), new Claim("power"), new Claim("no-fire")));
    }

    Runbooks runbooks() {
        return Runbooks.of(Map.of("light-up.yaml", RUNBOOK), kinds());
    }

    private final class Light implements StepKind {
        @Override
        public String name() {
            return "light";
        }

        @Override
        public List<Setting> settings() {
            return List.of(Setting.required("lamp"), Setting.optional("polls"));
        }

        @Override
        public List<Finding> guard(StepContext context) {
            String lamp = context.requiredSetting("lamp");
            history.add("guard " + lamp);
            if (lacksClassOnce) {
                lacksClassOnce = false;
                throw new NoClassDefFoundError("io/demarc/Replaced");
            }
            context.save("guarded-" + lamp, "yes");
            return unfit.contains(lamp)
                    ? List.of(Finding.notMet(lamp + " is fit", "the bulb is broken", "Change the bulb."))
                    : List.of(Finding.met(lamp + " is fit", "it is"));
        }

        @Override
        public Outcome act(StepContext context) {
            String lamp = context.requiredSetting("lamp");
            boolean isFatal = actionsUntilKill-- == 0;
            if (isFatal && !isKilledAfterAction) {
                throw new Killed();
            }
            history.add("act " + lamp);
            context.record("switch --password=secret " + lamp, 0, "on");
            if (dead.contains(lamp)) {
                return Outcome.failed("the fuse blew", "Change the fuse.");
            }
            lit.add(lamp);
            if (isFatal) {
                throw new Killed();
            }
            return Outcome.acted(lamp + " is on");
        }

        @Override
        public Progress poll(StepContext context) {
            String lamp = context.requiredSetting("lamp");
            if (unreachable.contains(lamp)) {
                throw ProblemException.of(ProblemCode.INTERNAL, lamp + " does not answer.", "");
            }
            int needed = Integer.parseInt(context.setting("polls").orElse("0"));
            int degrees = warm.merge(lamp, 1, Integer::sum);
            return degrees > needed
                    ? Progress.done()
                    : Progress.of(100.0 * degrees / (needed + 1), "warm", "1 degree/poll", Duration.ofSeconds(5));
        }

        @Override
        public List<Finding> verify(StepContext context) {
            String lamp = context.requiredSetting("lamp");
            boolean isLit = lit.contains(lamp);
            history.add((isLit ? "proof " : "no-proof ") + lamp);
            return List.of(
                    isLit
                            ? Finding.met(lamp + " is lit", "it shines")
                            : Finding.notMet(lamp + " is lit", "it is dark", "Look at it."));
        }

        @Override
        public Optional<Undo> undo(StepContext context) {
            String lamp = context.requiredSetting("lamp");
            return Optional.of(Undo.of("Turn off the lamp in the " + lamp + ".", () -> {
                history.add("undo " + lamp);
                if (unreachable.contains(lamp)) {
                    throw ProblemException.of(ProblemCode.INTERNAL, lamp + " does not answer.", "");
                }
                lit.remove(lamp);
            }));
        }
    }

    /** A guard that is used as a check. */
    private final class Claim implements StepKind {
        private final String name;

        Claim(String name) {
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public List<Finding> guard(StepContext context) {
            boolean holds = name.equals("power") ? hasPower : !isBurning;
            return List.of(
                    holds
                            ? Finding.met(name, "so it is")
                            : Finding.notMet(name, "it is not so", "Make it so in " + context.object() + "."));
        }
    }
}
