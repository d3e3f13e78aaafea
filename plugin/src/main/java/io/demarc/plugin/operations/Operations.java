/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.operations;

import io.demarc.access.Deadline;
import io.demarc.plugin.operations.Views.DatabaseView;
import io.demarc.plugin.operations.Views.DeviceView;
import io.demarc.plugin.operations.Views.Finding;
import io.demarc.plugin.operations.Views.NetworkView;
import io.demarc.plugin.operations.Views.Outcome;
import io.demarc.plugin.operations.Views.PairView;
import io.demarc.plugin.operations.Views.PlannedChange;
import io.demarc.plugin.operations.Views.PortView;
import io.demarc.plugin.operations.Views.ServerView;
import io.demarc.plugin.operations.Views.SwitchView;
import io.demarc.plugin.words.Actor;
import io.demarc.plugin.words.JournalEntry;
import java.util.List;
import java.util.Optional;

/**
 * Everything that a person may ask of the daemon. Thread-safe. Names come as text and are validated here; every method
 * throws {@link io.demarc.problem.ProblemException}, and then nothing has changed.
 */
public interface Operations {
    /** What is declared, now and before. */
    InventoryOperations inventory();

    List<SwitchView> switches();

    /** Connects, logs in and reads: one finding for each thing that works or doesn't. Writes nothing. */
    List<Finding> checkSwitch(String switchName, Deadline deadline);

    /** Fetches the SSH host key of the switch; with {@code fingerprint} it is pinned if it is that one. */
    String trust(String switchName, Optional<String> fingerprint, Actor actor, Deadline deadline);

    /** The servers of the inventory, storage nodes included. */
    List<ServerView> servers();

    /** As {@link #trust}, for a server or a storage node. */
    String trustServer(String server, Optional<String> fingerprint, Actor actor, Deadline deadline);

    /** The database servers of the inventory, and what each says now: asked side by side, for 15 seconds at most. */
    List<DatabaseView> databases();

    /** The storage pairs of the inventory. */
    List<PairView> pairs();

    /** Looks at both nodes of a storage pair; changes nothing. */
    List<Finding> checkPair(String pair);

    /** As {@link #trust}, for a node of a storage pair. */
    String trustNode(String pair, String node, Optional<String> fingerprint, Actor actor, Deadline deadline);

    List<PortView> ports();

    /** Reads the port from the switch now. */
    PortView readPort(String switchName, String port, Deadline deadline);

    /** The ports on which a switch has learned the MAC address: {@code tor-a1 GigabitEthernet1/0/7}. */
    List<String> locate(String mac, Deadline deadline);

    List<DeviceView> devices();

    List<NetworkView> networks();

    /**
     * The wish that the device is on the network, durable when this returns; waits for the switch until the deadline.
     *
     * @param network internal id, UUID or unique name
     * @param force   although the device's owner is not the network's; journaled
     */
    Outcome attach(String device, String network, boolean force, boolean dryRun, Actor actor, Deadline deadline);

    Outcome detach(String device, boolean dryRun, Actor actor, Deadline deadline);

    /** Reads the switches (all, or the one named) as far as they let it and tells every difference. Writes nothing. */
    List<PlannedChange> plan(Optional<String> switchName, Deadline deadline);

    /** Reconciles now (all, or the one named) and waits until the deadline; with {@code dryRun} only tells what would be sent. */
    Outcome reconcile(Optional<String> switchName, boolean dryRun, Actor actor, Deadline deadline);

    /** Entries with an id above {@code after}, oldest first, at most {@code limit} (1 to 1000). */
    List<JournalEntry> journal(long after, int limit);

    /** The newest entries, oldest first. */
    List<JournalEntry> newestJournal(int limit);

    /** The daemon's own condition: store, CloudStack API, switches, files' modes. */
    List<Finding> doctor(Deadline deadline);

    /** Plans that are written down and executed. */
    PlanOperations plans();

    /** Which ports are handed over, and what is frozen. */
    AdoptionOperations adoptions();

    /** Giving up what exists no longer. */
    RetirementOperations retirements();

    /** The store itself. */
    StoreOperations store();

    /** Guarded procedures, and their runs. */
    RunbookOperations runbooks();

    /** One line in the journal for something that changed nothing; answers its id. */
    long note(String kind, String message, Actor actor);
}
