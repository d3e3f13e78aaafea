/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab;

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

    /** Switches a fault on or off by its name in {@link LabControl}'s help. */
    void fault(String name, Map<String, String> parameters);

    /** Its secrets by the name of the file that is to hold them. */
    Map<String, String> secrets();

    /** Its entry of the inventory, indented as a list item. */
    String inventoryEntry(Path secretsDirectory);

    /** Its line of the known_hosts file; empty when it has no host key. */
    Optional<String> knownHostsLine();

    @Override
    void close();
}
