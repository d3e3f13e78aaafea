/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.cli;

import io.demarc.access.Printable;
import io.demarc.switches.PortState;
import io.demarc.switches.Vlan;
import io.demarc.switches.cli.CliDefinition.Operation;
import io.demarc.switches.session.PortStep;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Turns steps into the lines that a definition says. Immutable, thread-safe. */
final class CommandLines {
    /** What stands for a value in a line; shell and JSON braces have other things in them. */
    static final Pattern PLACE = Pattern.compile("\\{([a-z]+(?:[.-][a-z]+)*)\\}");

    private static final Pattern SAFE = Pattern.compile("[A-Za-z0-9._:/+=, -]*");
    private static final Set<String> STATE = Set.of(
            "current-mode",
            "current-untagged",
            "current-tagged",
            "current-vlans",
            "current-description",
            "current-admin");
    /** A line without one of these would be about something else. */
    private static final Set<String> NEVER_EMPTY = Set.of("port", "vlan", "vlan-name", "each", "each-name");

    /** Names that may stand in the lines that make a trunk. */
    static final Set<String> PLACES_IN_TRUNK = Set.of("port", "native", "vlans", "down");

    private final CliDefinition definition;

    CommandLines(CliDefinition definition) {
        this.definition = definition;
    }

    /** Whether what is sent for the step depends on how its port, or the switch, is at present. */
    boolean dependsOnState(PortStep step) {
        return Command.all(definition.operation(operationOf(step)))
                .anyMatch(command -> Stream.of(command.send(), command.except(), command.prompt())
                                .anyMatch(this::isAboutState)
                        || (command.forEach() != null && command.forEach().startsWith("current-"))
                        || command.when().keySet().stream().anyMatch(name -> isAboutState("{" + name + "}")));
    }

    private boolean isAboutState(String text) {
        return PLACE.matcher(text)
                .results()
                .map(place -> place.group(1))
                .anyMatch(name -> name.startsWith("current-")
                        || name.endsWith("-name")
                        || definition.facts().stream()
                                .anyMatch(fact -> fact.name().equals(name)));
    }

    /**
     * A line as it is sent, and what the definition says about sending it.
     *
     * @param prompt what the prompt must match afterwards; null for anything
     */
    record Rendered(String line, Command command, @Nullable Pattern prompt) {
        /** A line that the mode's prompt ends. */
        static Rendered of(String line) {
            return new Rendered(line, Command.plain(line), null);
        }
    }

    /** Names that may stand in the lines of an operation. */
    static Set<String> placesIn(Operation operation) {
        Set<String> places = switch (operation) {
            case CREATE_VLAN -> Set.of("vlan", "vlan-name", "bridge");
            case SHUT, ENABLE -> Set.of("port", "bridge");
            case ATTACH -> Set.of("port", "vlan", "vlan-name", "description", "bridge");
            case PARK -> Set.of("port", "vlan", "vlan-name", "down", "bridge");
            case SAVE -> Set.of("bridge");
        };
        Set<String> all = new TreeSet<>(places);
        if (places.contains("port")) {
            all.addAll(STATE);
        }
        return all;
    }

    /** The lines of one step, given what is known of its port and of the switch. */
    List<Rendered> render(PortStep step, @Nullable PortState known, SwitchFacts facts) {
        Map<String, String> values = new HashMap<>(facts.values());
        values.putAll(values(step));
        if (!(step instanceof PortStep.CreateVlan)) {
            values.put("vlan-name", facts.nameOf(values.getOrDefault("vlan", "")));
        }
        values.put("current-mode", known == null ? "" : known.mode().id());
        String untagged = known == null ? "" : untagged(known);
        String tagged = known == null || known.tagged() == null
                ? ""
                : known.tagged().stream().map(Vlan::toString).collect(Collectors.joining(" "));
        values.put("current-untagged", untagged);
        values.put("current-tagged", tagged);
        values.put("current-vlans", (untagged + " " + tagged).strip());
        String description = known == null ? null : known.description();
        values.put("current-description", description == null ? "" : description);
        Boolean adminUp = known == null ? null : known.adminUp();
        values.put("current-admin", adminUp == null ? "" : adminUp ? "up" : "down");
        return render(definition.operation(operationOf(step)), values, facts);
    }

    private static String untagged(PortState known) {
        return Stream.concat(Stream.ofNullable(known.untagged()), known.alsoUntagged().stream())
                .map(Vlan::toString)
                .collect(Collectors.joining(" "));
    }

    /** The lines of commands whose values are these. */
    static List<Rendered> render(List<Command> commands, Map<String, String> values, SwitchFacts facts) {
        List<Rendered> lines = new ArrayList<>();
        for (Command command : commands) {
            for (Map<String, String> each : rounds(command, values, facts)) {
                if (!isMet(command, each)) {
                    continue;
                }
                if (!command.lines().isEmpty()) {
                    lines.addAll(render(command.lines(), each, facts));
                } else {
                    lines.add(new Rendered(fill(command.send(), each), command, prompt(command, each)));
                }
            }
        }
        return lines;
    }

