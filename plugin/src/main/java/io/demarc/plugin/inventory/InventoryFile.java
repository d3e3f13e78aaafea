/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.inventory;

import io.demarc.access.yaml.YamlNode;
import io.demarc.access.yaml.YamlProblems;
import io.demarc.plugin.words.Device;
import io.demarc.plugin.words.DeviceName;
import io.demarc.plugin.words.Inventory;
import io.demarc.plugin.words.ManagedSwitch;
import io.demarc.plugin.words.PortAddress;
import io.demarc.plugin.words.RunbookObjects;
import io.demarc.problem.ProblemCode;
import io.demarc.switches.SwitchName;
import io.demarc.switches.catalogue.Platforms;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads {@code inventory.yaml}. An unknown key is an error; every problem is told with its path. */
public final class InventoryFile {
    private static final String WRITTEN_OFF = "written-off";

    private InventoryFile() {}

    /** A text that is to come into force; throws {@code INPUT_INVALID} with every problem of it. */
    public static Inventory parse(String yaml, Platforms platforms) {
        return parse(yaml, platforms, true);
    }

    /** As {@link #parse}, of a text that is in force or was: {@code written-off}, which older versions had, means nothing any more. */
    public static Inventory parseStored(String yaml, Platforms platforms) {
        return parse(yaml, platforms, false);
    }

    private static Inventory parse(String yaml, Platforms platforms, boolean isNew) {
        YamlProblems problems = new YamlProblems();
        YamlNode root = YamlNode.parse(yaml, problems)
                .knowing("switches", "devices", WRITTEN_OFF, "storage-pairs", "servers", "gateways", "databases");
        if (isNew && root.get(WRITTEN_OFF).isPresent()) {
            root.get(WRITTEN_OFF)
                    .problem(
                            "is no key any more: 'demarc switch retire SWITCH [PORT...]' gives up what exists no longer;"
                                    + " take the key out");
        }
        if (problems.isEmpty() && !root.isPresent()) {
            problems.add("", "the document is empty; an inventory without anything is 'switches: []'");
        }
        SwitchReader switchReader = new SwitchReader(platforms);
        Map<SwitchName, ManagedSwitch> switches = new HashMap<>();
        for (YamlNode node : root.get("switches").items()) {
            switchReader.read(node).ifPresent(managed -> {
                if (switches.putIfAbsent(managed.name(), managed) != null) {
                    node.get("name").problem("there is another switch named " + managed.name());
                }
            });
        }
        List<Device> devices = devices(root.get("devices"), new DeviceReader(switches, platforms));
        RunbookObjects objects = RunbookObjectsReader.read(root);
        problems.throwIfAny(
                ProblemCode.INPUT_INVALID,
                "The inventory",
                "Mend it; nothing was changed. docs/configuration.md explains every key.");
        return Inventory.of(switches.values(), devices, objects);
    }

    private static List<Device> devices(YamlNode list, DeviceReader reader) {
        List<Device> devices = new ArrayList<>();
        Map<DeviceName, Device> byName = new HashMap<>();
        Map<PortAddress, Device> byPort = new HashMap<>();
        for (YamlNode node : list.items()) {
            reader.read(node).ifPresent(device -> {
                if (byName.putIfAbsent(device.name(), device) != null) {
                    node.get("name").problem("there is another device named " + device.name());
                }
                Device other = byPort.putIfAbsent(device.port(), device);
                if (other != null) {
                    node.get("port").problem("device " + other.name() + " is plugged into " + device.port() + " too");
                }
                devices.add(device);
            });
        }
        return devices;
    }
}
