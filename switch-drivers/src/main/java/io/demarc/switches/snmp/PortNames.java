/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.snmp;

import io.demarc.access.Printable;
import io.demarc.switches.PortName;
import io.demarc.switches.snmp.SnmpDefinition.Abbreviation;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One spelling for each port, whichever an agent or a person uses. Immutable. */
final class PortNames {
    private static final Pattern KIND_AND_NUMBER = Pattern.compile("([A-Za-z][A-Za-z-]*?)\\s*(\\d[\\d/.:]*)");
    private static final int LONGEST = 64;

    private final List<Abbreviation> abbreviations;

    PortNames(List<Abbreviation> abbreviations) {
        this.abbreviations = List.copyOf(abbreviations);
    }

    /**
     * The port by its full name: {@code Gi1/0/7} and {@code gigabitethernet 1/0/7} become {@code GigabitEthernet1/0/7};
     * what no port's name may contain becomes {@code _}.
     *
     * @throws IllegalArgumentException when nothing is left that could name a port
     */
    PortName normalise(String name) {
        return of(name).orElseThrow(() ->
                new IllegalArgumentException("'" + Printable.of(name) + "' cannot be the name of a switch port"));
    }

    Optional<PortName> of(String name) {
        String text = name.strip();
        Matcher matcher = KIND_AND_NUMBER.matcher(text);
        if (matcher.matches()) {
            text = longForm(matcher.group(1)) + matcher.group(2);
        }
        String safe = text.replaceAll("[^A-Za-z0-9./:_-]+", "_").replaceAll("^[^A-Za-z0-9]+", "");
        String cut = safe.length() > LONGEST ? safe.substring(0, LONGEST) : safe;
        return PortName.isValid(cut) ? Optional.of(new PortName(cut)) : Optional.empty();
    }

    private String longForm(String kind) {
        String given = kind.toLowerCase(Locale.ROOT);
        for (Abbreviation abbreviation : abbreviations) {
            String full = abbreviation.longForm().toLowerCase(Locale.ROOT);
            String shortest = abbreviation.shortForm().toLowerCase(Locale.ROOT);
            if (full.startsWith(given) && given.startsWith(shortest)) {
                return abbreviation.longForm();
            }
        }
        return kind;
    }
}
