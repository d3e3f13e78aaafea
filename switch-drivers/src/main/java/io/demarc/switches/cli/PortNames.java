/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.cli;

import io.demarc.switches.PortName;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Brings the many spellings of a port's name to the vendor's full one. Immutable, thread-safe. */
final class PortNames {
    private static final Pattern KIND_AND_NUMBER = Pattern.compile("([A-Za-z][A-Za-z-]*?)\\s*(\\d[\\d./:-]*)");

    private final CliDefinition.Names names;

    PortNames(CliDefinition.Names names) {
        this.names = names;
    }

    /**
     * The full name.
     *
     * @throws IllegalArgumentException when the text cannot be a port's name
     */
    PortName normalise(String text) {
        String name = text.strip();
        Pattern remove = names.remove();
        if (remove != null) {
            name = remove.matcher(name).replaceFirst("");
        }
        Matcher matcher = KIND_AND_NUMBER.matcher(name);
        if (!names.kinds().isEmpty() && matcher.matches()) {
            Optional<String> kind = kind(matcher.group(1).toLowerCase(Locale.ROOT));
            if (kind.isPresent()) {
                return new PortName(kind.get() + matcher.group(2));
            }
        }
        return new PortName(names.isCaseSensitive() || !names.kinds().isEmpty() ? name : name.toLowerCase(Locale.ROOT));
    }

    /** The full name, empty when the text cannot be a port's name. */
    Optional<PortName> tryNormalise(String text) {
        try {
            return Optional.of(normalise(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The ports in a list such as {@code Gi1/0/1(P) Gi1/0/2(w)} or {@code ge-0/0/1.0*, ge-0/0/2.0}. */
    List<PortName> list(String text) {
        List<PortName> ports = new ArrayList<>();
        for (String part : text.split("[\\s,]+", -1)) {
            String bare = part.replaceAll("\\(.*$", "").replaceAll("[*]", "");
            if (!bare.isEmpty()) {
                tryNormalise(bare).ifPresent(ports::add);
            }
        }
        return ports;
    }

    private Optional<String> kind(String spelled) {
        List<String> beginning = new ArrayList<>();
        for (CliDefinition.Names.Kind kind : names.kinds()) {
            String longName = kind.longName().toLowerCase(Locale.ROOT);
            boolean isShort = kind.shortNames().stream()
                    .anyMatch(shortName -> shortName.toLowerCase(Locale.ROOT).equals(spelled));
            if (isShort || longName.equals(spelled)) {
                return Optional.of(kind.longName());
            }
            if (spelled.length() > 1 && longName.startsWith(spelled)) {
                beginning.add(kind.longName());
            }
        }
        return beginning.size() == 1 ? Optional.of(beginning.get(0)) : Optional.empty();
    }
}
