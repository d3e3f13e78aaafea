/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.ssh;

import io.demarc.lab.ground.LldpNeighbour;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What is plugged into one port. Confined to the switch's lock. */
final class Cable {
    private boolean plugged;
    private final Set<String> macs = new TreeSet<>();
    private @Nullable LldpNeighbour neighbour;
    private int vlan;

    void plug(String... newMacs) {
        plugged = true;
        macs.addAll(Set.of(newMacs));
    }

    void unplug() {
        plugged = false;
        macs.clear();
        neighbour = null;
        vlan = 0;
    }

    void hear(LldpNeighbour heard) {
        plugged = true;
        neighbour = heard;
    }

    /** Plugs something in that port authentication (IEEE 802.1X) puts into this VLAN, whatever the port's own is. */
    void authorise(int id) {
        plugged = true;
        vlan = id;
    }

    /** The VLAN of what is plugged in by port authentication, 0 for the port's own. */
    int vlan() {
        return vlan;
    }

    boolean isPlugged() {
        return plugged;
    }

    Set<String> macs() {
        return Set.copyOf(macs);
    }

    @Nullable
    LldpNeighbour neighbour() {
        return neighbour;
    }
}
