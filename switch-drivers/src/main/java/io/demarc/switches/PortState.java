/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches;

import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a switch says of one port. Null means that the switch did not say. Only a state without doubts proves anything: with
 * one, the VLANs are those that were understood, and there may be more.
 *
 * @param untagged    the VLAN of untagged frames
 * @param tagged      the VLANs of tagged frames, ascending; empty means that the switch said there are none
 * @param adminUp     administratively enabled
 * @param linkUp      operationally up
 * @param description the port's label as the switch prints it
 * @param alsoUntagged further VLANs whose frames leave the port untagged (asymmetric VLANs), ascending; mostly empty
 * @param doubts      why not to believe all of it; mostly empty
 */
public record PortState(
        PortName port,
        PortMode mode,
        @Nullable Vlan untagged,
        @Nullable List<Vlan> tagged,
        @Nullable Boolean adminUp,
        @Nullable Boolean linkUp,
        @Nullable String description,
        List<Vlan> alsoUntagged,
        List<Doubt> doubts) {
    public PortState {
        tagged = tagged == null ? null : List.copyOf(new TreeSet<>(tagged));
        alsoUntagged = List.copyOf(new TreeSet<>(alsoUntagged));
        doubts = doubts.stream().distinct().toList();
    }

    /** A port that is untagged in one VLAN at most, and no doubt about it. */
    public PortState(
            PortName port,
            PortMode mode,
            @Nullable Vlan untagged,
            @Nullable List<Vlan> tagged,
            @Nullable Boolean adminUp,
            @Nullable Boolean linkUp,
            @Nullable String description) {
        this(port, mode, untagged, tagged, adminUp, linkUp, description, List.of(), List.of());
    }

    /** This state, believed even less. */
    public PortState doubting(List<Doubt> more) {
        List<Doubt> all = Stream.concat(doubts.stream(), more.stream()).toList();
        return new PortState(port, mode, untagged, tagged, adminUp, linkUp, description, alsoUntagged, all);
    }

    /** How the switch contradicts itself about the port; null when it doesn't. */
    public @Nullable String contradiction() {
        return words(Doubt.Kind.CONTRADICTION);
    }

    /** What the switch said of the port, or should have said, and could not be read; null when there is nothing of the kind. */
    public @Nullable String unread() {
        return words(Doubt.Kind.UNREAD);
    }

    /** What must be different on the switch before anything that it says of the port counts; null for nothing. */
    public @Nullable String unmet() {
        return words(Doubt.Kind.PRECONDITION);
    }

    private @Nullable String words(Doubt.Kind kind) {
        List<String> all = doubts.stream()
                .filter(doubt -> doubt.kind() == kind)
                .map(Doubt::words)
                .toList();
        return all.isEmpty() ? null : String.join("; ", all);
    }

    /** Beyond doubt in this VLAN untagged and, by what the switch says, in no other way a member of anything. */
    public boolean carriesOnly(Vlan vlan) {
        boolean nothingTagged = tagged == null ? mode == PortMode.ACCESS : tagged.isEmpty();
        return vlan.equals(untagged)
                && doubts.isEmpty()
                && alsoUntagged.isEmpty()
                && nothingTagged
                && (mode == PortMode.ACCESS || mode == PortMode.UNKNOWN);
    }

    /** Whether the switch has said, with everything that it takes and beyond doubt, that no frame of the VLAN passes. */
    public boolean isProvenWithout(Vlan vlan) {
        if (!doubts.isEmpty()) {
            return false;
        }
        boolean toldTagged = tagged != null || mode == PortMode.ACCESS;
        return mode == PortMode.ROUTED || (untagged != null && toldTagged && !carries(vlan));
    }

    /** Whether frames of the VLAN may pass, tagged or untagged, by what was understood. */
    public boolean carries(Vlan vlan) {
        return vlan.equals(untagged) || alsoUntagged.contains(vlan) || (tagged != null && tagged.contains(vlan));
    }

    /** The VLANs of which frames may pass, by what was understood. */
    public SortedSet<Vlan> carried() {
        TreeSet<Vlan> all = new TreeSet<>(alsoUntagged);
        if (untagged != null) {
            all.add(untagged);
        }
        if (tagged != null) {
            all.addAll(tagged);
        }
        return Collections.unmodifiableSortedSet(all);
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
        doubts.forEach(doubt -> words.append(", but ").append(doubt.words()));
        return words.toString();
    }
}
