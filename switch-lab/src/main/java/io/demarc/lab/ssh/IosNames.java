/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.ssh;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names of interfaces as Cisco IOS writes and abbreviates them. */
final class IosNames {
    private static final Map<String, String> SHORT_BY_LONG = Map.of(
            "GigabitEthernet", "Gi",
            "FastEthernet", "Fa",
            "TenGigabitEthernet", "Te",
            "TwentyFiveGigE", "Twe",
            "FortyGigabitEthernet", "Fo",
            "Port-channel", "Po",
            "Vlan", "Vl",
            "Loopback", "Lo");
    private static final List<String> LONG =
            SHORT_BY_LONG.keySet().stream().sorted().toList();
    private static final Pattern FORM = Pattern.compile("([A-Za-z-]+)\\s*(\\d+(?:/\\d+){0,2})");

    private IosNames() {}

    /** The full name, from any abbreviation: {@code gi 1/0/7} and {@code Gi1/0/7} are GigabitEthernet1/0/7. */
    static Optional<String> full(String typed) {
        Matcher form = FORM.matcher(typed.strip());
        if (!form.matches()) {
            return Optional.empty();
        }
        String type = form.group(1).toLowerCase(Locale.ROOT);
        return LONG.stream()
                .filter(name -> name.toLowerCase(Locale.ROOT).startsWith(type))
                .findFirst()
                .map(name -> name + form.group(2));
    }

    /** The name in tables: GigabitEthernet1/0/7 is Gi1/0/7. */
    static String brief(String full) {
        return SHORT_BY_LONG.entrySet().stream()
                .filter(entry -> full.startsWith(entry.getKey()))
                .findFirst()
                .map(entry -> entry.getValue() + full.substring(entry.getKey().length()))
                .orElse(full);
    }

    /** Whether configuring the interface brings it into being. */
    static boolean isCreatable(String full) {
        return full.startsWith("Vlan") || full.startsWith("Port-channel") || full.startsWith("Loopback");
    }

    /** How many tokens from here on are an interface's name: its type and number may stand apart. */
    static int length(List<CommandTable.Token> tokens, int from) {
        String first = tokens.get(from).text();
        if (full(first).isPresent()) {
            return 1;
        }
        boolean apart = from + 1 < tokens.size()
                && full(first + tokens.get(from + 1).text()).isPresent();
        return apart ? 2 : 0;
    }
}
