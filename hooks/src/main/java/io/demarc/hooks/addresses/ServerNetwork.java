/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.addresses;

import io.demarc.access.Printable;
import io.demarc.hooks.node.CommandResult;
import io.demarc.hooks.node.NodeCommands;
import io.demarc.hooks.node.Sections;
import io.demarc.hooks.node.Sections.Section;
import io.demarc.hooks.runbook.StepContext;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A server's interfaces and addresses, by iproute2, as one look of a step sees them: what was read is remembered until something
 * is changed, so that many addresses take no more commands to look at than one does. What changes something goes into the run's
 * evidence with {@link #tell}. One caller at a time.
 */
final class ServerNetwork {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Pattern ROUTE = Pattern.compile("(?:via (\\S+) )?dev (\\S+)");
    private static final Pattern NEIGHBOUR = Pattern.compile("lladdr ([0-9a-f:]{17}) (?!.*FAILED)");

    /** What most looks begin with: prints {@link Sections}. */
    private static final String SURVEY = """
        ip -o address show; echo "@@addresses $?"
        ip -o link show; echo "@@links $?"
        ip -4 -o route show default; echo "@@routes4 $?"
        ip -6 -o route show default; echo "@@routes6 $?"
        echo "$SSH_CONNECTION"; echo "@@entrance $?"
        """;

    private final String name;
    private final NodeCommands commands;
    private final StepContext context;
    private final List<Change> changes = new ArrayList<>();
    private final Map<List<String>, CommandResult> seen = new HashMap<>();

    ServerNetwork(String name, NodeCommands commands, StepContext context) {
        this.name = name;
        this.commands = commands;
        this.context = context;
    }

    private record Change(String line, CommandResult result) {}

    /**
     * A way that the server would take.
     *
     * @param via empty when straight to it
     */
    record Way(String via, String card) {
        boolean isDirect(String by) {
            return via.isEmpty() && card.equals(by);
        }
    }

    String name() {
        return name;
    }

    NodeCommands commands() {
        return commands;
    }

    /** Runs a command that changes nothing, if it hasn't been run since the last change. */
    CommandResult look(String... argv) {
        return seen.computeIfAbsent(List.of(argv), command -> commands.run(command, LIMIT));
    }

    /**
     * Looks anew at its addresses, for a sign of life.
     *
     * @throws ProblemException {@code NODE_UNREACHABLE} when there is none
     */
    void requireAnswer() {
        seen.clear();
        holdings();
    }

    /** Runs a command that changes something. */
    CommandResult act(String... argv) {
        return change(List.of(argv));
    }

    /** @param program that tells it */
    private String surveyed(String section, String program) {
        CommandResult survey = look("sh", "-c", SURVEY);
        // What was cut off isn't told to be nothing.
        Section told =
                Sections.of(survey.stdout()).find(section).orElseGet(() -> new Section("", Math.max(1, survey.exit())));
        if (told.exit() != 0) {
            throw failed(List.of(program), new CommandResult(told.exit(), told.text(), survey.stderr()));
        }
        return told.text();
    }

    List<Holding> holdings() {
        return Holding.parse(surveyed("addresses", "ip -o address show"));
    }

    Optional<Holding> holding(IpAddress ip) {
        return holdings().stream().filter(it -> it.ip().equals(ip)).findFirst();
    }

    boolean has(IpAddress ip) {
        return holding(ip).isPresent();
    }

    List<Link> links() {
        return Link.parse(surveyed("links", "ip -o link show"));
    }

    Set<MacAddress> macs() {
        return links().stream()
                .flatMap(link -> Optional.ofNullable(link.mac()).stream())
                .collect(Collectors.toSet());
    }

    /** How it would reach the address; empty when it has no route. */
    Optional<Way> wayTo(IpAddress ip) {
        CommandResult result = look("ip", "-o", "route", "get", ip.text());
        Matcher matcher = ROUTE.matcher(result.stdout());
        return result.exit() == 0 && matcher.find()
                ? Optional.of(new Way(Optional.ofNullable(matcher.group(1)).orElse(""), matcher.group(2)))
                : Optional.empty();
    }

    /** Its default routes of this family that have a gateway. */
    List<Way> defaultWays(boolean isSix) {
        String family = isSix ? "6" : "4";
        return surveyed("routes" + family, "ip -" + family + " -o route show default")
                .lines()
                .map(ROUTE::matcher)
                .filter(Matcher::find)
                .filter(line -> line.group(1) != null)
                .map(line -> new Way(line.group(1), line.group(2)))
                .toList();
    }

    /** The address of its own that the SSH connection of these commands ends at; empty without one. */
    Optional<String> entrance() {
        String[] ends = surveyed("entrance", "echo $SSH_CONNECTION").strip().split(" ");
        return ends.length == 4 ? Optional.of(ends[2].replaceFirst("%.*", "")) : Optional.empty();
    }

    /** What its kernel knows of a neighbour; empty when nothing good. */
    Optional<MacAddress> neighbour(IpAddress ip, String card) {
        Matcher matcher = NEIGHBOUR.matcher(
                look("ip", "neighbour", "show", "to", ip.text(), "dev", card).stdout());
        return matcher.find() ? Optional.of(new MacAddress(matcher.group(1))) : Optional.empty();
    }

    /**
     * Whether one ping of two is answered.
     *
     * @param card by which it goes where the target is link-local
     * @param from an address of its own, or the interface
     */
    boolean pings(IpAddress target, String card, String from) {
        List<String> argv = new ArrayList<>(List.of("ping", "-n", "-q", "-c", "2", "-i", "0.2", "-W", "1"));
        argv.addAll(List.of("-I", from, target.isSpecial() ? target + "%" + card : target.text()));
        return commands.run(argv, LIMIT).exit() == 0;
    }

    /** Takes the address off, if it is there. */
    void remove(Leg leg, String card) {
        CommandResult result =
                change(List.of("ip", "address", "del", leg.address().toString(), "dev", card));
        if (result.exit() != 0 && has(leg.address().ip())) {
            throw failed(List.of("ip", "address", "del", leg.address().toString(), "dev", card), result);
        }
    }

    /** Puts the address on, if it isn't there. Whether somebody else has it was asked before. */
    void add(Leg leg, String card) {
        List<String> argv =
                new ArrayList<>(List.of("ip", "address", "add", leg.address().toString()));
        argv.addAll(leg.options());
        argv.addAll(List.of("dev", card));
        leg.labelOn(card).ifPresent(label -> argv.addAll(List.of("label", label)));
        if (leg.address().ip().isSix()) {
            // Else it would not be usable for a second or more, nor announced.
            argv.add("nodad");
        }
        CommandResult result = change(argv);
        if (result.exit() != 0 && !has(leg.address().ip())) {
            throw failed(argv, result);
        }
    }

    private CommandResult change(List<String> argv) {
        seen.clear();
        CommandResult result = commands.run(argv, LIMIT);
        changes.add(new Change(name + "$ " + String.join(" ", argv), result));
        return result;
    }

    /** Puts what was changed into the evidence: afterwards, since a disk takes longer than an address to move. */
    void tell() {
        changes.forEach(change -> context.record(
                change.line(),
                change.result().exit(),
                (change.result().stdout() + change.result().stderr()).strip()));
        changes.clear();
    }

    private ProblemException failed(List<String> argv, CommandResult result) {
        String output = (result.stderr() + result.stdout()).strip();
        return ProblemException.of(
                ProblemCode.NODE_COMMAND_FAILED,
                name + ": '" + String.join(" ", argv) + "' ended with " + result.exit() + ". It printed: "
                        + Printable.of(output.isEmpty() ? "nothing" : output),
                "Mend it on the server, then resume the run.");
    }
}
