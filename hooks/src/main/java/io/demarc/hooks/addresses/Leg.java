/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.addresses;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The way of one address from server to server, as it is kept in the run.
 *
 * @param fromCard the interface that had it; empty when the server could not be asked
 * @param label    of the address there; empty when it had none
 * @param options  of the address, as 'ip address add' wants them
 * @param toCard   the interface that gets it
 * @param gateway  the gateway's address in its network
 * @param isQuiet  whether the gateway answers no pings, so that only its table can prove anything
 */
record Leg(
        ServiceAddress address,
        String fromCard,
        String label,
        List<String> options,
        String toCard,
        IpAddress gateway,
        boolean isQuiet) {
    private static final String NOTHING = "-";
    private static final int FIELDS = 7;
    /** IFNAMSIZ without its end. */
    private static final int LONGEST_LABEL = 15;

    Leg {
        options = List.copyOf(options);
    }

    static String write(List<Leg> legs) {
        return legs.stream().map(Leg::line).collect(Collectors.joining("\n"));
    }

    static List<Leg> read(String text) {
        return text.lines().map(Leg::of).toList();
    }

    /** Its label on an interface: behind the interface's name, as ip-address(8) wants it. Empty when it has none, or no room. */
    Optional<String> labelOn(String card) {
        String own = label.substring(label.indexOf(':') + 1);
        String there = card + ":" + own;
        return label.isEmpty() || there.length() > LONGEST_LABEL ? Optional.empty() : Optional.of(there);
    }

    private String line() {
        return String.join(
                " ",
                address.toString(),
                orNothing(fromCard),
                orNothing(label),
                orNothing(String.join(",", options)),
                toCard,
                gateway.text(),
                isQuiet ? "quiet" : "answering");
    }

    private static Leg of(String line) {
        String[] fields = line.split(" ", FIELDS);
        String options = orEmpty(fields[3]);
        return new Leg(
                ServiceAddress.parse(fields[0]),
                orEmpty(fields[1]),
                orEmpty(fields[2]),
                options.isEmpty() ? List.of() : List.of(options.split(",")),
                fields[4],
                new IpAddress(fields[5]),
                fields[6].equals("quiet"));
    }

    private static String orNothing(String text) {
        return text.isEmpty() ? NOTHING : text;
    }

    private static String orEmpty(String text) {
        return text.equals(NOTHING) ? "" : text;
    }
}
