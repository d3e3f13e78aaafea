/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.addresses;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Whether a file of a network configuration puts an address on an interface. */
final class NetworkConf {
    private static final Pattern SECTION = Pattern.compile("\\[(\\w+)]");
    private static final Pattern ADDRESS = Pattern.compile("Address\\s*=\\s*(.*)");
    private static final Pattern OPTION = Pattern.compile("address\\s+(\\S+).*");
    private static final Pattern BY_COMMAND = Pattern.compile(
            "(pre-up|up|post-up)\\s+.*\\b(ifconfig\\b.*|ip\\s+(-\\S+\\s+)*a(d|dd|ddr|ddre|ddres|ddress)?\\s+.*)");
    private static final Pattern IFCFG = Pattern.compile("(IPADDR\\w*|IPV6ADDR|IPV6ADDR_SECONDARIES)\\s*=\\s*(.*)");

    private NetworkConf() {}

    /** systemd.network(5): {@code Address=} under {@code [Network]} or {@code [Address]}. */
    static boolean isInNetworkd(ConfigFile file, IpAddress ip) {
        String section = "";
        for (String line : file.lines()) {
            var begin = SECTION.matcher(line);
            var address = ADDRESS.matcher(line);
            if (begin.matches()) {
                section = begin.group(1);
            } else if (List.of("Network", "Address").contains(section)
                    && address.matches()
                    && ConfigFile.isNamedIn(address.group(1), ip)) {
                return true;
            }
        }
        return false;
    }

    /** interfaces(5): an option {@code address}, or a command that adds it. A comment is a whole line. */
    static boolean isInInterfaces(ConfigFile file, IpAddress ip) {
        return file.lines().stream().filter(line -> !line.startsWith("#")).anyMatch(line -> {
            var option = OPTION.matcher(line);
            return (option.matches() && ConfigFile.isNamedIn(option.group(1), ip))
                    || (BY_COMMAND.matcher(line).matches() && ConfigFile.isNamedIn(line, ip));
        });
    }

    static boolean isInIfcfg(ConfigFile file, IpAddress ip) {
        return file.lines().stream()
                .map(line -> IFCFG.matcher(line.replaceFirst("#.*", "").toUpperCase(Locale.ROOT)))
                .anyMatch(it -> it.matches() && ConfigFile.isNamedIn(it.group(2).replaceAll("[\"']", ""), ip));
    }

    /** Whether it stands in a file at all, outside of comments. */
    static boolean isWrittenIn(ConfigFile file, IpAddress ip) {
        return file.lines().stream()
                .map(line ->
                        line.replaceFirst("(^|\\s)#.*", "").replaceAll("[-\\[{,]\\s|[\\[\\]{}\"']|\\w+:(?=\\s)", " "))
                .anyMatch(line -> ConfigFile.isNamedIn(line, ip));
    }
}
