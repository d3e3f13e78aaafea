/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cli;

import static io.demarc.plugin.cli.DaemonClient.encode;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --fingerprint}, and what every {@code trust} command does with it. */
final class HostKey {
    /** The daemon asks the machine for its key meanwhile. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Option(names = "--fingerprint", paramLabel = "SHA256:...", description = "The key's fingerprint.")
    private @Nullable String fingerprint;

    /** @param machine what has the key, as REST names it */
    int trust(Terminal terminal, ClientOptions client, String machine) {
        String query = fingerprint == null ? "" : "?fingerprint=" + encode(fingerprint);
        try (DaemonClient daemon = client.connect(terminal)) {
            String answer = daemon.send("POST", machine + "/trust" + query, PATIENCE);
            client.print(terminal, answer, () -> new Rendering(terminal).message(answer));
            return ExitStatus.DONE.code();
        }
    }
}
