/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cli;

import com.google.gson.JsonParser;
import io.demarc.plugin.operations.Views.Finding;
import io.demarc.plugin.operations.Views.Outcome;
import io.demarc.plugin.operations.Views.PlannedChange;
import io.demarc.plugin.operations.Views.PortView;
import io.demarc.plugin.operations.Views.SwitchView;
import io.demarc.plugin.words.JournalEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Answers as people read them. */
final class Rendering {
    private final Terminal terminal;

    Rendering(Terminal terminal) {
        this.terminal = terminal;
    }

    void switches(List<SwitchView> switches) {
        Table table = Table.of("SWITCH", "PLATFORM", "ADDRESS", "PORTS", "ADOPTED", "STATE", "LAST READ", "PROBLEM");
        for (SwitchView it : switches) {
            table.row(
                    it.name(),
                    it.platform(),
                    it.address(),
                    it.managedPorts(),
                    it.adoptedPorts(),
                    it.state(),
                    it.readAt(),
                    it.problem());
        }
        table.print(terminal);
        switches.stream()
                .map(SwitchView::frozen)
                .filter(Objects::nonNull)
                .distinct()
                .forEach(frozen -> terminal.line("FROZEN: " + frozen + "."));
    }

    void oneSwitch(SwitchView it) {
        Table.plain()
                .row("switch", it.name())
                .row("platform", it.platform())
                .row("definition", it.definition())
                .row("address", it.address())
                .row("managed ports", it.managedPorts())
                .row("adopted", it.adoptedPorts())
                .row("manage", it.manage())
                .row("frozen", it.frozen() == null ? "no" : it.frozen())
                .row("state", it.state())
                .row("problem", it.problem())
                .row("last read", it.readAt())
                .row("unsaved changes", it.unsaved() ? "since " + it.unsavedSince() : "no")
                .print(terminal);
    }

    void ports(List<PortView> ports) {
        Table table = Table.of("SWITCH", "PORT", "DEVICE", "NETWORK", "WANTED", "OBSERVED", "STATE");
        for (PortView it : ports) {
            table.row(it.switchName(), it.port(), it.device(), it.network(), it.wanted(), it.observed(), it.state());
        }
        table.print(terminal);
        problems(ports);
    }

    /** What is wrong with a whole switch is told once, not of each of its ports. */
    private void problems(List<PortView> ports) {
        Map<List<String>, List<String>> bySwitchAndProblem = new LinkedHashMap<>();
        ports.stream()
                .filter(it -> it.problem() != null)
                .forEach(it -> bySwitchAndProblem
                        .computeIfAbsent(
                                List.of(it.switchName(), String.valueOf(it.problem())), key -> new ArrayList<>())
                        .add(it.port()));
        bySwitchAndProblem.forEach((key, all) -> terminal.line(
                named(key.get(0) + (all.size() == 1 ? " " + all.get(0) : ", " + all.size() + " ports"), key.get(1))));
    }

    /** Most problems name their port themselves. */
    private static String named(String port, @Nullable String problem) {
        return String.valueOf(problem).startsWith(port) ? String.valueOf(problem) : port + ": " + problem;
    }

    void onePort(PortView it) {
        Table.plain()
                .row("switch", it.switchName())
                .row("port", it.port())
                .row("device", it.device())
                .row("network", it.network())
                .row("wanted", it.wanted())
                .row("observed", it.observed())
                .row("link", it.linkUp() == null ? null : it.linkUp() ? "up" : "down")
                .row("state", it.state())
                .row("problem", it.problem())
                .row("adopted", it.adopted() ? "by " + it.adoptedBy() + ", " + it.adoptedAt() : "no")
                .row("was then", it.adoptedAs())
                .row("verified", it.verified())
                .row("last read", it.readAt())
                .row("took", it.tookMillis() == null ? null : it.tookMillis() + " ms")
                .print(terminal);
    }

    void findings(List<Finding> findings) {
        Table table = Table.of("VERDICT", "SUBJECT", "MESSAGE");
        for (Finding it : findings) {
            table.row(it.verdict(), it.subject(), sentences(it.message(), it.fix()));
        }
        table.print(terminal);
    }

    /** An answer that is one sentence, or a few lines, for a person. */
    void message(String answer) {
        JsonParser.parseString(answer)
                .getAsJsonObject()
                .get("message")
                .getAsString()
                .lines()
                .forEach(terminal::line);
    }

    static boolean allWell(List<Finding> findings) {
        return findings.stream().allMatch(it -> it.verdict().equals("ok"));
    }

    static boolean noneFailed(List<Finding> findings) {
        return findings.stream().noneMatch(it -> it.verdict().equals("failed"));
    }

    void plan(List<PlannedChange> changes) {
        if (changes.isEmpty()) {
            terminal.line("Nothing differs.");
        }
        PlannedChange before = null;
        for (PlannedChange change : changes) {
            planned(change, true, before);
            before = change;
        }
        if (!changes.isEmpty()) {
            new DryRunRendering(terminal).summary(changes);
        }
    }

    /** @param before the one that was told before it, whose reason is not told again; null for none */
    void planned(PlannedChange it, boolean withLines, @Nullable PlannedChange before) {
        terminal.line(it.switchName() + " " + it.port() + ": " + (it.before() == null ? "unknown" : it.before())
                + " -> " + it.wanted() + " (" + it.why() + ")");
        if (withLines) {
            it.lines().forEach(line -> terminal.line("    " + line));
        }
        if (it.problem() != null) {
            boolean isToldAlready = before != null
                    && before.switchName().equals(it.switchName())
                    && it.problem().equals(before.problem());
            terminal.line("    will not be done" + (isToldAlready ? ", for the same reason" : ": " + it.problem()));
        }
    }

    void outcome(Outcome outcome, boolean isDryRun) {
        if (isDryRun) {
            new DryRunRendering(terminal).outcome(outcome);
        } else {
            outcome(outcome);
        }
    }

    void outcome(Outcome outcome) {
        terminal.line(outcome.message());
        if (!outcome.ports().isEmpty()) {
            ports(outcome.ports());
        }
    }

    void journal(JournalEntry entry) {
        terminal.line(Stream.of(
                        Instant.ofEpochMilli(entry.atMillis()).toString(),
                        entry.kind(),
                        words(entry.actorKind(), entry.actorName()),
                        words(entry.switchName(), entry.port()),
                        entry.message())
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining("  ")));
    }

    private static String words(@Nullable String... parts) {
        return Stream.of(parts)
                .filter(Objects::nonNull)
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(" "));
    }

    private static String sentences(String message, String fix) {
        return fix.isEmpty() ? message : message.replaceFirst("([^.!?])$", "$1.") + " " + fix;
    }
}
