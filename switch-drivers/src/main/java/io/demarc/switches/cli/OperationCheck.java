/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.cli;

import io.demarc.access.yaml.YamlProblems;
import io.demarc.switches.Capability;
import io.demarc.switches.PortMode;
import io.demarc.switches.cli.CliDefinition.Operation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the lines of operations may do: write to the port and the VLAN that they are given, to nothing else, and take a port up
 * or down only where that is what the operation is for. One caller, once.
 */
final class OperationCheck {
    private static final Pattern SHUTTING = Pattern.compile(
            "(?i)(?<!\\bno )(?<!\\bundo )\\bshutdown\\b|^(?!.*\\b(?:delete|unset|no)\\b).*\\bdisable\\b(?! port-security)"
                    + "|\\bstate down\\b|\\bdisabled=yes\\b|\\b(?:set )?dev \\S+ down\\b");
    private static final Pattern ENABLING = Pattern.compile(
            "(?i)\\b(?:no|undo) shutdown\\b|^enable\\b|^(?!.*\\b(?:no|undo|voice|edged)\\b).*\\benable$|\\bstate up\\b"
                    + "|\\bdisabled=no\\b|\\bdelete \\S+ \\S+ disable$|\\b(?:set )?dev \\S+ up\\b");
    /** A port that is called by its name: behind a word for a port stands one with a digit and no placeholder. */
    private static final Pattern NAMED_PORT = Pattern.compile(
            "(?i)\\b(?:interfaces?|ports?|ethernet|ethe|dev|(?:un)?tagged)[ =\"]+(?!vlan\\b)[^\\s{}]*\\d[^\\s{}]*(?![^\\s]*\\{)");

    /** What looks like a port wherever it stands: {@code A7}, {@code ether7}, {@code 1/0/7}, {@code ge-0/0/7}. */
    private static final Pattern LIKE_A_PORT = Pattern.compile("(?<![\\w{}./:-])(?!(?i:ip)?v\\d\\b|802\\.)"
            + "(?:[A-Za-z][A-Za-z_-]*\\d+(?:[/.:]\\d+)*|\\d+(?:[/.:]\\d+)+)(?![\\w{}/.:-])");

    private static final Map<String, Set<String>> VALUES = Map.of(
            "down",
            Set.of("yes", "no"),
            "current-admin",
            Set.of("up", "down", ""),
            "current-mode",
            Arrays.stream(PortMode.values()).map(PortMode::id).collect(Collectors.toUnmodifiableSet()));

    private final CliDefinition definition;
    private final YamlProblems problems;

    OperationCheck(CliDefinition definition, YamlProblems problems) {
        this.definition = definition;
        this.problems = problems;
    }

    /** A line and every condition that it stands under. */
    private record Conditional(String place, String send, Map<String, Pattern> when) {
        boolean isOnly(String name, String value) {
            Pattern pattern = when.get(name);
            return pattern != null
                    && pattern.matcher(value).matches()
                    && VALUES.getOrDefault(name, Set.of()).stream()
                            .noneMatch(other -> !other.equals(value)
                                    && pattern.matcher(other).matches());
        }
    }

    void run() {
        for (Operation operation : Operation.values()) {
            String here = "operations." + id(operation);
            List<Conditional> lines = lines(operation);
            if (lines.isEmpty()) {
                continue;
            }
            boolean isOfPort = CommandLines.placesIn(operation).contains("port");
            problems.require(!isOfPort || has(lines, "{port}"), here, "no line has {port}: it would write to no port");
            boolean isOfVlan = CommandLines.placesIn(operation).contains("vlan");
            problems.require(!isOfVlan || has(lines, "{vlan}"), here, "no line has {vlan}: it would write no VLAN");
            lines.forEach(this::checkName);
            checkConditions(lines);
            checkLoops(here, definition.operation(operation));
        }
        if (definition.capabilities().contains(Capability.PORT_ADMIN)) {
            checkAdmin();
        }
        checkBoth();
        List<Command> save = definition.operation(Operation.SAVE);
        problems.require(
                save.isEmpty() || Command.all(save).anyMatch(line -> line.expect() != null || line.isSilent()),
                "operations.save",
                "no line has expect, or silent: true where the switch prints nothing: a save that failed would count");
    }

    private void checkName(Conditional line) {
        String known = kinds().isEmpty() ? "" : kinds();
        boolean isNamed = NAMED_PORT.matcher(line.send()).find()
                || LIKE_A_PORT.matcher(line.send()).find()
                || (!known.isEmpty()
                        && Pattern.compile("(?i)(?<![\\w-])(?:" + known + ") ?\\d[\\d/.:]*(?![\\w}])")
                                .matcher(line.send())
                                .find());
        problems.require(
                !isNamed,
                line.place(),
                "'" + line.send() + "' names a port: write {port}, which is the one to write to");
    }

    private String kinds() {
        return definition.names().kinds().stream()
                .flatMap(kind -> Stream.concat(Stream.of(kind.longName()), kind.shortNames().stream()))
                .filter(name ->
                        name.length() > 1 && !name.toLowerCase(Locale.ROOT).startsWith("vl"))
                .map(Pattern::quote)
                .collect(Collectors.joining("|"));
    }

    private void checkConditions(List<Conditional> lines) {
        for (Conditional line : lines) {
            line.when()
                    .forEach((name, pattern) -> problems.require(
                            VALUES.getOrDefault(name, Set.of("any")).stream()
                                    .anyMatch(value -> !VALUES.containsKey(name)
                                            || pattern.matcher(value).matches()),
                            line.place(),
                            "when " + name + " is '" + pattern.pattern() + "': it is never that, but "
                                    + String.join(
                                            ", ",
                                            VALUES.getOrDefault(name, Set.of()).stream()
                                                    .sorted()
                                                    .toList())));
        }
    }

