/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin;

import io.demarc.plugin.books.StateDirectory;
import io.demarc.plugin.books.Store;
import io.demarc.plugin.networks.NetworkLife;
import io.demarc.plugin.operations.AdoptionOperations;
import io.demarc.plugin.operations.AdoptionOperations.AdoptionPlan;
import io.demarc.plugin.operations.InventoryOperations.Consent;
import io.demarc.plugin.operations.InventoryOperations.InventoryChange;
import io.demarc.plugin.operations.Operations;
import io.demarc.plugin.operations.Trigger;
import io.demarc.plugin.operations.Views.PortView;
import io.demarc.plugin.words.JournalEntry;
import io.demarc.plugin.world.World;
import java.sql.Connection;
import java.util.List;
import java.util.function.UnaryOperator;

/** A daemon in a {@link World}, which can be killed. */
final class CoreProcess implements AutoCloseable {
    private final World world;
    private final StateDirectory directory;
    private final Store store;
    private final Core core;
    private Runnable nudge = () -> {};

    private CoreProcess(World world, StateDirectory directory, Store store) {
        this.world = world;
        this.directory = directory;
        this.store = store;
        this.core = new Core(
                world.config(),
                new Core.Outside(
                        world.directory,
                        world.platforms(),
                        books -> world.catalogue(),
                        world.cloudSide,
                        this::triggers),
                world.surroundings(),
                new Core.Held(directory, store));
    }

    private List<Trigger> triggers(Runnable given) {
        nudge = given;
        return world.triggers;
    }

    /** As a trigger does that has heard something. */
    void nudge() {
        nudge.run();
    }

    static CoreProcess start(World world) {
        return start(world, UnaryOperator.identity());
    }

    static CoreProcess start(World world, UnaryOperator<Connection> around) {
        StateDirectory directory = StateDirectory.hold(world.state);
        Store store = Store.open(directory, around, doing -> {});
        CoreProcess process = new CoreProcess(world, directory, store);
        process.core.start();
        return process;
    }

    Operations operations() {
        return core.operations();
    }

    /** Whatever is in force. */
    InventoryChange apply(String inventory) {
        return operations().inventory().apply(inventory, Consent.NONE, false, World.OPERATOR);
    }

    NetworkLife life() {
        return core.networkLife();
    }

    /** Hands every managed port over, as an operator who has looked at them does, and waits for them. */
    void adoptAll() {
        AdoptionOperations adoptions = operations().adoptions();
        operations().switches().forEach(it -> {
            AdoptionPlan plan = adoptions.look(it.name(), List.of(), world.deadline());
            adoptions.adopt(it.name(), List.of(), plan.seen(), plan.live(), World.OPERATOR, world.deadline());
        });
    }

    PortView port(String switchName, String port) {
        return operations().ports().stream()
                .filter(view ->
                        view.switchName().equals(switchName) && view.port().equals(port))
                .findFirst()
                .orElseThrow();
    }

    /** The kinds of the journal's entries. */
    List<String> journal() {
        return operations().newestJournal(1000).stream().map(JournalEntry::kind).toList();
    }

    /** As by kill -9: nothing is finished, nothing is told. */
    void kill() {
        world.time.forgetEverything();
        world.switches.values().forEach(model -> model.openSessions = 0);
        store.close();
        directory.close();
    }

    @Override
    public void close() {
        core.close();
    }
}
