/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.networks;

import io.demarc.access.Deadline;
import io.demarc.plugin.words.NetworkId;
import io.demarc.plugin.words.NetworkIdentity;
import io.demarc.switches.Vlan;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who networks are: CloudStack's API. Thread-safe. Every method throws {@code CLOUDSTACK_UNREACHABLE} when it can't know. */
public interface NetworkDirectory {
    /** The network with the internal id; empty when CloudStack says that there is none. */
    Optional<NetworkIdentity> byId(NetworkId id, Deadline deadline);

    /** The networks whose UUID or name is this; several when a name is used more than once. */
    List<NetworkIdentity> byUuidOrName(String text, Deadline deadline);

    /** What CloudStack says now of the network with the UUID; empty when there is none. */
    Optional<Truth> truth(String uuid, Deadline deadline);

    /** The tags of all networks that have the key. */
    List<Tag> tags(String key, Deadline deadline);

    /** What somebody with access to the network has written on it: hostile text. */
    record Tag(String networkUuid, String value) {}

    /**
     * A network's present state.
     *
     * @param state CloudStack's word: Allocated, Setup, Implementing, Implemented, Shutdown, Destroy
     * @param vlan  null while it has none
     * @param needsRestart whether CloudStack says that it is to be restarted
     */
    record Truth(
            NetworkIdentity identity,
            String state,
            @Nullable Vlan vlan,
            boolean needsRestart) {
        /** Whether it is down by its state, and its VLAN is still its own: CloudStack was told that a port may carry it. */
        public boolean isStuckInShutdown() {
            return state.equals("Shutdown") && vlan != null;
        }
    }
}
