/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.cli;

import io.demarc.access.Printable;
import io.demarc.switches.PortState;
import io.demarc.switches.Vlan;
import io.demarc.switches.cli.CliDefinition.Operation;
import io.demarc.switches.session.PortStep;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
    private static final Set<String> STATE =
            Set.of("current-mode", "current-untagged", "current-tagged", "current-description");

    /** Names that may stand in the lines that make a trunk. */
    static final Set<String> PLACES_IN_TRUNK = Set.of("port", "native", "vlans", "down");

    private final CliDefinition definition;

    CommandLines(CliDefinition definition) {
        this.definition = definition;
    }

    /** Whether what is sent for the step depends on how its port is at present. */
    boolean dependsOnState(PortStep step) {
        return definition.operation(operationOf(step)).stream()
                .anyMatch(command -> command.send().contains("{current-")
                        || (command.forEach() != null && command.forEach().startsWith("current-"))
                        || command.when().keySet().stream().anyMatch(STATE::contains));
    }

    /** A line as it is sent, and what the definition says about sending it. */
    record Rendered(String line, Command command) {}

    /** Names that may stand in the lines of an operation. */
    static Set<String> placesIn(Operation operation) {
        Set<String> places = switch (operation) {
            case CREATE_VLAN -> Set.of("vlan", "vlan-name", "bridge");
            case SHUT, ENABLE -> Set.of("port", "bridge");
            case ATTACH -> Set.of("port", "vlan", "description", "bridge");
            case PARK -> Set.of("port", "vlan", "down", "bridge");
            case SAVE -> Set.of("bridge");
        };
        Set<String> all = new java.util.TreeSet<>(places);
        if (places.contains("port")) {
            all.addAll(STATE);
        }
        return all;
    }

    /** The lines of one step, given what is known of its port. */
    List<Rendered> render(PortStep step, @Nullable PortState known, @Nullable String bridge) {
        Map<String, String> values = values(step);
        values.put("bridge", bridge == null ? "" : bridge);
        values.put("current-mode", known == null ? "" : known.mode().id());
        values.put("current-untagged", known == null ? "" : untagged(known));
        values.put(
                "current-tagged",
                known == null || known.tagged() == null
                        ? ""
                        : known.tagged().stream().map(Vlan::toString).collect(Collectors.joining(" ")));
        String description = known == null ? null : known.description();
        values.put("current-description", description == null ? "" : description);
        return render(definition.operation(operationOf(step)), values);
    }

    private static String untagged(PortState known) {
        return Stream.concat(Stream.ofNullable(known.untagged()), known.alsoUntagged().stream())
                .map(Vlan::toString)
                .collect(Collectors.joining(" "));
    }

    /** The lines of commands whose values are these. */
    static List<Rendered> render(List<Command> commands, Map<String, String> values) {
        List<Rendered> lines = new ArrayList<>();
        for (Command command : commands) {
            boolean isMet = command.when().entrySet().stream()
                    .allMatch(condition -> condition
                            .getValue()
                            .matcher(values.getOrDefault(condition.getKey(), ""))
                            .matches());
            if (!isMet) {
                continue;
            }
            String forEach = command.forEach();
            if (forEach == null) {
                lines.add(new Rendered(fill(command.send(), values), command));
                continue;
            }
            for (String each : values.getOrDefault(forEach, "").split("[ ,]", -1)) {
                if (!each.isEmpty()) {
                    Map<String, String> more = new HashMap<>(values);
                    more.put("each", each);
                    lines.add(new Rendered(fill(command.send(), more), command));
                }
            }
        }
        return lines;
    }

    /** The lines that make a port the trunk that it was, with these tagged VLANs. */
    static List<String> ofTrunk(List<Command> commands, PortState was, List<Vlan> tagged) {
        Vlan untagged = was.untagged();
        Boolean adminUp = was.adminUp();
        BitSet vlans = new BitSet();
        tagged.forEach(vlan -> vlans.set(vlan.id()));
        if (untagged != null) {
            vlans.set(untagged.id());
        }
        return render(
                        commands,
                        Map.of(
                                "port",
                                was.port().value(),
                                "native",
                                untagged == null ? "" : untagged.toString(),
                                "vlans",
                                ranges(vlans),
                                "down",
                                adminUp == null ? "" : adminUp ? "no" : "yes"))
                .stream()
                .map(Rendered::line)
                .toList();
    }

    /** Such as {@code 10,20-29}. */
    private static String ranges(BitSet ids) {
        List<String> ranges = new ArrayList<>();
        for (int first = ids.nextSetBit(0); first >= 0; ) {
            int end = ids.nextClearBit(first);
            ranges.add(end - first == 1 ? String.valueOf(first) : first + "-" + (end - 1));
            first = ids.nextSetBit(end);
        }
        return String.join(",", ranges);
    }

    /**
     * Puts the values into a line.
     *
     * @throws IllegalArgumentException for a value that could end, quote or continue a line
     */
    static String fill(String line, Map<String, String> values) {
        return PLACE.matcher(line).replaceAll(place -> {
            String value = values.getOrDefault(place.group(1), "");
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
