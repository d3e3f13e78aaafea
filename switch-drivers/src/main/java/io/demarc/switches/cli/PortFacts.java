/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.cli;

import io.demarc.switches.PortEvidence;
import io.demarc.switches.PortEvidence.Neighbour;
import io.demarc.switches.PortMode;
import io.demarc.switches.PortName;
import io.demarc.switches.PortState;
import io.demarc.switches.Vlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the outputs of a switch told of one port so far. Outputs may speak of the same port: what the first says stays,
 * tagged VLANs add up, and where two disagree on the mode or the untagged VLAN that is a contradiction. One caller at a
 * time.
 */
final class PortFacts {
    private final PortName port;
    private boolean exists;
    private @Nullable PortMode mode;
    private @Nullable Vlan untagged;
    private @Nullable Set<Vlan> tagged;
    private @Nullable Boolean adminUp;
    private @Nullable Boolean linkUp;
    private @Nullable String description;
    private @Nullable Neighbour neighbour;
    private boolean neighbourIsTold;
    private @Nullable String lag;
    private @Nullable String address;
    private @Nullable String contradiction;

    PortFacts(PortName port) {
        this.port = port;
    }

    void exists() {
        exists = true;
    }

    boolean isKnown() {
        return exists;
    }

    /** Adds what one output says about VLANs. */
    void add(Membership said) {
        PortMode saidMode = said.mode();
        if (saidMode != null && saidMode != PortMode.UNKNOWN) {
            if (mode != null && mode != PortMode.UNKNOWN && mode != saidMode) {
                contradict("its mode is " + mode.id() + " by one command and " + saidMode.id() + " by another");
            } else {
                mode = saidMode;
            }
        } else if (mode == null) {
            mode = saidMode;
        }
        Vlan saidUntagged = said.untagged();
        if (saidUntagged != null) {
            if (untagged != null && !untagged.equals(saidUntagged)) {
                contradict("VLAN " + untagged + " is untagged by one command and VLAN " + saidUntagged + " by another");
            } else {
                untagged = saidUntagged;
            }
        }
        Set<Vlan> saidTagged = said.tagged();
        if (saidTagged != null) {
            if (tagged == null) {
                tagged = new TreeSet<>();
            }
            tagged.addAll(saidTagged);
        }
    }

    void adminUp(boolean isUp) {
        adminUp = adminUp == null ? isUp : adminUp;
    }

    void linkUp(boolean isUp) {
        linkUp = linkUp == null ? isUp : linkUp;
    }

    void description(String text) {
        description = description == null ? text : description;
    }

    /**
     * A neighbour that told its capabilities counts before one that did not, and then a bridge before one that is none.
     *
     * @param isTold whether it told its capabilities
     */
    void neighbour(Neighbour heard, boolean isTold) {
        boolean isBetter = isTold == neighbourIsTold ? heard.isBridge() : isTold;
        if (neighbour == null || isBetter) {
            neighbour = heard;
            neighbourIsTold = isTold;
        }
    }

    void lag(String group) {
        lag = lag == null ? group : lag;
    }

    void address(String text) {
        address = address == null ? text : address;
    }

    PortState state() {
        List<Vlan> all = tagged == null ? null : new ArrayList<>(tagged);
        return new PortState(port, mode == null ? PortMode.UNKNOWN : mode, untagged, all, adminUp, linkUp, description);
    }

    PortEvidence evidence() {
        return new PortEvidence(port, neighbour, lag, address, contradiction);
    }

    private void contradict(String how) {
        contradiction = contradiction == null ? how : contradiction;
    }
}
