/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.addresses;

import io.demarc.access.Printable;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * An Ethernet address.
 *
 * @param text as {@code 02:00:5e:10:00:01}, whatever form it was given in: dashes, Cisco's dots and single digits as well
 */
public record MacAddress(String text) {
    private static final Pattern PAIRS = Pattern.compile("[0-9a-f]{1,2}([:-][0-9a-f]{1,2}){5}");
    private static final Pattern FOURS = Pattern.compile("[0-9a-f]{4}(\\.[0-9a-f]{4}){2}");

    public MacAddress {
        String given = text.toLowerCase(Locale.ROOT);
        if (PAIRS.matcher(given).matches()) {
            text = given.replace('-', ':').replaceAll("(?<![0-9a-f])([0-9a-f])(?![0-9a-f])", "0$1");
        } else if (FOURS.matcher(given).matches()) {
            text = given.replace(".", "").replaceAll("(..)(?!$)", "$1:");
        } else {
            throw new IllegalArgumentException("'" + Printable.of(text) + "' is not a MAC address");
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
