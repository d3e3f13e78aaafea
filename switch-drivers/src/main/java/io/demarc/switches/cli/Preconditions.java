/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.cli;

import io.demarc.switches.Doubt;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Asks a switch for what its definition requires of it, and for the facts that lines need. One caller at a time. */
final class Preconditions {
    private final CliSession.Language language;
    private final Function<String, List<String>> asker;

    /** @param asker sends a command, its values still to be filled in, and returns its output */
    Preconditions(CliSession.Language language, Function<String, List<String>> asker) {
        this.language = language;
        this.asker = asker;
    }

    /** Why nothing that the switch says of its ports proves anything; empty when all is as it should be. */
    List<Doubt> unmet() {
        return language.definition().requirements().stream()
                .flatMap(requirement -> doubt(requirement, asker.apply(requirement.command()), errors()).stream())
                .toList();
    }

    /** What an answer says against every port; one that can't be understood is no good sign. */
    static Optional<Doubt> doubt(
            CliDefinition.Requirement requirement, List<String> answer, List<Dialogue.ErrorPattern> errors) {
        Pattern match = requirement.match();
        Pattern never = requirement.never();
        boolean isSaid = match == null
                ? Verdict.of(answer, errors, Command.plain(requirement.command()))
                        .isFine()
                : CliReader.matchesAny(List.of(match), answer);
        boolean isMet = CliReader.matchesAny(requirement.absent(), answer)
                || (isSaid && (never == null || !CliReader.matchesAny(List.of(never), answer)));
        return isMet ? Optional.empty() : Optional.of(Doubt.precondition(requirement.otherwise()));
    }

    private List<Dialogue.ErrorPattern> errors() {
        return language.dialogue().errors();
    }

    /** The facts, by name. */
    Map<String, String> facts() {
        Map<String, String> facts = new HashMap<>();
        for (CliDefinition.Fact fact : language.definition().facts()) {
            facts.put(
                    fact.name(), fact.command().isEmpty() ? fact.otherwise() : find(fact, asker.apply(fact.command())));
        }
        return facts;
    }

    private static String find(CliDefinition.Fact fact, List<String> answer) {
        return answer.stream()
                .map(line -> Matching.of(fact.match(), line))
                .filter(Matcher::find)
                .map(found -> found.group(1))
                .findFirst()
                .orElse(fact.otherwise());
    }
}
