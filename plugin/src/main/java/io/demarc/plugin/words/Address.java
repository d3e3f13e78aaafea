/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.words;

import io.demarc.access.Printable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A host with a TCP or UDP port: {@code 192.0.2.10}, {@code tor-a1.example:22}, {@code [2001:db8::1]:161}, {@code ::1}. */
public record Address(String host, int port) {
    private static final Pattern NAMED = Pattern.compile("([A-Za-z0-9](?:[A-Za-z0-9.-]{0,252}))(?::(\\d{1,5}))?");
    private static final Pattern BRACKETED = Pattern.compile("\\[([0-9A-Fa-f:.]{2,45})](?::(\\d{1,5}))?");
    private static final Pattern BARE_V6 = Pattern.compile("(?=.*:.*:)([0-9A-Fa-f:.]{2,45})()?");

    public static Address parse(String text, int usualPort) {
        for (Pattern form : new Pattern[] {NAMED, BRACKETED, BARE_V6}) {
            Matcher matcher = form.matcher(text);
            if (matcher.matches()) {
                String port = matcher.group(2);
                int number = port == null || port.isEmpty() ? usualPort : Integer.parseInt(port);
                if (number < 1 || number > 65_535) {
                    throw new IllegalArgumentException("port " + number + " is not within 1 to 65535");
                }
                return new Address(matcher.group(1), number);
            }
        }
        throw new IllegalArgumentException("'" + Printable.of(text)
                + "' is not an address such as 192.0.2.10, host.example:22 or [2001:db8::1]:161");
    }
}
