/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.cli;

import io.demarc.switches.PortName;
import io.demarc.switches.cli.CliDefinition.Locating.MacFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** MAC addresses as platforms write them, and the port behind one. */
final class MacAddresses {
    private MacAddresses() {}

    /** The twelve hexadecimal digits of an address in any form. */
    static String digits(String mac) {
        return mac.toLowerCase(Locale.ROOT).replaceAll("[^0-9a-f]", "");
    }

    /** Twelve hexadecimal digits as a platform writes them. */
    static String written(String digits, MacFormat format) {
        return switch (format) {
            case COLON -> digits.replaceAll("(..)(?!$)", "$1:");
            case DASH -> digits.replaceAll("(..)(?!$)", "$1-");
            case DOTTED -> digits.replaceAll("(....)(?!$)", "$1.");
        };
    }

    /** The port of the first row with this address, twelve hexadecimal digits. */
    static Optional<PortName> find(String digits, List<Row> rows, PortNames names, Map<String, PortName> byNumber) {
        for (Row row : rows) {
            String mac = row.first(Field.MAC);
            if (mac != null && digits(mac).equals(digits)) {
                Optional<PortName> found = port(row, names, byNumber);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    /** The port that a row is about. */
    static Optional<PortName> port(Row row, PortNames names, Map<String, PortName> byNumber) {
        String port = row.first(Field.PORT);
        return port != null
                ? names.tryNormalise(port)
                : PortNumbers.in(row).stream().findFirst().map(byNumber::get);
    }

    /** The row's address with colons; empty when it isn't one of six octets. */
    static Optional<String> of(Row row) {
        String mac = row.first(Field.MAC);
        return Optional.ofNullable(mac)
                .map(MacAddresses::digits)
                .filter(digits -> digits.length() == 12)
                .map(digits -> written(digits, MacFormat.COLON));
    }
}
