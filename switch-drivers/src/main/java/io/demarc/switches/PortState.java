/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches;

import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a switch says of one port. Null means that the switch did not say.
 *
 * @param untagged    the VLAN of untagged frames
 * @param tagged      the VLANs of tagged frames, ascending; empty means that the switch said there are none
 * @param adminUp     administratively enabled
 * @param linkUp      operationally up
 * @param description the port's label as the switch prints it
 * @param alsoUntagged further VLANs whose frames leave the port untagged (asymmetric VLANs), ascending; mostly empty
 */
public record PortState(
        PortName port,
        PortMode mode,
        @Nullable Vlan untagged,
        @Nullable List<Vlan> tagged,
        @Nullable Boolean adminUp,
        @Nullable Boolean linkUp,
        @Nullable String description,
        List<Vlan> alsoUntagged) {
    public PortState {
        tagged = tagged == null ? null : List.copyOf(new TreeSet<>(tagged));
        alsoUntagged = List.copyOf(new TreeSet<>(alsoUntagged));
    }

    /** A port that is untagged in one VLAN at most. */
    public PortState(
            PortName port,
            PortMode mode,
            @Nullable Vlan untagged,
            @Nullable List<Vlan> tagged,
            @Nullable Boolean adminUp,
            @Nullable Boolean linkUp,
            @Nullable String description) {
        this(port, mode, untagged, tagged, adminUp, linkUp, description, List.of());
    }

    /** In this VLAN untagged and, by what the switch says, in no other way a member of anything. */
    public boolean carriesOnly(Vlan vlan) {
        boolean nothingTagged = tagged == null ? mode == PortMode.ACCESS : tagged.isEmpty();
        return vlan.equals(untagged)
                && alsoUntagged.isEmpty()
                && nothingTagged
                && (mode == PortMode.ACCESS || mode == PortMode.UNKNOWN);
    }

    /** Whether frames of the VLAN may pass, tagged or untagged. */
    public boolean carries(Vlan vlan) {
        return vlan.equals(untagged) || alsoUntagged.contains(vlan) || (tagged != null && tagged.contains(vlan));
    }

    /** For messages: {@code access, VLAN 150 untagged, tagged 10 20, up, link down}. */
    public String inWords() {
        StringBuilder words = new StringBuilder(mode.id());
        words.append(untagged == null ? ", no untagged VLAN" : ", VLAN " + untagged + " untagged");
        alsoUntagged.forEach(vlan -> words.append(", VLAN ").append(vlan).append(" untagged as well"));
        if (tagged != null && !tagged.isEmpty()) {
            words.append(", tagged");
            tagged.stream().limit(8).forEach(vlan -> words.append(' ').append(vlan));
            if (tagged.size() > 8) {
                words.append(" and ").append(tagged.size() - 8).append(" more");
            }
        }
        if (adminUp != null) {
            words.append(adminUp ? ", up" : ", down");
        }
        if (linkUp != null) {
            words.append(linkUp ? ", link up" : ", no link");
        }
        return words.toString();
    }
}
