/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.cli;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What a row can tell. A definition may have further fields of its own, beginning with {@code x-}, for its rules. */
enum Field {
    /** The port's name. */
    PORT,
    /**
     * Numbers and ids that other outputs use for the port. In a row that doesn't name the port the first of them does, and
     * the others are learned.
     */
    NUMBER,
    /** {@code access}, {@code trunk}, {@code hybrid} or {@code routed}. */
    MODE,
    /** The untagged VLANs, mostly one, whatever the mode. */
    UNTAGGED,
    /** The VLAN of untagged frames that come in, where that is told apart from those that leave. */
    PVID,
    /** The untagged VLAN while the mode is access. */
    ACCESS_VLAN,
    /** The untagged VLAN while the mode is trunk or hybrid. */
    NATIVE_VLAN,
    /** Tagged VLANs, whatever the mode: a list of ids, ranges and names, {@code all} or {@code none}. */
    TAGGED,
    /** VLANs that pass while the mode is trunk or hybrid; all but the native one are tagged. */
    TRUNK_VLANS,
    /** A tagged VLAN besides the access VLAN. */
    VOICE_VLAN,
    /** A VLAN that the port is in, the way that {@link #TAGGING} says. */
    MEMBER,
    /** {@code tagged} or {@code untagged}. */
    TAGGING,
    /** {@code up} or {@code down}. */
    ADMIN,
    /** {@code up} or {@code down}. */
    LINK,
    DESCRIPTION,
    /** The group that the port belongs to. */
    LAG,
    /** Ports that belong to {@link #LAG}. */
    LAG_PORTS,
    /** The LLDP neighbour's system name. */
    NEIGHBOUR,
    NEIGHBOUR_PORT,
    /** {@code bridge} when the neighbour is one, {@code other} when it said that it is none. */
    NEIGHBOUR_KIND,
    /** An address of the switch itself on this port. */
    ADDRESS,
    /** A VLAN's id. */
    VLAN,
    /** A VLAN's name. */
    VLAN_NAME,
    /** {@code active}, or {@code suspended} where the VLAN exists and carries nothing. */
    VLAN_STATE,
    /** Ports that the row's VLAN lists as its own, tagged or not: compared with what the ports themselves say. */
    MEMBER_PORTS,
    /** Ports in which the row's VLAN is untagged. */
    UNTAGGED_PORTS,
    /** Ports in which the row's VLAN is tagged. */
    TAGGED_PORTS,
    /** How the row contradicts itself about its port, in words. */
    CONTRADICTION,
    /** What the row should have said of its port and didn't, or what could not be read, in words. */
    UNREAD,
    /** A learned MAC address. */
    MAC;

    private static final Map<String, Field> BY_ID =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Field::id, Function.identity()));

    /** As a key in a file; in a regular expression's group it is written in camel case. */
    String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether a definition may use the name for a field. */
    static boolean isKnown(String id) {
        return BY_ID.containsKey(id) || id.matches("x-[a-z-]{1,32}");
    }

    /** The field's name that a group of a regular expression stands for: {@code accessVlan} is {@code access-vlan}. */
    static String ofGroup(String group) {
        return group.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }
}
