/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.ssh;

import io.demarc.switches.PortMode;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The configuration of one interface, kept as the lines that made it. Confined to the switch's lock. */
final class IosInterface {
    static final String DESCRIPTION = "description";
    static final String NO_SWITCHPORT = "no switchport";
    static final String ACCESS_VLAN = "switchport access vlan";
    static final String NATIVE_VLAN = "switchport trunk native vlan";
    static final String ALLOWED_VLANS = "switchport trunk allowed vlan";
    static final String MODE = "switchport mode";
    static final String NONEGOTIATE = "switchport nonegotiate";
    static final String VOICE_VLAN = "switchport voice vlan";
    static final String ADDRESS = "ip address";
    static final String SHUTDOWN = "shutdown";
    static final String CHANNEL_GROUP = "channel-group";

    /** The order in which a running configuration shows them; what is not among them comes last. */
    private static final List<String> ORDER = List.of(
            DESCRIPTION,
            NO_SWITCHPORT,
            ACCESS_VLAN,
            NATIVE_VLAN,
            ALLOWED_VLANS,
            MODE,
            NONEGOTIATE,
            VOICE_VLAN,
            ADDRESS,
            SHUTDOWN,
            CHANNEL_GROUP);

    private final String name;
    private final Map<String, String> values = new TreeMap<>(
            Comparator.<String>comparingInt(key -> ORDER.contains(key) ? ORDER.indexOf(key) : ORDER.size())
                    .thenComparing(Comparator.naturalOrder()));

    IosInterface(String name) {
        this.name = name;
    }

    IosInterface copy() {
        IosInterface copy = new IosInterface(name);
        copy.values.putAll(values);
        return copy;
    }

    String name() {
        return name;
    }

    /** @param value what follows the key in the line; empty for nothing */
    void set(String key, String value) {
        values.put(key, value);
    }

    void clear(String key) {
        values.remove(key);
    }

    boolean has(String key) {
        return values.containsKey(key);
    }

    Optional<String> value(String key) {
        return Optional.ofNullable(values.get(key));
    }

    /** The lines of the running configuration below {@code interface}. */
    List<String> lines() {
        return values.entrySet().stream()
                .map(entry -> (" " + entry.getKey() + " " + entry.getValue()).stripTrailing())
                .toList();
    }

    boolean isVirtual() {
        return name.startsWith("Vlan") || name.startsWith("Loopback");
    }

    boolean isRouted() {
        return isVirtual() || has(NO_SWITCHPORT);
    }

    boolean isShut() {
        return has(SHUTDOWN);
    }

    int accessVlan() {
        return value(ACCESS_VLAN).map(Integer::parseInt).orElse(1);
    }

    int nativeVlan() {
        return value(NATIVE_VLAN).map(Integer::parseInt).orElse(1);
    }

    /** As {@code show interfaces switchport} words it. */
    String administrativeMode() {
        String mode = value(MODE).orElse("dynamic auto");
        return mode.equals("access") ? "static access" : mode;
    }

    PortMode mode() {
        if (isRouted()) {
            return PortMode.ROUTED;
        }
        return administrativeMode().equals("trunk") ? PortMode.TRUNK : PortMode.ACCESS;
    }

    /** The number of the channel group, empty when it is in none. */
    Optional<String> channelGroup() {
        return value(CHANNEL_GROUP).map(value -> value.substring(0, value.indexOf(' ')));
    }

    Optional<String> channelMode() {
        return value(CHANNEL_GROUP).map(value -> value.substring(value.lastIndexOf(' ') + 1));
    }

    Optional<String> address() {
        return value(ADDRESS).map(value -> value.substring(0, value.indexOf(' ')));
    }

    String description() {
        return value(DESCRIPTION).orElse("");
    }
}
