/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches;

import io.demarc.access.Printable;
import java.util.regex.Pattern;

/** A switch's name in the inventory: 1 to 63 of letters, digits, dot, dash, underscore. */
public record SwitchName(String value) implements Comparable<SwitchName> {
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

    public SwitchName {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("switch name '" + Printable.of(value)
                    + "' is not 1 to 63 letters, digits, dots, dashes or underscores");
        }
    }

    @Override
    public int compareTo(SwitchName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
