/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.cloudstack;

import org.jspecify.annotations.Nullable;

/**
 * A guest network in the simulated CloudStack.
 *
 * @param id    internal id, as in the payloads of the extension protocol
 * @param state CloudStack's word: Allocated, Setup, Implementing, Implemented, Shutdown
 * @param vlan  null while it has none
 */
public record SimulatedNetwork(
        long id,
        String uuid,
        String name,
        NetworkOwner owner,
        String state,
        @Nullable Integer vlan) {
    /** A network that has just been created. */
    public static SimulatedNetwork created(long id, String uuid, String name, NetworkOwner owner) {
        return new SimulatedNetwork(id, uuid, name, owner, "Allocated", null);
    }

    SimulatedNetwork in(String newState, @Nullable Integer newVlan) {
        return new SimulatedNetwork(id, uuid, name, owner, newState, newVlan);
    }
}
