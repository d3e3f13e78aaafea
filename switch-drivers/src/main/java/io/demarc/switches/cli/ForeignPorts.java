/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.cli;

import io.demarc.switches.PortName;
import io.demarc.switches.cli.CommandLines.Rendered;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whether a line names a port of the switch that its step isn't about. A definition's own words are looked at, and what the switch
 * says of itself; the port, VLAN and label that fill its places are the step's. Immutable, thread-safe.
 */
final class ForeignPorts {
    /** Stands where a value does: no port's name has it. */
    private static final String VALUE = "\u0001";

    private static final Pattern VLAN_NUMBER = Pattern.compile("(?i)\\bvlans?[ =]+\\d[\\d,-]*");
    /** A name without a digit may as well be a word of the command, but for here. */
    private static final Pattern NAMED = Pattern.compile("(?i)(?<![\\w/-])(?:dev|port|interface)[ =]+\"?([^\\s\",=]+)");

    private final PortNames names;
    private final Set<PortName> ports;

    /** @param ports every port that the switch has told of */
    ForeignPorts(PortNames names, Set<PortName> ports) {
        this.names = names;
        this.ports = Set.copyOf(ports);
    }

    /**
     * A port that the line names.
     *
     * @param own   the one that it may name; null for none
     * @param facts what else fills its places and isn't the step's, by name
     */
    Optional<PortName> in(Rendered line, @Nullable PortName own, Map<String, String> facts) {
        if (ports.isEmpty()) {
            return Optional.empty();
        }
        String words = CommandLines.PLACE
                .matcher(line.command().send())
                .replaceAll(place -> Matcher.quoteReplacement(facts.getOrDefault(place.group(1), VALUE)));
        String told =
                VLAN_NUMBER.matcher(words).replaceAll(" ").replaceAll("\\S*" + VALUE + "\\S*|[\"'\\[\\]{}()=]", " ");
        Stream<PortName> numbered =
                names.list(told).ports().stream().filter(port -> port.value().matches(".*\\d.*"));
        Stream<PortName> named = NAMED.matcher(words).results().flatMap(it -> names.tryNormalise(it.group(1)).stream());
        return Stream.concat(numbered, named)
                .filter(port -> ports.contains(port) && !port.equals(own))
                .findFirst();
    }
}
