/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the daemon listens. */
final class SocketOption {
    private static final String USUAL_SOCKET = "/run/demarc/demarc.sock";

    @Option(
            names = "--socket",
            paramLabel = "PATH",
            description = "The daemon's socket. Default: $DEMARC_SOCKET, or " + USUAL_SOCKET + ".")
    private @Nullable Path socket;

    DaemonClient connect(Terminal terminal) {
        String named = terminal.environment().getOrDefault("DEMARC_SOCKET", "");
        return new DaemonClient(socket != null ? socket : Path.of(named.isEmpty() ? USUAL_SOCKET : named));
    }
}
