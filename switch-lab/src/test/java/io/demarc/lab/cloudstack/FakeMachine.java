/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.cloudstack;

import io.demarc.hooks.node.CommandResult;
import io.demarc.hooks.node.NodeCommands;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** A fake of a machine's users, since a test must not add any: {@code cloud} is there, and this process is whoever the test says. */
final class FakeMachine implements NodeCommands {
    private final Set<String> groupsOfCloud = new TreeSet<>(Set.of("cloud"));
    private String self = "root";

    void runAs(String user) {
        self = user;
    }

    Set<String> groupsOfCloud() {
        return groupsOfCloud;
    }

    @Override
    public CommandResult run(List<String> argv, Duration limit) {
        if (argv.equals(List.of("id", "-un"))) {
            return new CommandResult(0, self + "\n", "");
        }
        if (argv.equals(List.of("id", "-Gn", "--", "cloud"))) {
            return new CommandResult(0, String.join(" ", groupsOfCloud) + "\n", "");
        }
        if (argv.equals(List.of("usermod", "--append", "--groups", "demarc", "cloud"))) {
            groupsOfCloud.add("demarc");
            return new CommandResult(0, "", "");
        }
        return new CommandResult(1, "", "no such user");
    }
}