    /** Two loops over the same value in a row: what belongs together for each value is a block. */
    private void checkLoops(String here, List<Command> commands) {
        for (int i = 1; i < commands.size(); i++) {
            Command command = commands.get(i);
            Command before = commands.get(i - 1);
            boolean isSame = command.forEach() != null
                    && command.forEach().equals(before.forEach())
                    && command.lines().isEmpty()
                    && before.lines().isEmpty()
                    && !before.send().contains("{port}");
            problems.require(
                    !isSame,
                    here + "[" + i + "]",
                    "a second loop over " + command.forEach() + ": all of the first is sent before it. Lines that go"
                            + " together for each value are a block: for-each with lines");
        }
        commands.forEach(command -> checkLoops(here, command.lines()));
    }

    private void checkAdmin() {
        for (Conditional line : lines(Operation.SHUT)) {
            problems.require(!isEnabling(line), line.place(), "'" + line.send() + "' takes the port up");
        }
        for (Conditional line : lines(Operation.ENABLE)) {
            problems.require(!isShutting(line), line.place(), "'" + line.send() + "' takes the port down");
        }
        Set<String> down = difference(lines(Operation.SHUT), lines(Operation.ENABLE));
        Set<String> up = difference(lines(Operation.ENABLE), lines(Operation.SHUT));
        problems.require(!down.isEmpty() && !up.isEmpty(), "operations.enable", "does the same as shut");
        for (Conditional line : lines(Operation.ATTACH)) {
            problems.require(
                    !down.contains(line.send()) && !up.contains(line.send()) && !isShutting(line) && !isEnabling(line),
                    line.place(),
                    "'" + line.send()
                            + "' takes the port up or down: leave that to shut and enable, between which it is"
                            + " read back");
        }
        boolean heeds = false;
        for (Conditional line : lines(Operation.PARK)) {
            if (down.contains(line.send()) || isShutting(line)) {
                heeds |= line.isOnly("down", "yes");
                problems.require(
                        line.when().containsKey("down") || line.when().containsKey("current-admin"),
                        line.place(),
                        "'" + line.send() + "' takes the port down whatever {down} says: when: { down: 'yes' }");
            } else if (up.contains(line.send()) || isEnabling(line)) {
                problems.require(
                        line.isOnly("down", "no") && line.isOnly("current-admin", "up"),
                        line.place(),
                        "'" + line.send() + "' takes the port up: only when: { down: 'no', current-admin: up }");
            }
        }
        problems.require(
                heeds || lines(Operation.PARK).isEmpty(),
                "operations.park",
                "no line takes the port down when: { down: 'yes' }");
    }

    /** What takes a port out of everything when it is attached does so when it is parked, and the other way round. */
    private void checkBoth() {
        Set<String> attach = vlanLines(Operation.ATTACH);
        Set<String> park = vlanLines(Operation.PARK);
        Set<String> unlabelled = lines(Operation.ATTACH).stream()
                .map(line -> line.send().replace("{description}", ""))
                .collect(Collectors.toSet());
        boolean isOneLine = Command.all(definition.operation(Operation.ATTACH))
                .anyMatch(line -> line.send().contains("{vlan}") && line.send().contains("{description}"));
        if (isOneLine || attach.isEmpty() || park.isEmpty()) {
            return;
        }
        for (String line : attach) {
            problems.require(
                    park.contains(line),
                    "operations.park",
                    "'" + line + "' is missing, which attach sends: both end in one VLAN");
        }
        for (String line : park) {
            problems.require(
                    attach.contains(line) || unlabelled.contains(line),
                    "operations.attach",
                    "'" + line + "' is missing, which park sends: both end in one VLAN");
        }
    }

    private Set<String> vlanLines(Operation operation) {
        Set<String> admin = new LinkedHashSet<>();
        admin.addAll(difference(lines(Operation.SHUT), lines(Operation.ENABLE)));
        admin.addAll(difference(lines(Operation.ENABLE), lines(Operation.SHUT)));
        Set<String> sends = new LinkedHashSet<>();
        lines(operation).stream()
                .map(Conditional::send)
                .filter(send -> !send.contains("{description}") && !admin.contains(send))
                .forEach(sends::add);
        return sends;
    }

    private static Set<String> difference(List<Conditional> lines, List<Conditional> without) {
        Set<String> sends = new LinkedHashSet<>();
        lines.forEach(line -> sends.add(line.send()));
        without.forEach(line -> sends.remove(line.send()));
        return sends;
    }

    private List<Conditional> lines(Operation operation) {
        return flat("operations." + id(operation), definition.operation(operation), Map.of());
    }

    private static boolean isShutting(Conditional line) {
        return SHUTTING.matcher(line.send()).find();
    }

    private static boolean isEnabling(Conditional line) {
        return ENABLING.matcher(line.send()).find();
    }

    private static boolean has(List<Conditional> lines, String place) {
        return lines.stream().anyMatch(line -> line.send().contains(place));
    }

    private static List<Conditional> flat(String here, List<Command> commands, Map<String, Pattern> outer) {
        List<Conditional> all = new ArrayList<>();
        for (int i = 0; i < commands.size(); i++) {
            Command command = commands.get(i);
            String place = here + "[" + i + "]";
            Map<String, Pattern> when = new HashMap<>(outer);
            when.putAll(command.when());
            if (command.lines().isEmpty()) {
                all.add(new Conditional(place, command.send(), when));
            } else {
                all.addAll(flat(place + ".lines", command.lines(), when));
            }
        }
        return all;
    }

    private static String id(Operation operation) {
        return operation.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
