/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.words;

import io.demarc.access.Printable;
import java.util.regex.Pattern;

/** A device's name in the inventory: 1 to 63 of letters, digits, dot, dash, underscore. */
public record DeviceName(String value) implements Comparable<DeviceName> {
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

    public DeviceName {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("device name '" + Printable.of(value)
                    + "' is not 1 to 63 letters, digits, dots, dashes or underscores");
        }
    }

    @Override
    public int compareTo(DeviceName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
