/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.ssh;

import java.util.ArrayList;
import java.util.List;

/** Every command that came over SSH, in order, over all sessions. Thread-safe. Answers to questions are not among them. */
final class ReceivedCommands {
    private final List<String> commands = new ArrayList<>();

    synchronized void add(String command) {
        commands.add(command);
    }

    synchronized List<String> all() {
        return List.copyOf(commands);
    }
}
