/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab;

import io.demarc.switches.PortState;
import io.demarc.switches.Vlan;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One of the lab's switches, whatever it speaks. Thread-safe. */
interface LabSwitch extends AutoCloseable {
    String name();

    /** What the switch itself answers to a command at its console. */
    String say(String command);

    /** Types configuration lines at its console, as a person would; returns what the switch printed. */
    String type(List<String> lines);

    /** What a person would look at to see the port's state: the command and the switch's answer. */
    String show(String port);

    /** The port's state by the switch's own books, for scripts: {@code 193 up}, {@code 999 down}, {@code none up}. */
    String state(String port);

    /** Somebody puts the port into another VLAN by hand; returns what they typed. */
    String tamper(String port, int vlan);

    /** Switches a fault on or off by its name in {@link LabControl}'s help. */
    void fault(String name, Map<String, String> parameters);

    /** Its secrets by the name of the file that is to hold them. */
    Map<String, String> secrets();

    /** Its entry of the inventory, indented as a list item. */
    String inventoryEntry(Path secretsDirectory);

    /** The devices plugged into it, as entries of the inventory. */
    String deviceEntries();

    /** Its line of the known_hosts file; empty when it has no host key. */
    Optional<String> knownHostsLine();

    @Override
    void close();

    /** As {@link #state} says it. */
    static String inShort(PortState state) {
        Vlan untagged = state.untagged();
        return (untagged == null ? "none" : untagged.toString())
                + (Boolean.TRUE.equals(state.adminUp()) ? " up" : " down");
    }
}
