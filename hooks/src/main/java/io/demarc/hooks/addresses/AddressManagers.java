/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.addresses;

import io.demarc.access.Printable;
import io.demarc.hooks.addresses.Keeping.Kind;
import io.demarc.hooks.node.CommandResult;
import io.demarc.hooks.node.Sections;
import io.demarc.hooks.node.Sections.Section;
import io.demarc.hooks.runbook.Finding;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Who on a server would put an address back: keepalived, Pacemaker, Heartbeat, and what configures its network. Asked by {@code
 * managers.sh}, which changes nothing. One caller at a time.
 */
final class AddressManagers {
    private static final String PROGRAM = program();
    private static final String OWN_FILE = "(90-)?demarc-.*";

    private final ServerNetwork server;
    private final Sections told;

    AddressManagers(ServerNetwork server) {
        this.server = server;
        CommandResult result = server.look("sh", "-c", PROGRAM, "managers");
        this.told = Sections.of(result.stdout());
        if (told.find("ifcfg").isEmpty()) {
            // What was cut off isn't told to be nothing.
            throw ProblemException.of(
                    ProblemCode.NODE_COMMAND_FAILED,
                    server.name() + " didn't tell what manages its addresses. It printed: "
                            + Printable.of((result.stderr() + result.stdout()).strip()),
                    "Look at the server; Demarc needs a POSIX shell there, and root.");
        }
    }

