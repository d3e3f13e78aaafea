/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cli;

import io.demarc.plugin.http.Json;
import io.demarc.plugin.operations.Views.Finding;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "doctor",
        description = "The daemon's own condition: store, CloudStack, switches, files. Exit 1 if anything isn't well.",
        footer = {"", "Example:", "  demarc doctor"})
final class DoctorCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private ClientOptions client = new ClientOptions();

    @Mixin
    private Wait wait = new Wait();

    DoctorCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        try (DaemonClient daemon = client.connect(terminal)) {
            String answer = daemon.get("doctor?wait_seconds=" + wait.seconds(), wait.duration());
            List<Finding> findings = Json.readAll(answer, Finding.class);
            client.print(terminal, answer, () -> new Rendering(terminal).findings(findings));
            return ExitStatus.doneIf(Rendering.allWell(findings));
        }
    }
}
