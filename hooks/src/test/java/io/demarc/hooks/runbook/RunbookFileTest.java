/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.runbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.demarc.problem.Problem;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunbookFileTest {
    private final StepKinds kinds = new Lamps().kinds();

    private Problem problem(String yaml) {
        return Objects.requireNonNull(catchThrowableOfType(
                        ProblemException.class, () -> Runbooks.of(Map.of("mine.yaml", yaml), kinds)))
                .problem();
    }

    @Test
    void aRunbookIsReadWithItsDefaults() {
        Runbook runbook = Runbooks.of(Map.of("a.yaml", Lamps.RUNBOOK), kinds).find("light-up");

        assertThat(runbook.objectKind()).isEqualTo("house");
        assertThat(runbook.parameters()).extracting(Parameter::name).containsExactly("colour", "cellar");
        assertThat(runbook.hash()).matches("[0-9a-f]{16}");
        Step hall = runbook.step("hall").orElseThrow();
        assertThat(hall.waiting()).isEqualTo(new Step.Waiting(Duration.ofHours(1), Duration.ofSeconds(5)));
        assertThat(hall.isUndoOffered()).isTrue();
        assertThat(runbook.step("roof").orElseThrow().waiting())
                .isEqualTo(new Step.Waiting(Duration.ofMinutes(1), Duration.ofSeconds(10)));
    }

    @Test
    void everythingThatIsWrongIsToldAtOnce() {
        Problem problem = problem("""
                name: Mine
                object: pair
                colour: red
                parameters:
                  - {name: node, description: which, required: true, fallback: a}
                  - {name: node, description: again, allowed: "[a"}
                requires:
                  - {does: nonsense}
                steps:
                  - {id: one, title: "One {nodde}", does: light, with: {lmap: x}}
                  - {id: one, title: Two, does: person, limit: soon, poll-every: 5s}
                  - {id: three, title: Three, does: power, poll-every: 2h, only-if: {size: big}}
                """);

        assertThat(problem.code()).isEqualTo(ProblemCode.RUNBOOK_INVALID);
        assertThat(String.join("\n", problem.details()))
                .contains("unknown key 'colour'")
                .contains("title: missing")
                .contains("'Mine' is not lower-case letters, digits and dashes")
                .contains("parameters[0].fallback: is never used")
                .contains("parameters[1].allowed: not a regular expression")
                .contains("parameters[1].name: 'node' is there twice")
                .contains("requires[0].does: there is no step kind 'nonsense'; known: light, no-fire, person, power")
                .contains("steps[0].title: {nodde} is neither a parameter nor {object} nor {values.NAME}")
                .contains("steps[0].with: light needs 'lamp'")
                .contains("steps[0].with.lmap: unknown key; light knows lamp, polls")
                .contains("steps[1].id: 'one' is there twice")
                .contains("steps[1].limit: is not a length of time")
                .contains("steps[1]: a step for a person needs an instruction")
                .contains("steps[2].poll-every: is longer than limit")
                .contains("steps[2].only-if: there is no parameter 'size'");
    }

    @ParameterizedTest
    @CsvSource({"'', no keys", "'[]', no keys", "'name: a\nname: b', twice", "'steps: 7', steps"})
    void whatIsNoRunbookIsRefused(String yaml, String told) {
        assertThat(String.join("\n", problem(yaml).details())).contains(told);
    }

    @Test
    void twoFilesDoNotDefineOneName() {
        assertThat(Objects.requireNonNull(catchThrowableOfType(
                                ProblemException.class,
                                () -> Runbooks.of(Map.of("a", Lamps.RUNBOOK, "b", Lamps.RUNBOOK), kinds)))
                        .problem()
                        .details())
                .containsExactly("b: name: another file defines 'light-up' as well");
    }

    @Test
    void aHostileParameterIsRefusedUnlessItsPatternAllowsIt() {
        Parameter usual = new Parameter("node", "", true, Parameter.USUAL, null);

        assertThat(List.of("alpha", "10.0.0.1", "fe80::1"))
                .allMatch(value -> usual.objectionTo(value).isEmpty());
        assertThat(List.of("", "-rf", "a b", "$(reboot)", "a;b", "a\n", "a\nb"))
                .noneMatch(value -> usual.objectionTo(value).isEmpty());
    }
}
