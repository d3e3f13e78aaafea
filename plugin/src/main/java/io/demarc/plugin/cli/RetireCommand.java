/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cli;

import static io.demarc.plugin.cli.DaemonClient.encode;

import io.demarc.plugin.http.Json;
import io.demarc.plugin.operations.RetirementOperations.Retirement;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "retire",
        description = {
            "Gives up a switch, or ports of one, that exists no longer.",
            "Detaches its devices and forgets which VLANs its ports may carry: shows what is lost, and asks.",
            "Refused while the switch answers. Take it out of the inventory afterwards."
        },
        footer = {"", "Example:", "  demarc switch retire tor-a1"})
final class RetireCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Terminal terminal;

    @Mixin
    private ClientOptions client = new ClientOptions();

    @Parameters(index = "0", paramLabel = "SWITCH", description = "Its name in the inventory.")
    private String switchName = "";

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "PORT",
            description = "Only these, of a switch that goes on to exist, such as those of a card that is gone.")
    private List<String> ports = List.of();

    @Option(names = "--dry-run", description = "Only show what would be lost; exit 1 if anything would.")
    private boolean dryRun;

    @Option(
            names = "--yes",
            paramLabel = "SWITCH",
            description = "The switch's name again, for scripts: nothing is asked.")
    private @Nullable String yes;

    RetireCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        try (DaemonClient daemon = client.connect(terminal)) {
            String shown = send(daemon, Map.of());
            Retirement loss = read(shown);
            if (dryRun) {
                client.print(terminal, shown, () -> print(loss));
                return ExitStatus.doneIf(loss.lost().isEmpty());
            }
            if (!client.json()) {
                print(loss);
            }
            confirm(loss);
            String answer = send(daemon, Map.of("seen", loss.seen()));
            client.print(
                    terminal,
                    answer,
                    () -> terminal.line("Retired. Take "
                            + (ports.isEmpty()
                                    ? "switch " + loss.switchName() + " and its devices"
                                    : "these ports and their devices")
                            + " out of the inventory, and apply it."));
            return ExitStatus.DONE.code();
        }
    }

    private String send(DaemonClient daemon, Map<String, Object> order) {
        Map<String, Object> body = new TreeMap<>(order);
        body.put("ports", ports);
        return daemon.send(
                "POST",
                "switches/" + encode(switchName) + "/retire",
                "application/json",
                Json.write(body).getBytes(StandardCharsets.UTF_8),
                PATIENCE);
    }

    private static Retirement read(String answer) {
        return Objects.requireNonNull(Json.read(answer, Retirement.class));
    }

    private void print(Retirement loss) {
        loss.lost().forEach(terminal::line);
        terminal.line(
                loss.lost().isEmpty()
                        ? "Nothing is attached there, and no VLAN is remembered of it."
                        : "Before that, take it out of service: were it to come back with its old configuration, its ports would"
                                + " be in VLANs of other customers.");
    }

    private void confirm(Retirement loss) {
        String typed = yes;
        if (typed == null) {
            typed = client.json() ? "" : terminal.ask("Type the switch's name to retire it: ");
        }
        if (!typed.equals(loss.switchName())) {
            throw ProblemException.of(
                    ProblemCode.INPUT_INVALID,
                    "Switch " + loss.switchName() + " is to be retired, and "
                            + (typed.isEmpty() ? "nothing" : "'" + typed + "'") + " was typed: nothing was changed.",
                    "Type " + loss.switchName() + " if it exists no longer, or say so with --yes " + loss.switchName()
                            + ".");
        }
    }
}
