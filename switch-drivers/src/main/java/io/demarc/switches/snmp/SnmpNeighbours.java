/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.snmp;

import io.demarc.access.Deadline;
import io.demarc.switches.session.SwitchAccess;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.Variable;

/**
 * What a router's agent says of a neighbour: ipNetToPhysicalTable (RFC 4293) and its forerunner ipNetToMediaTable. An agent may
 * serve either, and they may differ: net-snmp 5.9 keeps a copy of the first one for a minute and of the second one for seconds.
 */
public final class SnmpNeighbours {
    private static final int FOUR = 4;
    private static final int MAC_OCTETS = 6;
    private static final int TYPE_FOUR = 1;
    private static final int TYPE_SIX = 2;

    private SnmpNeighbours() {}

    /**
     * The MAC addresses in the entries for the neighbour, each as {@code 02:00:..}; none when there is no entry.
     *
     * @param neighbour 4 or 16 octets
     * @param own       the router's own address in that network, as many octets: one request is then enough
     * @throws io.demarc.problem.ProblemException when the agent can't be asked
     */
    public static Set<String> read(SwitchAccess access, byte[] neighbour, byte[] own, Deadline deadline) {
        try (SnmpConversation conversation = SnmpConversation.open(access, deadline)) {
            Integer index = interfaceOf(conversation, own);
            return index == null ? walked(conversation, neighbour) : asked(conversation, index, neighbour);
        }
    }

    private static @Nullable Integer interfaceOf(SnmpConversation conversation, byte[] own) {
        OID any = new OID(StandardObjects.ANY_ADDRESS_IF_INDEX).append(typed(own));
        List<OID> objects = new ArrayList<>(List.of(any));
        if (own.length == FOUR) {
            objects.add(new OID(StandardObjects.ADDRESS_IF_INDEX).append(octets(own)));
        }
        Map<OID, Variable> values = conversation.get(objects);
        return objects.stream()
                .map(values::get)
                .filter(value -> value != null && Column.number(value) != null)
                .map(Column::number)
                .findFirst()
                .orElse(null);
    }

    private static Set<String> asked(SnmpConversation conversation, int index, byte[] neighbour) {
        List<OID> objects = new ArrayList<>();
        objects.add(new OID(StandardObjects.NEIGHBOUR_MAC).append(index).append(typed(neighbour)));
        if (neighbour.length == FOUR) {
            objects.add(new OID(StandardObjects.ARP_MAC).append(index).append(octets(neighbour)));
        }
        Set<String> macs = new LinkedHashSet<>();
        conversation.get(objects).values().forEach(value -> add(macs, value));
        return macs;
    }

    /** On any interface: for a router that doesn't tell which of them has its address. */
    private static Set<String> walked(SnmpConversation conversation, byte[] neighbour) {
        Set<String> macs = new LinkedHashSet<>();
        Map<OID, OID> wanted = neighbour.length == FOUR
                ? Map.of(StandardObjects.NEIGHBOUR_MAC, typed(neighbour), StandardObjects.ARP_MAC, octets(neighbour))
                : Map.of(StandardObjects.NEIGHBOUR_MAC, typed(neighbour));
        conversation
                .columns(List.copyOf(wanted.keySet()))
                .forEach((column, found) -> found.rows().forEach((row, value) -> {
                    OID tail = wanted.get(column);
                    if (tail != null
                            && row.size() == tail.size() + 1
                            && row.getSuffix(head(row)).equals(tail)) {
                        add(macs, value);
                    }
                }));
        return macs;
    }

    private static OID head(OID row) {
        return new OID(new int[] {row.get(0)});
    }

    private static void add(Set<String> macs, Variable value) {
        byte[] octets = Column.octets(value);
        if (octets != null && octets.length == MAC_OCTETS) {
            macs.add(HexFormat.ofDelimiter(":").formatHex(octets));
        }
    }

    /** InetAddressType, length, octets. */
    private static OID typed(byte[] address) {
        return new OID(new int[] {address.length == FOUR ? TYPE_FOUR : TYPE_SIX, address.length})
                .append(octets(address));
    }

    private static OID octets(byte[] address) {
        int[] parts = new int[address.length];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = address[i] & 0xff;
        }
        return new OID(parts);
    }
}
