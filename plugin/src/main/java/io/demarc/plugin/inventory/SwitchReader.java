/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.inventory;

import io.demarc.access.Printable;
import io.demarc.access.yaml.YamlNode;
import io.demarc.plugin.configuration.Manage;
import io.demarc.plugin.words.Address;
import io.demarc.plugin.words.LoginReference;
import io.demarc.plugin.words.ManagedSwitch;
import io.demarc.plugin.words.ManagedSwitch.Endpoint;
import io.demarc.problem.ProblemException;
import io.demarc.switches.PortEvidence;
import io.demarc.switches.PortName;
import io.demarc.switches.SwitchName;
import io.demarc.switches.Vlan;
import io.demarc.switches.VlanRanges;
import io.demarc.switches.catalogue.Platforms;
import io.demarc.switches.platform.Platform;
import io.demarc.switches.provision.PortRules;
import io.demarc.switches.provision.PortRules.Guard;
import io.demarc.switches.session.SessionOverrides;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads one entry of the inventory's switches. One caller at a time. */
final class SwitchReader {
    private static final Vlan DEFAULT_VLAN = new Vlan(1);
    private static final Pattern UUID =
            Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", Pattern.CASE_INSENSITIVE);
    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private final Platforms platforms;

    SwitchReader(Platforms platforms) {
        this.platforms = platforms;
    }

    /** Empty, with the problems noted, when the entry is not good enough to look at what refers to it. */
    Optional<ManagedSwitch> read(YamlNode node) {
        node.knowing(
                "name",
                "platform",
                "address",
                "login",
                "manage",
                "session",
                "vlans",
                "idle",
                "forbidden-vlans",
                "ports",
                "bridge",
                "zones",
                "no-evidence",
                "release-unsaved",
                "connect-timeout",
                "command-timeout");
        Optional<SwitchName> name = node.get("name").required(SwitchName::new);
        Optional<Platform> platform = node.get("platform").required(this::platform);
        Optional<Endpoint> endpoint = platform.flatMap(known -> endpoint(node, known.transport()));
        Optional<LoginReference> login =
                platform.flatMap(known -> LoginReader.read(node.get("login"), known.transport()));
        SessionOverrides overrides = platform.map(known -> SessionReader.read(node.get("session"), known.transport()))
                .orElse(SessionOverrides.NONE);
        Map<PortName, PortEntry> ports =
                platform.map(known -> ports(node, known)).orElse(Map.of());
        Optional<PortRules> rules = rules(node, ports);
        Set<String> zones = zones(node.get("zones"));
        Manage manage = node.get("manage").choice(Manage.class).orElse(Manage.ENFORCE);
        boolean releasesUnsaved =
                node.get("release-unsaved").choice(ReleaseUnsaved.class).orElse(ReleaseUnsaved.REFUSED)
                        == ReleaseUnsaved.ALLOWED;
        if (name.isEmpty() || platform.isEmpty() || endpoint.isEmpty() || login.isEmpty() || rules.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new ManagedSwitch(
                name.get(),
                platform.get().name(),
                endpoint.get(),
                login.get(),
                overrides,
                rules.get(),
                zones,
                manage,
                releasesUnsaved));
    }

    /** What becomes of a release that nothing shows to survive the switch's restart. */
    private enum ReleaseUnsaved {
        REFUSED,
        ALLOWED
    }

    private Platform platform(String name) {
        try {
            return platforms.find(name);
        } catch (ProblemException e) {
            throw new IllegalArgumentException(e.problem().message(), e);
        }
    }

    private static Optional<Endpoint> endpoint(YamlNode node, Platform.Transport transport) {
        int usual = transport == Platform.Transport.SSH ? 22 : 161;
        @Nullable Duration connect = timeout(node.get("connect-timeout"));
        @Nullable Duration command = timeout(node.get("command-timeout"));
        @Nullable
        String bridge = node.get("bridge").optional(SwitchReader::bridge).orElse(null);
        return node.get("address")
                .required(text -> Address.parse(text, usual))
                .map(address -> new Endpoint(address.host(), address.port(), bridge, connect, command));
    }

    private static @Nullable Duration timeout(YamlNode node) {
        return node.isPresent() ? node.duration(LONGEST, SHORTEST, LONGEST) : null;
    }

