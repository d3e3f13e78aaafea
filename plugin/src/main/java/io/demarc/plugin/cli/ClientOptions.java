/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cli;

import io.demarc.plugin.http.Json;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What every command that asks the daemon has. */
final class ClientOptions {
    private static final String USUAL_SOCKET = "/run/demarc/demarc.sock";

    @Option(
            names = "--socket",
            paramLabel = "PATH",
            description = "The daemon's socket. Default: $DEMARC_SOCKET, or " + USUAL_SOCKET + ".")
    private @Nullable Path socket;

    @Option(names = "--json", description = "Print the answer as JSON.")
    private boolean json;

    /** Prints the daemon's answer: as JSON if that was asked for, otherwise as {@code words} does. */
    void print(Terminal terminal, String answer, Runnable words) {
        if (json) {
            terminal.text(Json.indent(answer) + "\n");
        } else {
            words.run();
        }
    }

    boolean json() {
        return json;
    }

    DaemonClient connect(Terminal terminal) {
        String named = terminal.environment().getOrDefault("DEMARC_SOCKET", "");
        return new DaemonClient(socket != null ? socket : Path.of(named.isEmpty() ? USUAL_SOCKET : named));
    }
}
