/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cli;

import io.demarc.plugin.http.Json;
import io.demarc.plugin.operations.AdoptionOperations.AdoptionPlan;
import io.demarc.plugin.operations.AdoptionOperations.PortPlan;
import io.demarc.plugin.operations.Views.Outcome;
import io.demarc.problem.Problem;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "adopt",
        description = {
            "Hands ports over to Demarc: shows what each one is and would be, and asks.",
            "No port is written before that. Where ports are live, their number has to be typed.",
            "Without a PORT it is about every managed port that isn't adopted."
        },
        footer = {"", "Example:", "  demarc adopt tor-a1 Gi1/0/7"})
final class AdoptCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private ClientOptions client = new ClientOptions();

    @Mixin
    private PortsOfSwitch which = new PortsOfSwitch();

    @Option(names = "--dry-run", description = "Only show it; exit 1 if anything would change.")
    private boolean dryRun;

    @Option(
            names = "--live",
            paramLabel = "N",
            description = "The number of live ports, for scripts: nothing is asked.")
    private @Nullable Integer live;

    AdoptCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        try (DaemonClient daemon = client.connect(terminal)) {
            String shown = which.send(daemon, "adopt", Map.of("dry_run", true));
            AdoptionPlan plan = Objects.requireNonNull(Json.read(shown, AdoptionPlan.class));
            if (dryRun) {
                client.print(terminal, shown, () -> print(plan));
                return ExitStatus.doneIf(plan.ports().isEmpty());
            }
            if (!client.json()) {
                print(plan);
            }
            if (plan.ports().isEmpty()) {
                client.print(terminal, shown, () -> {});
                return ExitStatus.DONE.code();
            }
            String answer = which.send(daemon, "adopt", Map.of("seen", plan.seen(), "live", confirmed(plan)));
            Outcome outcome = Objects.requireNonNull(Json.read(answer, Outcome.class));
            client.print(terminal, answer, () -> new Rendering(terminal).outcome(outcome));
            return ExitStatus.doneIf(outcome.done());
        }
    }

    /** The number of live ports, as the person says it: where none is live there is nothing to confirm. */
    private int confirmed(AdoptionPlan plan) {
        if (live != null || plan.live() == 0) {
            return live == null ? 0 : live;
        }
        String typed = client.json()
                ? ""
                : terminal.ask("Type the number of live ports to hand "
                        + plan.ports().size() + (plan.ports().size() == 1 ? " port" : " ports") + " over to Demarc: ");
        if (!typed.equals(Integer.toString(plan.live()))) {
            throw new ProblemException(Problem.of(
                    ProblemCode.INPUT_INVALID,
                    plan.live() + " of these ports are live, and " + (typed.isEmpty() ? "nothing" : "'" + typed + "'")
                            + " was typed: nothing was adopted.",
                    "Type " + plan.live() + " if they are to be Demarc's, or say so with --live " + plan.live()
                            + "; adopt the others by name."));
        }
        return plan.live();
    }

    private void print(AdoptionPlan plan) {
        if (plan.ports().isEmpty()) {
            terminal.line("Nothing to do: these ports are adopted.");
            return;
        }
        plan.ports().stream()
                .filter(it -> !it.alive().isEmpty())
                .forEach(it -> terminal.line(
                        "LIVE: " + plan.switchName() + " " + it.port() + " " + String.join(", ", it.alive()) + seen(it)
                                + (it.change().equals("~") ? ". Adopting it changes it." : ".")));
        plan.ports().forEach(it -> print(plan.switchName(), it));
        if (!plan.lines().isEmpty()) {
            terminal.line("To " + plan.switchName() + " would be sent, in this order:");
            plan.lines().forEach(line -> terminal.line("    " + line));
        }
        terminal.line(count(plan, "~") + " to change, " + count(plan, "=") + " as wanted, " + count(plan, "!")
                + " left as they are; " + plan.live() + " of " + plan.ports().size() + " live.");
        new DryRunRendering(terminal)
                .firstMinute(
                        count(plan, "~"),
                        plan.ports().stream().filter(PortPlan::waits).count());
    }

    private void print(String switchName, PortPlan it) {
        terminal.line(it.change() + " " + switchName + " " + it.port() + ": "
                + (it.observed() == null ? "unknown" : it.observed()) + " -> " + it.wanted() + " (" + it.why() + ")");
        it.vlansNow().stream()
                .filter(vlan -> !it.vlansThen().contains(vlan))
                .limit(16)
                .forEach(vlan -> terminal.line("    - VLAN " + vlan));
        it.vlansThen().stream()
                .filter(vlan -> !it.vlansNow().contains(vlan))
                .forEach(vlan -> terminal.line("    + VLAN " + vlan));
        if (it.problem() != null) {
            terminal.line("    will not be done: " + it.problem());
        }
    }

    private static String seen(PortPlan it) {
        return (it.neighbour() == null ? "" : ", LLDP neighbour " + it.neighbour())
                + (it.macs().isEmpty() ? "" : ", seen " + String.join(" ", it.macs()) + more(it))
                + (it.lastFrame() == null ? "" : ", last frame " + it.lastFrame() + " ago");
    }

    private static String more(PortPlan it) {
        int more = it.learned() - it.macs().size();
        return more > 0 ? " and " + more + " more" : "";
    }

    private static long count(AdoptionPlan plan, String change) {
        return plan.ports().stream().filter(it -> it.change().equals(change)).count();
    }
}
