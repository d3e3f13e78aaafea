/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches;

import io.demarc.access.Printable;
import java.util.regex.Pattern;

/**
 * A switch port by the vendor's name, such as {@code GigabitEthernet1/0/7} or {@code ge-0/0/5}. 1 to 64 letters,
 * digits and {@code . / : _ -}: nothing that could end a command line, quote it or begin an option.
 */
public record PortName(String value) implements Comparable<PortName> {
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9./:_-]{0,63}");

    public PortName {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("port name '" + Printable.of(value)
                    + "' is not 1 to 64 letters, digits or . / : _ - beginning with a letter or digit");
        }
    }

    /** Whether {@link PortName} would accept the text. */
    public static boolean isValid(String text) {
        return FORM.matcher(text).matches();
    }

    /** By the text with its numbers compared as numbers: Gi1/0/9 before Gi1/0/10. */
    @Override
    public int compareTo(PortName other) {
        return NaturalOrder.compare(value, other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
