/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cli;

import static io.demarc.plugin.cli.DaemonClient.encode;

import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Leaving switches as they are for a while. */
final class FreezeCommands {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private FreezeCommands() {}

    @Command(
            name = "freeze",
            description = {
                "From now on nothing is changed, on every switch or on one.",
                "Only what takes a tenant's VLAN off a port is still done. 'demarc thaw' ends it."
            },
            footer = {"", "Example:", "  demarc freeze tor-a1 --why 'new firmware until noon'"})
    static final class Freeze implements Callable<Integer> {
        private final Terminal terminal;

        @Mixin
        private ClientOptions client = new ClientOptions();

        @Mixin
        private OneSwitch only = new OneSwitch();

        @Option(
                names = "--why",
                paramLabel = "TEXT",
                required = true,
                description = "For everybody who meets it, and the journal.")
        private String why = "";

        Freeze(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public Integer call() {
            return tell(client, terminal, "freeze?why=" + encode(why) + only.query());
        }
    }

    @Command(
            name = "thaw",
            description = "Ends a freeze: what waited is done.",
            footer = {"", "Example:", "  demarc thaw tor-a1"})
    static final class Thaw implements Callable<Integer> {
        private final Terminal terminal;

        @Mixin
        private ClientOptions client = new ClientOptions();

        @Mixin
        private OneSwitch only = new OneSwitch();

        Thaw(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public Integer call() {
            return tell(client, terminal, "thaw?" + only.query().replaceFirst("^&", ""));
        }
    }

    private static int tell(ClientOptions client, Terminal terminal, String path) {
        try (DaemonClient daemon = client.connect(terminal)) {
            String answer = daemon.send("POST", path, PATIENCE);
            client.print(terminal, answer, () -> new Rendering(terminal).message(answer));
            return ExitStatus.DONE.code();
        }
    }
}