    private static String program() {
        try (InputStream in = Objects.requireNonNull(AddressManagers.class.getResourceAsStream("managers.sh"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As the server calls itself, and its cluster calls it. */
    String nodeName() {
        return told.find("node")
                .map(it -> it.text().strip())
                .filter(it -> !it.isEmpty())
                .orElse(server.name());
    }

    /** Nothing puts the address back once it is taken off the server. */
    Finding letsGo(ServiceAddress address, String to, boolean isPersisted) {
        String claim = "nothing puts " + address.ip() + " back on " + server.name();
        List<Keeping> all = of(address, to);
        List<Keeping> refused = all.stream()
                .filter(it -> !(isPersisted && (it.kind() == Kind.OURS || it.kind() == Kind.FILE)))
                .toList();
        if (!refused.isEmpty()) {
            return refused(claim, refused);
        }
        return Finding.met(
                claim, all.isEmpty() ? "no manager of addresses has it there" : words(all) + "; --persist sees to it");
    }

    /** Nothing on the server gives and takes the address as it thinks best. */
    Finding leavesAlone(ServiceAddress address, String to) {
        String claim = "no cluster manager of " + server.name() + " has " + address.ip();
        List<Keeping> refused =
                of(address, to).stream().filter(it -> it.kind() == Kind.CLUSTER).toList();
        return refused.isEmpty() ? Finding.met(claim, "none has it") : refused(claim, refused);
    }

    private static Finding refused(String claim, List<Keeping> refused) {
        return Finding.notMet(
                claim,
                words(refused),
                refused.stream().map(Keeping::advice).distinct().collect(Collectors.joining(" ")));
    }

    private static String words(List<Keeping> all) {
        return all.stream().map(Keeping::words).collect(Collectors.joining("; "));
    }

    /** @param to the node that is to have it, as its cluster calls it */
    List<Keeping> of(ServiceAddress address, String to) {
        List<Keeping> all = new ArrayList<>();
        all.addAll(keepalived(address.ip()));
        all.addAll(pacemaker(address.ip(), to));
        all.addAll(heartbeat(address.ip()));
        all.addAll(networkManager(address));
        all.addAll(networkd(address.ip()));
        all.addAll(atNextStart(address.ip()));
        return all;
    }

    private Optional<List<ConfigFile>> files(String section) {
        return told.find(section)
                .filter(it -> it.exit() == 0)
                .map(Section::text)
                .map(ConfigFile::read);
    }

    private static String announce(IpAddress ip) {
        return " Then tell the neighbours: 'demarc ip announce " + ip + " --on SERVER'.";
    }

    private List<Keeping> keepalived(IpAddress ip) {
        List<Keeping> all = new ArrayList<>();
        files("keepalived").map(files -> KeepalivedConf.of(files, ip)).ifPresent(it -> {
            it.places()
                    .forEach(place -> all.add(new Keeping(
                            Kind.CLUSTER,
                            "keepalived has it: " + place,
                            "Let keepalived move it: on " + server.name()
                                    + ", lower the priority there and 'systemctl reload keepalived', or 'systemctl stop"
                                    + " keepalived'." + announce(ip))));
            it.unread()
                    .forEach(word -> all.add(new Keeping(
                            Kind.CLUSTER,
                            "keepalived may have it: its configuration has '" + Printable.of(word)
                                    + "' where an address stands",
                            "Look at /etc/keepalived on " + server.name() + "; write that address out.")));
        });
        return all;
    }

    private List<Keeping> pacemaker(IpAddress ip, String to) {
        Optional<List<ConfigFile>> told = files("pacemaker");
        if (told.isEmpty()) {
            return List.of();
        }
        ConfigFile cib = told.get().isEmpty()
                ? new ConfigFile("crm_resource", "")
                : told.get().get(0);
        try {
            return ClusterConf.resources(cib.text(), ip).stream()
                    .map(resource -> new Keeping(
                            Kind.CLUSTER,
                            "Pacemaker has it: resource " + resource,
                            "Let Pacemaker move it: on " + server.name() + ", '" + move(cib.path(), resource, to)
                                    + "', and when it is there '" + clear(cib.path(), resource) + "'."
                                    + announce(ip)))
                    .toList();
        } catch (IllegalArgumentException e) {
            return List.of(new Keeping(
                    Kind.CLUSTER,
                    "Pacemaker may have it: its configuration can't be read ("
                            + Printable.of(String.valueOf(e.getMessage())) + ")",
                    "Look what 'cibadmin --query' says on " + server.name() + "."));
        }
    }

    private static String move(String tool, String resource, String to) {
        return tool.equals("crm_resource")
                ? "crm_resource --move --resource " + resource + " --node " + to
                : tool + " resource move " + resource + " " + to;
    }

    private static String clear(String tool, String resource) {
        return tool.equals("crm_resource")
                ? "crm_resource --clear --resource " + resource
                : tool + " resource clear " + resource;
    }

    private List<Keeping> heartbeat(IpAddress ip) {
        return files("heartbeat").orElse(List.of()).stream()
                .filter(file -> ClusterConf.isInHaresources(file, ip))
                .map(file -> new Keeping(
                        Kind.CLUSTER,
                        "Heartbeat has it: " + file.path(),
                        "Let Heartbeat move it: 'hb_standby all' (in /usr/share/heartbeat) on " + server.name() + "."
                                + announce(ip)))
                .toList();
    }

    private List<Keeping> networkManager(ServiceAddress address) {
        String family = address.ip().isSix() ? "ipv6" : "ipv4";
        return files("networkmanager").orElse(List.of()).stream()
                .filter(connection -> ConfigFile.isNamedIn(connection.text(), address.ip()))
                .map(connection -> new Keeping(
                        Kind.OURS,
                        "NetworkManager has it: connection " + Printable.of(connection.path()),
                        "--persist takes it out there. Or: nmcli connection modify id \""
                                + Printable.of(connection.path()) + "\" -" + family + ".addresses " + address
                                + " (it stays on the interface until it is moved)"))
                .toList();
    }

    private List<Keeping> networkd(IpAddress ip) {
        List<Keeping> all = new ArrayList<>();
        files("networkd").orElse(List.of()).stream()
                .filter(file -> NetworkConf.isInNetworkd(file, ip))
                .forEach(file -> {
                    if (file.path().startsWith("/run/systemd/network/10-netplan-")) {
                        all.addAll(netplan(ip, file));
                    } else {
                        all.add(file(
                                Kind.WATCHED_FILE,
                                "systemd-networkd",
                                file,
                                " Move it then, and 'networkctl reload' right after: that takes away what the files"
                                        + " don't have."));
                    }
                });
        return all;
    }

    /** netplan writes files for networkd; its own have to be changed. */
    private List<Keeping> netplan(IpAddress ip, ConfigFile generated) {
        List<ConfigFile> written = files("netplan").orElse(List.of()).stream()
                .filter(file -> NetworkConf.isWrittenIn(file, ip))
                .toList();
        return (written.isEmpty() ? List.of(generated) : written)
                .stream()
                        .map(file -> file(
                                Kind.WATCHED_FILE,
                                "netplan",
                                file,
                                " Then 'netplan generate', which changes nothing that runs; move it; and 'netplan"
                                        + " apply' right after."))
                        .toList();
    }

    private List<Keeping> atNextStart(IpAddress ip) {
        List<Keeping> all = new ArrayList<>();
        files("ifupdown").orElse(List.of()).stream()
                .filter(file -> NetworkConf.isInInterfaces(file, ip))
                .forEach(file -> all.add(file(Kind.FILE, "ifupdown", file, "")));
        files("ifcfg").orElse(List.of()).stream()
                .filter(file -> NetworkConf.isInIfcfg(file, ip))
                .forEach(file -> all.add(file(Kind.FILE, "the network scripts", file, "")));
        return all;
    }

    private Keeping file(Kind kind, String manager, ConfigFile file, String after) {
        String name = file.path().substring(file.path().lastIndexOf('/') + 1);
        boolean isOwn = name.matches(OWN_FILE);
        return new Keeping(
                isOwn ? Kind.OURS : kind,
                manager + " has it: " + Printable.of(file.path()),
                isOwn
                        ? "--persist takes that file away, which Demarc wrote."
                        : "Take it out of " + Printable.of(file.path()) + " on " + server.name()
                                + " first; it stays on the interface until it is moved." + after
                                + (kind == Kind.FILE ? " Or say --persist: you are asked for it at the end." : ""));
    }
}
