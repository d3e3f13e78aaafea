/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cloudstack.setup;

import io.demarc.hooks.node.CommandResult;
import io.demarc.hooks.node.NodeCommands;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Users and groups of the machine that the command runs on (id(1), usermod(8)). One caller at a time. */
final class ThisMachine {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final NodeCommands commands;

    ThisMachine(NodeCommands commands) {
        this.commands = commands;
    }

    /** Whether a file of this process can belong to that user: it is the user itself, or root. */
    boolean mayMakeFilesOf(String user) {
        String own = commands.run(List.of("id", "-un"), LIMIT).stdout().strip();
        return own.equals("root") || own.equals(user);
    }

    /** Empty when there is no such user. */
    Optional<Set<String>> groupsOf(String user) {
        CommandResult told = commands.run(List.of("id", "-Gn", "--", user), LIMIT);
        return told.exit() == 0
                ? Optional.of(Set.copyOf(List.of(told.stdout().strip().split("\\s+", -1))))
                : Optional.empty();
    }

    /** Does it; what comes of it is looked at by whoever asked. */
    void run(List<String> command) {
        commands.run(command, LIMIT);
    }
}
