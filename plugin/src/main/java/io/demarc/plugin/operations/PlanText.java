/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.operations;

import io.demarc.access.Printable;
import io.demarc.access.Sha256;
import io.demarc.plugin.operations.Views.PlannedChange;
import io.demarc.plugin.operations.Views.SwitchPlan;
import io.demarc.problem.Problem;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A plan as it stands in a file: a head, a hash of everything else, and what is to be done. Immutable.
 *
 * @param made       when and by whom
 * @param switchName empty for every switch
 * @param body       what is to be done, by which it is compared
 */
record PlanText(
        String made,
        Optional<String> switchName,
        Optional<Instant> notBefore,
        Optional<Instant> notAfter,
        List<String> body) {
    private static final String TITLE = "demarc plan, format 1";
    private static final String EVERY = "every switch";
    private static final String NONE = "-";
    private static final Pattern HEAD = Pattern.compile(
            "^" + TITLE
                    + "\nmade        (.*)\nabout       (.*)\nnot before  (.*)\nnot after   (.*)\nhash        ([0-9a-f]{64})\n\n");
    private static final String MADE_BY_DEMARC = "Make a plan with 'demarc plan -o FILE', and leave its text as it is.";

    PlanText {
        body = List.copyOf(body);
    }

    /** The lines that say what is to be done. */
    static List<String> body(long inventoryVersion, List<SwitchPlan> plans) {
        List<String> lines = new ArrayList<>();
        lines.add("inventory version " + inventoryVersion);
        for (SwitchPlan plan : plans) {
            lines.add("");
            lines.add("switch " + plan.switchName());
            plan.changes().forEach(change -> lines.addAll(lines(change)));
            long waiting = plan.changes().stream().filter(PlannedChange::waits).count();
            if (waiting > 0) {
                lines.add("  " + waiting + " of these wait until the first minute is over");
            }
            if (plan.changes().isEmpty()) {
                lines.add("  every port is as wanted");
            }
            if (!plan.lines().isEmpty()) {
                lines.add("  sent to it, in this order:");
                plan.lines().forEach(line -> lines.add("    " + line));
            }
        }
        return lines;
    }

    private static List<String> lines(PlannedChange change) {
        List<String> lines = new ArrayList<>();
        lines.add("  " + change.change() + " " + change.port() + ": " + change.before() + " -> " + change.wanted()
                + " (" + change.why() + ")");
        if (change.problem() != null) {
            lines.add("    will not be done: " + change.problem());
        }
        return lines.stream().map(Printable::of).toList();
    }

    String text() {
        String head = TITLE + "\nmade        " + made + "\nabout       " + switchName.orElse(EVERY) + "\nnot before  "
                + notBefore.map(Instant::toString).orElse(NONE) + "\nnot after   "
                + notAfter.map(Instant::toString).orElse(NONE) + "\n";
        String rest = "\n" + String.join("\n", body) + "\n";
        return head + "hash        " + Sha256.of(head + rest) + "\n" + rest;
    }

    /** Throws {@code INPUT_INVALID} for what is no plan, {@code CONFLICT} for one whose text was changed. */
    static PlanText parse(String text) {
        Matcher head = HEAD.matcher(text);
        if (!head.find()) {
            throw ProblemException.of(ProblemCode.INPUT_INVALID, "This is no plan of Demarc.", MADE_BY_DEMARC);
        }
        PlanText plan = new PlanText(
                head.group(1),
                Optional.of(head.group(2)).filter(name -> !name.equals(EVERY)),
                instant(head.group(3)),
                instant(head.group(4)),
                text.substring(head.end()).lines().toList());
        if (!plan.text().equals(text)) {
            throw ProblemException.of(
                    ProblemCode.CONFLICT,
                    "The plan's text was changed since it was made: its hash is another one.",
                    MADE_BY_DEMARC);
        }
        return plan;
    }

    private static Optional<Instant> instant(String text) {
        return text.equals(NONE) ? Optional.empty() : Optional.of(time(text));
    }

    /** An ISO-8601 instant; throws {@code INPUT_INVALID}. */
    static Instant time(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new ProblemException(
                    Problem.of(
                            ProblemCode.INPUT_INVALID,
                            "'" + Printable.of(text) + "' is not a moment such as 2026-11-30T22:00:00Z.",
                            "Write it in UTC, with the Z."),
                    e);
        }
    }

    /** Why it isn't executed now; null when it may be. */
    @Nullable
    String untimely(Instant now) {
        if (notBefore.filter(now::isBefore).isPresent()) {
            return "not before " + notBefore.get();
        }
        return notAfter.filter(now::isAfter).isPresent() ? "not after " + notAfter.get() : null;
    }

    /** What of the plan is no longer so ({@code -}), and what is instead ({@code +}), with the switch that it is about. */
    List<String> difference(List<String> now) {
        List<String> planned = withSwitch(body);
        List<String> found = withSwitch(now);
        List<String> lines = new ArrayList<>();
        planned.stream().filter(line -> !found.contains(line)).forEach(line -> lines.add("- " + line));
        found.stream().filter(line -> !planned.contains(line)).forEach(line -> lines.add("+ " + line));
        return lines.isEmpty() ? List.of("the same lines in another order") : lines;
    }

    private static List<String> withSwitch(List<String> lines) {
        List<String> all = new ArrayList<>();
        String about = "";
        for (String line : lines) {
            about = line.startsWith("switch ") ? line.substring("switch ".length()) + ": " : about;
            all.add(line.startsWith("  ") ? about + line.strip() : line);
        }
        return all;
    }
}