    private static String bridge(String text) {
        if (!text.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,62}")) {
            throw new IllegalArgumentException("'" + Printable.of(text) + "' is not the name of a bridge");
        }
        return text;
    }

    private record PortEntry(Set<Guard> lifted, Set<PortEvidence.Kind> withoutEvidence) {}

    private static Optional<PortRules> rules(YamlNode node, Map<PortName, PortEntry> ports) {
        Optional<VlanRanges> tenants = ranges(node.get("vlans"));
        YamlNode idle = node.get("idle").knowing("vlan", "down");
        if (!idle.isPresent()) {
            idle.problem("is missing: say in which VLAN idle ports are parked, such as { vlan: 999, down: true }");
            return Optional.empty();
        }
        Optional<Vlan> parking = idle.get("vlan").required(SwitchReader::vlan);
        boolean down = idle.get("down").flag(true);
        Set<Vlan> forbidden = new TreeSet<>(Set.of(DEFAULT_VLAN));
        node.get("forbidden-vlans")
                .items()
                .forEach(item -> item.required(SwitchReader::vlan).ifPresent(forbidden::add));
        if (tenants.isEmpty() || parking.isEmpty()) {
            return Optional.empty();
        }
        try {
            Map<PortName, Set<Guard>> managed = new TreeMap<>();
            Map<PortName, Set<PortEvidence.Kind>> withoutEvidence = new TreeMap<>();
            ports.forEach((port, entry) -> {
                managed.put(port, entry.lifted());
                withoutEvidence.put(port, entry.withoutEvidence());
            });
            return Optional.of(new PortRules(managed, withoutEvidence, tenants.get(), forbidden, parking.get(), down));
        } catch (IllegalArgumentException e) {
            idle.get("vlan").problem(String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private static Optional<VlanRanges> ranges(YamlNode node) {
        if (!node.isList()) {
            return node.required(VlanRanges::parse);
        }
        List<Optional<VlanRanges>> parts = node.items().stream()
                .map(item -> item.required(VlanRanges::parse))
                .toList();
        if (parts.isEmpty() || parts.stream().anyMatch(Optional::isEmpty)) {
            return Optional.empty();
        }
        return Optional.of(VlanRanges.parse(parts.stream()
                .flatMap(Optional::stream)
                .map(VlanRanges::toString)
                .collect(Collectors.joining(","))));
    }

    private static Vlan vlan(String text) {
        if (!text.matches("\\d{1,4}")) {
            throw new IllegalArgumentException("'" + Printable.of(text) + "' is not a VLAN id (1 to 4094)");
        }
        return new Vlan(Integer.parseInt(text));
    }

    private static Map<PortName, PortEntry> ports(YamlNode node, Platform platform) {
        YamlNode list = node.get("ports");
        if (!list.isPresent()) {
            list.problem("is missing: list the ports that Demarc may write, or [] for none");
        }
        Set<PortEvidence.Kind> ofAll = evidence(node.get("no-evidence"));
        Map<PortName, PortEntry> ports = new TreeMap<>();
        for (YamlNode item : list.items()) {
            boolean isObject = item.isObject();
            YamlNode nameNode =
                    isObject ? item.knowing("name", "allow", "no-evidence").get("name") : item;
            Set<Guard> lifted = isObject ? guards(item.get("allow")) : Set.of();
            Set<PortEvidence.Kind> without = EnumSet.noneOf(PortEvidence.Kind.class);
            without.addAll(ofAll);
            without.addAll(isObject ? evidence(item.get("no-evidence")) : Set.of());
            nameNode.required(platform::normalise).ifPresent(port -> {
                if (ports.putIfAbsent(port, new PortEntry(lifted, Collections.unmodifiableSet(without))) != null) {
                    nameNode.problem("port " + port + " is listed twice");
                }
            });
        }
        return ports;
    }

    private static Set<PortEvidence.Kind> evidence(YamlNode list) {
        Set<PortEvidence.Kind> kinds = EnumSet.noneOf(PortEvidence.Kind.class);
        list.items().forEach(item -> item.choice(PortEvidence.Kind.class).ifPresent(kinds::add));
        return kinds;
    }

    private static Set<Guard> guards(YamlNode list) {
        Set<Guard> guards = EnumSet.noneOf(Guard.class);
        list.items().forEach(item -> item.choice(Guard.class).ifPresent(guards::add));
        return Collections.unmodifiableSet(guards);
    }

    private static Set<String> zones(YamlNode list) {
        Set<String> zones = new TreeSet<>();
        list.items().forEach(item -> item.required(SwitchReader::zone).ifPresent(zones::add));
        if (list.isPresent() && zones.isEmpty()) {
            list.problem("lists no zone; leave it out if networks of every zone may use the switch");
        }
        return zones;
    }

    private static String zone(String text) {
        if (!text.matches("[^\\p{Cntrl}]{1,255}")) {
            throw new IllegalArgumentException(
                    "'" + Printable.of(text) + "' is not the name, UUID or internal id of a zone");
        }
        return UUID.matcher(text).matches() ? text.toLowerCase(Locale.ROOT) : text;
    }
}
