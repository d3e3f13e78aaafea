/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin;

import io.demarc.plugin.configuration.DaemonConfig;
import io.demarc.plugin.networks.NetworkDirectory;
import io.demarc.plugin.networks.NetworkLife;
import io.demarc.plugin.operations.Operations;
import io.demarc.plugin.reconcile.Surroundings;
import io.demarc.switches.platform.Platforms;

/** Store, inventory, wishes and reconciler, wired together: what the daemon puts its sockets in front of. Thread-safe. */
@SuppressWarnings({"DoNotCallSuggester", "ObjectToString"}) // signatures first
public final class Core implements AutoCloseable {
    private Core() {}

    /**
     * Opens the state directory (and takes its lock), migrates the store and reads the inventory. Nothing runs yet.
     *
     * @throws io.demarc.problem.ProblemException when another daemon holds the directory, or something in it is unfit
     */
    public static Core open(
            DaemonConfig config, NetworkDirectory directory, Platforms platforms, Surroundings surroundings) {
        throw new UnsupportedOperationException("being built: " + config + directory + platforms + surroundings);
    }

    /** Reconciles every switch now, and begins the resync and the comparison with CloudStack. */
    public void start() {
        throw new UnsupportedOperationException("being built");
    }

    public Operations operations() {
        throw new UnsupportedOperationException("being built");
    }

    public NetworkLife networkLife() {
        throw new UnsupportedOperationException("being built");
    }

    /** Stops what runs, gives leases back and closes the store. Whoever handed in threads ends them afterwards. */
    @Override
    public void close() {}
}
