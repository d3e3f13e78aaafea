/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.inventory;

import io.demarc.plugin.configuration.Manage;
import io.demarc.plugin.words.Device;
import io.demarc.plugin.words.DeviceName;
import io.demarc.plugin.words.Inventory;
import io.demarc.plugin.words.ManagedSwitch;
import io.demarc.switches.PortName;
import io.demarc.switches.SwitchName;
import io.demarc.switches.provision.PortRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What one inventory has over another. Each line names one thing.
 *
 * @param touched switches of which anything but a device differs, and those of devices that differ
 */
public record InventoryDifference(
        List<String> added, List<String> changed, List<String> removed, Set<SwitchName> touched) {
    public InventoryDifference {
        added = List.copyOf(added);
        changed = List.copyOf(changed);
        removed = List.copyOf(removed);
        touched = Set.copyOf(touched);
    }

    public boolean isEmpty() {
        return added.isEmpty() && changed.isEmpty() && removed.isEmpty();
    }

    public static InventoryDifference between(Inventory before, Inventory after) {
        Lines lines = new Lines();
        Set<SwitchName> switches = new TreeSet<>(before.switches().keySet());
        switches.addAll(after.switches().keySet());
        for (SwitchName name : switches) {
            lines.compareSwitch(
                    name, before.switches().get(name), after.switches().get(name));
        }
        Set<DeviceName> devices = new TreeSet<>(before.devices().keySet());
        devices.addAll(after.devices().keySet());
        for (DeviceName name : devices) {
            lines.compareDevice(
                    name, before.devices().get(name), after.devices().get(name));
        }
        after.objects()
                .byKind()
                .forEach((kind, all) ->
                        lines.compareObjects(kind, before.objects().ofKind(kind), all));
        return new InventoryDifference(lines.added, lines.changed, lines.removed, lines.touched);
    }

    /** One caller at a time. */
    private static final class Lines {
        private final List<String> added = new ArrayList<>();
        private final List<String> changed = new ArrayList<>();
        private final List<String> removed = new ArrayList<>();
        private final Set<SwitchName> touched = new TreeSet<>();

        void compareSwitch(SwitchName name, @Nullable ManagedSwitch before, @Nullable ManagedSwitch after) {
            if (Objects.equals(before, after)) {
                return;
            }
            touched.add(name);
            if (before == null && after != null) {
                added.add("switch " + name + " (" + after.platform() + ", " + after.endpoint() + ", "
                        + after.rules().managed().size() + " managed ports)");
            } else if (before != null && after == null) {
                removed.add("switch " + name);
            } else if (before != null && after != null) {
                int lines = lines();
                comparePorts(name, before.rules(), after.rules());
                compareKeys(name, before, after);
                if (lines() == lines) {
                    changed.add("switch " + name);
                }
            }
        }

        private int lines() {
            return added.size() + changed.size() + removed.size();
        }

        private void comparePorts(SwitchName name, PortRules before, PortRules after) {
            Set<PortName> ports = new TreeSet<>(before.managed().keySet());
            ports.addAll(after.managed().keySet());
            for (PortName port : ports) {
                String line = "switch " + name + ": port " + port;
                if (!before.managed().containsKey(port)) {
                    added.add(line);
                } else if (!after.managed().containsKey(port)) {
                    removed.add(line);
                } else {
                    compare(line + ": allow", listed(before.managed(), port), listed(after.managed(), port));
                    compare(
                            line + ": no-evidence",
                            listed(before.withoutEvidence(), port),
                            listed(after.withoutEvidence(), port));
                }
            }
        }

        private static <E extends Enum<E>> Set<E> listed(Map<PortName, Set<E>> all, PortName port) {
            return new TreeSet<>(all.getOrDefault(port, Set.of()));
        }

        private void compareKeys(SwitchName name, ManagedSwitch before, ManagedSwitch after) {
            String line = "switch " + name + ": ";
            compare(line + "platform", before.platform(), after.platform());
            compare(line + "address", before.endpoint(), after.endpoint());
            compare(line + "login", before.login(), after.login());
            compare(line + "session", before.overrides(), after.overrides());
            compare(line + "vlans", before.rules().tenants(), after.rules().tenants());
            compare(
                    line + "forbidden-vlans",
                    new TreeSet<>(before.rules().forbidden()),
                    new TreeSet<>(after.rules().forbidden()));
            compare(line + "idle.vlan", before.rules().parking(), after.rules().parking());
            compare(line + "idle.down", before.rules().idleDown(), after.rules().idleDown());
            compare(line + "zones", new TreeSet<>(before.zones()), new TreeSet<>(after.zones()));
            compare(line + "manage", inWords(before.manage()), inWords(after.manage()));
            compare(line + "release-unsaved", allowed(before.releasesUnsaved()), allowed(after.releasesUnsaved()));
        }

        void compareDevice(DeviceName name, @Nullable Device before, @Nullable Device after) {
            String line = "device " + name;
            if (before == null && after != null) {
                added.add(line + " (" + after.owner() + ", on " + after.port() + ")");
                touched.add(after.port().switchName());
            } else if (before != null && after == null) {
                removed.add(line);
                touched.add(before.port().switchName());
            } else if (before != null && after != null && !before.equals(after)) {
                compare(line + ": owner", before.owner(), after.owner());
                compare(line + ": port", before.port(), after.port());
                touched.add(before.port().switchName());
                touched.add(after.port().switchName());
            }
        }

        void compareObjects(String kind, Map<String, ?> before, Map<String, ?> after) {
            Set<String> names = new TreeSet<>(before.keySet());
            names.addAll(after.keySet());
            for (String name : names) {
                String line = kind + " " + name;
                if (!before.containsKey(name)) {
                    added.add(line);
                } else if (!after.containsKey(name)) {
                    removed.add(line);
                } else if (!Objects.equals(before.get(name), after.get(name))) {
                    changed.add(line);
                }
            }
        }

        private static String inWords(Manage manage) {
            return manage.name().toLowerCase(Locale.ROOT);
        }

        private static String allowed(boolean is) {
            return is ? "allowed" : "refused";
        }

        private void compare(String what, Object before, Object after) {
            if (!before.equals(after)) {
                String from = String.valueOf(before);
                String to = String.valueOf(after);
                changed.add(from.equals(to) ? what : what + ": " + from + " -> " + to);
            }
        }
    }
}