    /** The values for each time that a command is sent, its conditions apart. */
    private static List<Map<String, String>> rounds(Command command, Map<String, String> values, SwitchFacts facts) {
        String forEach = command.forEach();
        if (forEach == null) {
            return List.of(values);
        }
        Set<String> except = Set.copyOf(parts(fill(command.except(), values)));
        List<String> parts = parts(values.getOrDefault(forEach, "")).stream()
                .filter(part -> !except.contains(part))
                .toList();
        String join = command.join();
        if (join != null && !parts.isEmpty()) {
            parts = List.of(String.join(join, parts));
        }
        List<Map<String, String>> rounds = new ArrayList<>();
        for (String part : parts) {
            Map<String, String> more = new HashMap<>(values);
            more.put("each", part);
            more.put("each-name", facts.nameOf(part));
            rounds.add(more);
        }
        return rounds;
    }

    private static List<String> parts(String value) {
        return Stream.of(value.split("[ ,]+", -1))
                .filter(part -> !part.isEmpty())
                .distinct()
                .toList();
    }

    private static boolean isMet(Command command, Map<String, String> values) {
        return command.when().entrySet().stream()
                .allMatch(condition -> Matching.of(condition.getValue(), values.getOrDefault(condition.getKey(), ""))
                        .matches());
    }

    private static @Nullable Pattern prompt(Command command, Map<String, String> values) {
        return command.prompt().isEmpty()
                ? null
                : Pattern.compile(PLACE.matcher(command.prompt())
                        .replaceAll(place ->
                                Matcher.quoteReplacement(Pattern.quote(values.getOrDefault(place.group(1), "")))));
    }

    /** The lines that make a port the trunk that it was, with these tagged VLANs. */
    static List<String> ofTrunk(List<Command> commands, PortState was, List<Vlan> tagged) {
        Vlan untagged = was.untagged();
        Boolean adminUp = was.adminUp();
        List<Vlan> vlans = new ArrayList<>(tagged);
        if (untagged != null) {
            vlans.add(untagged);
        }
        return render(
                        commands,
                        Map.of(
                                "port",
                                was.port().value(),
                                "native",
                                untagged == null ? "" : untagged.toString(),
                                "vlans",
                                Vlan.ranges(vlans),
                                "down",
                                adminUp == null ? "" : adminUp ? "no" : "yes"),
                        SwitchFacts.NONE)
                .stream()
                .map(Rendered::line)
                .toList();
    }

    /**
     * Puts the values into a line.
     *
     * @throws IllegalArgumentException for a value that could end, quote or continue a line, or that is missing
     */
    static String fill(String line, Map<String, String> values) {
        return PLACE.matcher(line).replaceAll(place -> {
            String value = values.getOrDefault(place.group(1), "");
            if (value.isEmpty() && NEVER_EMPTY.contains(place.group(1))) {
                throw new IllegalArgumentException(
                        "the line '" + line + "' needs {" + place.group(1) + "}, which the switch has not told");
            }
            if (!SAFE.matcher(value).matches()) {
                throw new IllegalArgumentException("'" + Printable.of(value) + "' cannot be put into the line '" + line
                        + "': only letters, digits, spaces and . _ : / + = , - are safe there");
            }
            return Matcher.quoteReplacement(value);
        });
    }

    private static Map<String, String> values(PortStep step) {
        Map<String, String> values = new HashMap<>();
        if (step instanceof PortStep.CreateVlan create) {
            values.put("vlan", text(create.vlan()));
            values.put("vlan-name", create.name());
        } else if (step instanceof PortStep.Attach attach) {
            values.put("vlan", text(attach.vlan()));
            values.put("description", attach.description().value());
        } else if (step instanceof PortStep.Park park) {
            values.put("vlan", text(park.parking()));
            values.put("down", park.down() ? "yes" : "no");
        }
        if (step instanceof PortStep.PortOwned owned) {
            values.put("port", owned.port().value());
        }
        return values;
    }

    private static Operation operationOf(PortStep step) {
        if (step instanceof PortStep.CreateVlan) {
            return Operation.CREATE_VLAN;
        } else if (step instanceof PortStep.Shut) {
            return Operation.SHUT;
        } else if (step instanceof PortStep.Attach) {
            return Operation.ATTACH;
        } else if (step instanceof PortStep.Enable) {
            return Operation.ENABLE;
        }
        return Operation.PARK;
    }

    private static String text(@Nullable Vlan vlan) {
        return vlan == null ? "" : vlan.toString();
    }
}
