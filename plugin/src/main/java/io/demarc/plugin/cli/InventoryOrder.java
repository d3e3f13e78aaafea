/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cli;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.demarc.plugin.http.Json;
import io.demarc.plugin.operations.InventoryOperations.InventoryChange;
import io.demarc.plugin.operations.Views.SwitchPlan;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * An order that changes the inventory: what it would do is shown first, and then the daemon is told to do that, for the
 * version that it was compared with and no other.
 */
final class InventoryOrder {
    private final Terminal terminal;
    private final ClientOptions client;

    InventoryOrder(Terminal terminal, ClientOptions client) {
        this.terminal = terminal;
        this.client = client;
    }

    /**
     * Gives it.
     *
     * @param yesPark how many live ports may be parked, if the person has said so
     * @param daemon what it answers to the order with this query
     * @param plan what a dry run would send to the switches, as the daemon tells it
     * @return the exit status
     */
    int give(boolean dryRun, @Nullable Integer yesPark, UnaryOperator<String> daemon, Supplier<String> plan) {
        String preview = daemon.apply("dry_run=true");
        InventoryChange change = read(preview);
        if (dryRun) {
            String switches = plan.get();
            JsonObject whole = JsonParser.parseString(preview).getAsJsonObject();
            whole.add("switches", JsonParser.parseString(switches));
            client.print(terminal, whole.toString(), () -> {
                lines(change);
                switches(Json.readAll(switches, SwitchPlan.class));
                terminal.line("Dry run: nothing was changed.");
                terminal.line(
                        change.added().size() + " to add, " + change.changed().size() + " to change, "
                                + change.removed().size() + " to remove");
            });
            return ExitStatus.doneIf(change.isEmpty());
        }
        if (!client.json()) {
            lines(change);
        }
        String answer = daemon.apply("based_on=" + change.basedOn() + (yesPark == null ? "" : "&yes_park=" + yesPark));
        client.print(terminal, answer, () -> {
            if (!change.isEmpty() || change.rewritten()) {
                terminal.line("Applied as version " + read(answer).version() + ".");
            }
        });
        return ExitStatus.DONE.code();
    }

    private void switches(List<SwitchPlan> plans) {
        if (!plans.isEmpty()) {
            terminal.line("On the switches:");
            new DryRunRendering(terminal).plans(plans);
        }
    }

    private static InventoryChange read(String answer) {
        return Objects.requireNonNull(Json.read(answer, InventoryChange.class));
    }

    private void lines(InventoryChange change) {
        change.added().forEach(it -> terminal.line("+ " + it));
        change.changed().forEach(it -> terminal.line("~ " + it));
        change.removed().forEach(it -> terminal.line("- " + it));
        change.left().forEach(terminal::line);
        change.warnings().forEach(it -> terminal.line("WARNING: " + it));
        change.parked().forEach(it -> terminal.line("PARKS, though live: " + it));
        if (change.rewritten()) {
            terminal.line("Only comments or order differ: no change to what Demarc does.");
        } else if (change.isEmpty()) {
            terminal.line("The inventory is already so.");
        }
    }
}
