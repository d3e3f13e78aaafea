/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches;

import io.demarc.access.Printable;

/**
 * A port's label, safe on every platform's command line: at most 64 letters, digits, spaces and {@code . _ : / + = , -}
 * (ifAlias holds 64 octets, RFC 2863).
 */
public record PortDescription(String value) {
    private static final int LONGEST = 64;

    public PortDescription {
        if (!value.matches("[A-Za-z0-9._:/+=, -]{0," + LONGEST + "}")) {
            throw new IllegalArgumentException("port description '" + Printable.of(value)
                    + "' is not at most 64 letters, digits, spaces or . _ : / + = , -");
        }
    }

    /** The nearest acceptable label to any text: other characters become {@code _}, the rest is cut. */
    public static PortDescription from(String text) {
        String safe = text.replaceAll("[^A-Za-z0-9._:/+=, -]", "_").strip();
        return new PortDescription(
                safe.length() > LONGEST ? safe.substring(0, LONGEST).strip() : safe);
    }

    @Override
    public String toString() {
        return value;
    }
}
