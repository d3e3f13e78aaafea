/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "daemon",
        description = {
            "Runs the daemon until SIGTERM; prints 'demarc: ready on SOCKET' when it is.",
            "It logs to standard error."
        },
        footer = {"", "Example:", "  demarc daemon --config /etc/demarc/demarc.yaml"})
final class DaemonCommand implements Callable<Integer> {
    private final Consumer<Path> daemon;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            defaultValue = "/etc/demarc/demarc.yaml",
            description = "Its configuration. Default: ${DEFAULT-VALUE}.")
    private Path config = Path.of("");

    /** @param daemon runs the daemon with a configuration file, and returns when it has ended */
    DaemonCommand(Consumer<Path> daemon) {
        this.daemon = daemon;
    }

    @Override
    public Integer call() {
        daemon.accept(config);
        return ExitStatus.DONE.code();
    }
}
