/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cli;

import io.demarc.plugin.http.Json;
import io.demarc.plugin.operations.RunViews.DemandView;
import io.demarc.plugin.operations.RunViews.EvidenceView;
import io.demarc.plugin.operations.RunViews.PlanView;
import io.demarc.plugin.operations.RunViews.RunView;
import io.demarc.plugin.operations.RunViews.RunbookView;
import io.demarc.plugin.runbooks.OwnRunbooks;
import io.demarc.problem.ProblemException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code demarc runbook} for runbooks about this machine, which need no daemon. One caller at a time. */
final class OwnRunbookCommands {
    private static final int STANDARD_INPUT = 0;

    private final Terminal terminal;
    private final ClientOptions client;

    OwnRunbookCommands(Terminal terminal, ClientOptions client) {
        this.terminal = terminal;
        this.client = client;
    }

    private OwnRunbooks open() {
        return OwnRunbooks.open(terminal.environment(), Clock.systemUTC());
    }

    private String who() {
        return System.getProperty("user.name", "unknown");
    }

    List<RunbookView> all() {
        return OwnRunbooks.all(terminal.environment());
    }

    /** A file of the user's own that is unfit is told, and keeps nobody from the daemon's runbooks. */
    Optional<RunbookView> find(String runbook) {
        try {
            return all().stream().filter(it -> it.name().equals(runbook)).findFirst();
        } catch (ProblemException e) {
            terminal.problem(e.problem());
            return Optional.empty();
        }
    }

    static boolean isMeant(@Nullable String run) {
        return OwnRunbooks.THIS_MACHINE.equals(run);
    }

    int show(RunbookView view) {
        client.print(terminal, Json.write(view), () -> new RunRendering(terminal).runbook(view));
        return ExitStatus.DONE.code();
    }

    int plan(String runbook, Map<String, String> parameters) {
        try (OwnRunbooks own = open()) {
            PlanView plan = own.plan(runbook, parameters, who());
            client.print(terminal, Json.write(plan), () -> new RunRendering(terminal).plan(plan));
            return ExitStatus.doneIf(plan.clear());
        }
    }

    /** @param isSure confirmations are given without asking */
    int start(String runbook, Map<String, String> parameters, boolean isSure) {
        try (OwnRunbooks own = open()) {
            return confirmed(own, own.start(runbook, parameters, who()), isSure);
        }
    }

    int status() {
        try (OwnRunbooks own = open()) {
            return shown(own.status());
        }
    }

    int confirm(String step, String words) {
        try (OwnRunbooks own = open()) {
            return shown(own.confirm(step, words, who()));
        }
    }

    int pause(String words) {
        try (OwnRunbooks own = open()) {
            return shown(own.pause(words, who()));
        }
    }

    int resume(String words) {
        try (OwnRunbooks own = open()) {
            return shown(own.resume(words, who()));
        }
    }

    int abort(String words, boolean isUndoing) {
        try (OwnRunbooks own = open()) {
            return shown(own.abort(words, isUndoing, who()));
        }
    }

    List<EvidenceView> log() {
        try (OwnRunbooks own = open()) {
            return own.log();
        }
    }

    /** Asks on a terminal; elsewhere the run waits, and says for what. */
    private int confirmed(OwnRunbooks own, RunView begun, boolean isSure) {
        RunView run = begun;
        while (run.state().equals("awaiting-person") && run.step() != null) {
            DemandView demand = run.demand();
            String demanded = demand == null ? "yes" : demand.word();
            if (!isSure && !isConfirmed(run, demanded)) {
                break;
            }
            run = own.confirm(run.step(), demanded, who());
        }
        return shown(run);
    }

    private boolean isConfirmed(RunView run, String demanded) {
        if (!Terminal.isAtScreen(STANDARD_INPUT)) {
            return false;
        }
        terminal.line(run.instruction());
        return terminal.ask("Type '" + demanded + "' to confirm, anything else to leave it waiting: ")
                .equals(demanded);
    }

    private int shown(RunView run) {
        client.print(terminal, Json.write(run), () -> new RunRendering(terminal).run(run));
        return ExitStatus.doneIf(!run.state().equals("stopped"));
    }
}
