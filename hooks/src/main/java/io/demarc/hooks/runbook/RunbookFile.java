/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.runbook;

import io.demarc.access.Sha256;
import io.demarc.access.yaml.YamlBinding;
import io.demarc.access.yaml.YamlProblems;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a runbook's file strictly: everything that is wrong with it is told at once. */
final class RunbookFile {
    private static final Pattern TIME = Pattern.compile("(\\d{1,6})(s|m|h)");
    private static final Duration LONGEST = Duration.ofDays(7);

    private final String fileName;
    private final YamlProblems problems;

    private RunbookFile(String fileName) {
        this.fileName = fileName;
        this.problems = new YamlProblems();
    }

    record Document(
            @Nullable String name,
            @Nullable String title,
            @Nullable String about,
            @Nullable String object,
            @Nullable List<ParameterEntry> parameters,
            @Nullable List<CheckEntry> requires,
            @Nullable List<CheckEntry> always,
            @Nullable List<StepEntry> steps) {}

    record ParameterEntry(
            @Nullable String name,
            @Nullable String description,
            @Nullable Boolean required,
            @Nullable Pattern allowed,
            @Nullable String fallback) {}

    record CheckEntry(@Nullable String does, @Nullable Map<String, String> with) {}

    record ConfirmEntry(@Nullable String type, @Nullable Integer times) {}

    record StepEntry(
            @Nullable String id,
            @Nullable String title,
            @Nullable String does,
            @Nullable Map<String, String> with,
            @Nullable String instruction,
            @Nullable ConfirmEntry confirm,
            @Nullable String limit,
            @Nullable String pollEvery,
            @Nullable Boolean askLater,
            @Nullable Boolean offerOnAbort,
            @Nullable Map<String, String> onlyIf) {}

    /**
     * The runbook in the text.
     *
     * @throws ProblemException {@code RUNBOOK_INVALID} with every problem in its details
     */
    static Runbook read(String fileName, String yaml, StepKinds kinds) {
        return new RunbookFile(fileName).read(yaml, kinds);
    }

    private Runbook read(String yaml, StepKinds kinds) {
        Document document = YamlBinding.read(yaml, Document.class, problems);
        Runbook runbook = document == null ? null : runbook(document, Sha256.word(yaml));
        if (runbook != null) {
            new RunbookCheck(runbook, kinds, problems).check();
        }
        if (runbook == null || !problems.isEmpty()) {
            throw problems.exception(
                    ProblemCode.RUNBOOK_INVALID,
                    "Runbook " + fileName,
                    "Mend the file; no run was started or changed.");
        }
        return runbook;
    }

    private Runbook runbook(Document it, String hash) {
        List<Parameter> parameters = new ArrayList<>();
        for (ParameterEntry entry : orNone(it.parameters)) {
            parameters.add(parameter(entry, "parameters[" + parameters.size() + "]"));
        }
        List<Step> steps = new ArrayList<>();
        for (StepEntry entry : orNone(it.steps)) {
            steps.add(step(entry, "steps[" + steps.size() + "]"));
        }
        return new Runbook(
                text(it.name, "name"),
                text(it.title, "title"),
                it.about == null ? "" : it.about.strip(),
                text(it.object, "object"),
                parameters,
                checks(it.requires, "requires"),
                checks(it.always, "always"),
                steps,
                hash);
    }

    private Parameter parameter(ParameterEntry it, String place) {
        boolean isRequired = Boolean.TRUE.equals(it.required);
        problems.require(
                !isRequired || it.fallback == null, place + ".fallback", "is never used: the parameter is required");
        return new Parameter(
                text(it.name, place + ".name"),
                text(it.description, place + ".description"),
                isRequired,
                it.allowed == null ? Parameter.USUAL : it.allowed,
                it.fallback);
    }

    private List<Check> checks(@Nullable List<CheckEntry> entries, String place) {
        List<Check> checks = new ArrayList<>();
        for (CheckEntry entry : orNone(entries)) {
            checks.add(new Check(text(entry.does, place + "[" + checks.size() + "].does"), orNone(entry.with)));
        }
        return checks;
    }

    private Step step(StepEntry it, String place) {
        return new Step(
                text(it.id, place + ".id"),
                text(it.title, place + ".title"),
                text(it.does, place + ".does"),
                orNone(it.with),
                it.instruction == null ? "" : it.instruction.strip(),
                demand(it.confirm, place + ".confirm"),
                new Step.Waiting(
                        duration(it.limit, Step.Waiting.USUAL.limit(), place + ".limit"),
                        duration(it.pollEvery, Step.Waiting.USUAL.pollEvery(), place + ".poll-every")),
                Boolean.TRUE.equals(it.askLater),
                !Boolean.FALSE.equals(it.offerOnAbort),
                orNone(it.onlyIf));
    }

    private @Nullable Demand demand(@Nullable ConfirmEntry it, String place) {
        if (it == null) {
            return null;
        }
        try {
            return new Demand(text(it.type, place + ".type"), it.times == null ? 1 : it.times);
        } catch (IllegalArgumentException e) {
            problems.add(place, String.valueOf(e.getMessage()));
            return null;
        }
    }

    private Duration duration(@Nullable String text, Duration fallback, String place) {
        if (text == null) {
            return fallback;
        }
        Matcher matcher = TIME.matcher(text);
        if (!matcher.matches()) {
            problems.add(place, "is not a length of time such as 30s, 5m or 1h");
            return fallback;
        }
        long amount = Long.parseLong(matcher.group(1));
        Duration duration = switch (matcher.group(2)) {
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            default -> Duration.ofHours(amount);
        };
        problems.require(amount > 0 && duration.compareTo(LONGEST) <= 0, place, "is not within 1s to 168h");
        return duration;
    }

    private String text(@Nullable String text, String place) {
        problems.require(text != null && !text.isBlank(), place, "missing");
        return text == null ? "" : text.strip();
    }

    private static <T> List<T> orNone(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }

    private static Map<String, String> orNone(@Nullable Map<String, String> map) {
        return map == null ? Map.of() : map;
    }
}
