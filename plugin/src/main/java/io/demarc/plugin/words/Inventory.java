/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.words;

import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import io.demarc.switches.SwitchName;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Every switch and device that is declared, and what runbooks work on. Immutable; what {@code InventoryFile} has checked holds. */
public record Inventory(
        SortedMap<SwitchName, ManagedSwitch> switches, SortedMap<DeviceName, Device> devices, RunbookObjects objects) {
    public Inventory {
        switches = Collections.unmodifiableSortedMap(new TreeMap<>(switches));
        devices = Collections.unmodifiableSortedMap(new TreeMap<>(devices));
    }

    public static Inventory empty() {
        return new Inventory(new TreeMap<>(), new TreeMap<>(), RunbookObjects.NONE);
    }

    public static Inventory of(Collection<ManagedSwitch> switches, Collection<Device> devices, RunbookObjects objects) {
        TreeMap<SwitchName, ManagedSwitch> switchesByName = new TreeMap<>();
        switches.forEach(one -> switchesByName.put(one.name(), one));
        TreeMap<DeviceName, Device> devicesByName = new TreeMap<>();
        devices.forEach(one -> devicesByName.put(one.name(), one));
        return new Inventory(switchesByName, devicesByName, objects);
    }

    public boolean manages(PortAddress address) {
        ManagedSwitch managed = switches.get(address.switchName());
        return managed != null && managed.rules().managed().containsKey(address.port());
    }

    /** The devices by the port that they are plugged into. */
    public Map<PortAddress, Device> devicesByPort() {
        Map<PortAddress, Device> byPort = new TreeMap<>();
        devices.values().forEach(device -> byPort.put(device.port(), device));
        return byPort;
    }

    public Optional<Device> device(DeviceName name) {
        return Optional.ofNullable(devices.get(name));
    }

    /** The switch; throws {@code NOT_FOUND} naming those that there are. */
    public ManagedSwitch require(SwitchName name) {
        ManagedSwitch managed = switches.get(name);
        if (managed == null) {
            throw ProblemException.of(
                    ProblemCode.NOT_FOUND,
                    "There is no switch named '" + name + "' in the inventory.",
                    switches.isEmpty() ? "Import one with 'demarc apply'." : "Known: " + switches.keySet() + ".");
        }
        return managed;
    }

    /** The device; throws {@code NOT_FOUND}. */
    public Device require(DeviceName name) {
        return device(name)
                .orElseThrow(() -> ProblemException.of(
                        ProblemCode.NOT_FOUND,
                        "There is no device named '" + name + "' in the inventory.",
                        "Declare it in the inventory's devices and import it with 'demarc apply'."));
    }
}
