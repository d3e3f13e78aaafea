/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.snmp;

import io.demarc.lab.ground.LldpNeighbour;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A port of a simulated switch. One caller at a time. */
final class LabPort {
    static final int ALL_FRAMES = 1;
    static final int TAGGED_FRAMES_ONLY = 2;
    static final int UNTAGGED_FRAMES_ONLY = 3;

    static final int TRUNK_ON = 1;
    static final int TRUNK_OFF = 2;
    static final int TRUNK_ON_NO_NEGOTIATE = 5;
    static final int NO_VOICE_VLAN = 4096;
    private static final int VLANS = 4095;

    final int number;
    final int ifIndex;
    final String name;
    boolean adminUp = true;
    boolean isPlugged;
    String alias = "";
    int pvid = 1;
    int frameTypes = ALL_FRAMES;
    boolean filtersIngress;
    int trunkState = TRUNK_OFF;
    int trunkNative = 1;
    BitSet trunkVlans = new BitSet();
    int voiceVlan = NO_VOICE_VLAN;
    int aggregator;

    @Nullable
    LldpNeighbour neighbour;

    List<String> macs = new ArrayList<>();

    LabPort(int number, int ifIndex, String name) {
        this.number = number;
        this.ifIndex = ifIndex;
        this.name = name;
        trunkVlans.set(1, VLANS);
    }

    LabPort copy() {
        LabPort copy = new LabPort(number, ifIndex, name);
        copy.adminUp = adminUp;
        copy.isPlugged = isPlugged;
        copy.alias = alias;
        copy.pvid = pvid;
        copy.frameTypes = frameTypes;
        copy.filtersIngress = filtersIngress;
        copy.trunkState = trunkState;
        copy.trunkNative = trunkNative;
        copy.trunkVlans = (BitSet) trunkVlans.clone();
        copy.voiceVlan = voiceVlan;
        copy.aggregator = aggregator;
        copy.neighbour = neighbour;
        copy.macs = new ArrayList<>(macs);
        return copy;
    }

    boolean hasLink() {
        return adminUp && isPlugged;
    }

    boolean isTrunk() {
        return trunkState == TRUNK_ON || trunkState == TRUNK_ON_NO_NEGOTIATE;
    }
}
