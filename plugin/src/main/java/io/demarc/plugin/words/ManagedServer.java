/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.words;

import io.demarc.access.Printable;
import java.util.regex.Pattern;

/** A declared server that runbooks work on. */
public record ManagedServer(String name, Entrance entrance) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

    public ManagedServer {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("'" + Printable.of(name) + "' is not the name of a server: 1 to 63"
                    + " letters, digits, dots, dashes or underscores");
        }
    }
}
