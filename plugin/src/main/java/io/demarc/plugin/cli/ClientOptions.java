/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cli;

import io.demarc.plugin.http.Json;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What every command that asks the daemon has. */
final class ClientOptions {
    @Mixin
    private SocketOption socket = new SocketOption();

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
        return socket.connect(terminal);
    }
}
