/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.addresses;

import io.demarc.hooks.node.CommandResult;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Where a server keeps the addresses of an interface for its next start, by what its distribution uses. Demarc adds a file of its
 * own for each address, and takes only such a file away; NetworkManager is told. Nothing of it takes effect at once. One caller at
 * a time.
 */
final class NetworkFiles {
    private static final Pattern LINK_FILE =
            Pattern.compile("NETWORK_FILE=(?:/etc|/run|/usr/lib|/lib)/systemd/network/(\\S+)");
    private static final Pattern SOURCE =
            Pattern.compile("(?m)^\\s*source(-directory)?\\s+(/etc/network/)?interfaces\\.d(/\\*)?\\s*$");
    private static final String WRITE = "mkdir -p \"${1%/*}\" && umask 077 && printf '%s' \"$3\" >\"$1.demarc-new\""
            + " && chmod \"$2\" \"$1.demarc-new\" && mv \"$1.demarc-new\" \"$1\"";

    private final ServerNetwork server;
    private final String card;

    NetworkFiles(ServerNetwork server, String card) {
        this.server = server;
        this.card = card;
    }

    /** What keeps the interface's addresses. */
    enum Keeper {
        NETWORK_MANAGER,
        NETPLAN,
        NETWORKD,
        IFUPDOWN
    }

    /**
     * How one address is kept.
     *
     * @param place NetworkManager's connection, else the path of Demarc's own file
     */
    private record Way(Keeper keeper, String place) {}

    private Optional<Way> way(ServiceAddress address) {
        String name = "demarc-" + address.ip().text().replace(':', '-');
        CommandResult connection = server.look("nmcli", "-g", "GENERAL.CONNECTION", "device", "show", card);
        if (connection.exit() == 0 && !connection.stdout().isBlank()) {
            return Optional.of(
                    new Way(Keeper.NETWORK_MANAGER, connection.stdout().strip()));
        }
        if (server.look("find", "/etc/netplan", "-name", "*.yaml").stdout().contains(".yaml")) {
            return Optional.of(new Way(Keeper.NETPLAN, "/etc/netplan/90-" + name + ".yaml"));
        }
        Matcher link = LINK_FILE.matcher(server.look("networkctl", "--no-pager", "-l", "status", card)
                .stdout()
                .replaceAll("Network File: ", "NETWORK_FILE="));
        if (link.find()) {
            return Optional.of(
                    new Way(Keeper.NETWORKD, "/etc/systemd/network/" + link.group(1) + ".d/" + name + ".conf"));
        }
        String interfaces = server.look("cat", "/etc/network/interfaces").stdout();
        if (SOURCE.matcher(interfaces).find()) {
            return Optional.of(new Way(Keeper.IFUPDOWN, "/etc/network/interfaces.d/" + name));
        }
        return Optional.empty();
    }

    /** Keeps the address. Returns what a person has to do instead; empty when it is kept. */
    Optional<String> keep(ServiceAddress address) {
        Optional<Way> way = way(address);
        if (way.isEmpty()) {
            return Optional.of("Put " + address + " into the configuration of " + card + " on " + server.name()
                    + ": what keeps it there was not recognised.");
        }
        CommandResult result = switch (way.get().keeper()) {
            case NETWORK_MANAGER -> told(way.get().place(), "+", address);
            case NETPLAN -> written(way.get(), "600", """
                network:
                  version: 2
                  ethernets:
                    "%s":
                      addresses: ["%s"]
                """.formatted(card, address));
            case NETWORKD -> written(way.get(), "644", "[Network]\nAddress=" + address + "\n");
            case IFUPDOWN ->
                written(way.get(), "644", """
                    iface %s %s static
                        address %s
                    """.formatted(card, address.ip().isSix() ? "inet6" : "inet", address));
        };
        return result.exit() == 0
                ? Optional.empty()
                : Optional.of("Put " + address + " into " + way.get().place() + " on " + server.name()
                        + ": Demarc could not.");
    }

    /** Forgets the address. Returns what a person has to do instead; empty when it is forgotten. */
    Optional<String> forget(ServiceAddress address) {
        Optional<Way> way = way(address);
        if (way.filter(it -> it.keeper() == Keeper.NETWORK_MANAGER).isPresent()) {
            CommandResult result = told(way.get().place(), "-", address);
            return result.exit() == 0
                    ? Optional.empty()
                    : Optional.of(byHand(address, way.get().place()));
        }
        way.ifPresent(it -> server.act("rm", "-f", it.place()));
        String others = new AddressManagers(server)
                .of(address, "").stream()
                        .filter(it -> it.kind() != Keeping.Kind.CLUSTER)
                        .map(Keeping::words)
                        .collect(Collectors.joining("; "));
        return others.isEmpty() ? Optional.empty() : Optional.of(byHand(address, others));
    }

    private String byHand(ServiceAddress address, String places) {
        return "Take " + address.ip() + " out of " + server.name()
                + "'s network configuration, or it has it again after its next start: " + places + ".";
    }

    private CommandResult told(String connection, String sign, ServiceAddress address) {
        String family = address.ip().isSix() ? "ipv6" : "ipv4";
        return server.act(
                "nmcli", "connection", "modify", "id", connection, sign + family + ".addresses", address.toString());
    }

    private CommandResult written(Way way, String mode, String text) {
        return server.act("sh", "-c", WRITE, "demarc", way.place(), mode, text);
    }
}
