/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.snmp;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** What is wrong with a simulated agent. Everything can be switched on and off while it runs. Thread-safe. */
public final class Faults {
    /** How an agent behaves for as long as it lives; each was seen on some real switch. */
    public enum Vice {
        /** Acknowledges a set of several objects and applies only the first (Netgear GS110). */
        FIRST_OBJECT_ONLY,
        /** Answers genErr to every set, and does it all the same (Ruckus ICX). */
        GENERAL_ERROR_THOUGH_APPLIED,
        /** Answers genErr to every set of more than one object, and does nothing. */
        ONE_OBJECT_A_SET,
        /** Acknowledges every set and does nothing. */
        ACKNOWLEDGES_ONLY,
        /** Says dot1qPvid 1 for every port, whatever it is (Cisco SB). */
        PVID_ALWAYS_ONE,
        /** Takes a port into the untagged list only before it is in the egress list (LG). */
        UNTAGGED_BEFORE_EGRESS,
        /** Takes dot1qPvid as INTEGER and finds Gauge32 of a wrong type (Intel). */
        PVID_IS_INTEGER,
        /** dot1qPvid cannot be written; it follows the untagged lists (HP). */
        PVID_FOLLOWS,
        /** Port lists end with the last port that is in them. */
        TRIMMED_LISTS,
        /** Port lists have 512 octets. */
        LONG_LISTS,
        /** The untagged list is the same for every VLAN (Dell SONiC). */
        CONSTANT_LISTS,
        /** A VLAN's row must be written as a whole (SG350X). */
        WHOLE_ROW,
        /** A set of one port's bit changes the next port's as well. */
        DISTURBS_NEIGHBOUR,
        /** Knows no third kind of acceptable frames (802.1Q of 1998). */
        NO_UNTAGGED_ONLY,
        /** ifAlias cannot be written. */
        NO_ALIAS,
        /** Nothing can be written. */
        READ_ONLY,
        /** VLANs cannot be created (a VTP client). */
        NO_VLAN_CREATION,
        /** The copy to the startup configuration fails. */
        SAVE_FAILS,
        /** There is no ccCopyTable. */
        NO_COPY_TABLE,
        /** Tells all rows of the current tables again for every moment of its life. */
        TIME_MARKS_REPEAT,
        /** Never answers GETBULK. */
        NO_BULK,
        /** Goes back to the first VLAN's list after the second one's. */
        ROWS_DESCEND,
        /** Has heard new LLDP neighbours whenever it is asked for the next. */
        ROWS_WITHOUT_END,
        /** Says dot1dBasePortIfIndex 0 for every port. */
        BASE_PORTS_ZERO,
        /** There is no dot1dBasePortTable. */
        NO_BASE_PORTS,
        /** Port lists are text, {@code 3,490} (Junos), and what is written to them is acknowledged and ignored. */
        TEXT_LISTS,
        /** Port lists are text, {@code ff 00} (SONiC), and what is written to them is acknowledged and ignored. */
        HEX_TEXT_LISTS,
        /** The login's view has no LLDP-MIB. */
        HIDES_LLDP,
        /** The login's view has nothing of aggregation groups. */
        HIDES_LAGS,
        /** The login's view has no IP-MIB. */
        HIDES_ADDRESSES,
        /** The login's view has no configured port lists. */
        HIDES_STATIC_LISTS,
        /** The login's view has no current port lists. */
        HIDES_CURRENT_LISTS,
        /** The login's view has no untagged lists. */
        HIDES_UNTAGGED_LISTS,
        /** The login's view has no dot1qPvid, or vmVlan. */
        HIDES_PORT_VLANS,
        /** The login's view has no table of trunks. */
        HIDES_TRUNKS
    }

    private final Set<Vice> vices = EnumSet.noneOf(Vice.class);
    private final Map<Integer, Integer> liveElsewhere = new ConcurrentHashMap<>();
    private final AtomicInteger packetsToDrop = new AtomicInteger();
    private final AtomicInteger setsBeforeSilence = new AtomicInteger(-1);
    private final AtomicInteger changes = new AtomicInteger();
    private volatile boolean isSilent;
    private volatile Duration latency = Duration.ZERO;
    private volatile Duration settling = Duration.ZERO;
    private volatile int mostBindings = Integer.MAX_VALUE;
    private volatile boolean listsPassForBits;
    private volatile boolean refusesContexts;
    private volatile boolean knowsNoContexts;

    Faults() {}

    public void add(Vice vice) {
        synchronized (vices) {
            vices.add(vice);
        }
        changes.incrementAndGet();
    }

    public void remove(Vice vice) {
        synchronized (vices) {
            vices.remove(vice);
        }
        changes.incrementAndGet();
    }

    /** Every request is answered so much later. */
    public void latency(Duration latency) {
        this.latency = latency;
    }

    /** What is set is told by the agent only so much later. */
    public void settling(Duration settling) {
        this.settling = settling;
    }

    /** Nothing is answered any more, as if the switch were gone; or answered again. */
    public void silent(boolean isSilent) {
        this.isSilent = isSilent;
        if (!isSilent) {
            setsBeforeSilence.set(-1);
        }
    }

    /** The so-many-th set from now on, counted from 1, is executed and not answered, and nothing is from then on. */
    public void silentAfterSets(int sets) {
        setsBeforeSilence.set(sets);
    }

    /** The next so many packets are lost. */
    public void dropPackets(int packets) {
        packetsToDrop.set(packets);
    }

    /** GETBULK with more values than this, and GET with more objects, is answered tooBig. */
    public void tooBigAbove(int bindings) {
        mostBindings = bindings;
    }

    /** The current tables have the port, by its number, untagged in this VLAN instead of what is configured. */
    public void liveElsewhere(int port, int vlan) {
        liveElsewhere.put(port, vlan);
        changes.incrementAndGet();
    }

    /**
     * Port lists that are text end with an octet that no text has and that is no port, so that they are read as bits: what
     * drivers do that know of nothing else.
     */
    public void listsAlwaysPassForBits(boolean passForBits) {
        listsPassForBits = passForBits;
        changes.incrementAndGet();
    }

    /** Whoever asks in the context of one VLAN is answered authorizationError: the group isn't let into it. */
    public void refusesContexts(boolean refuses) {
        refusesContexts = refuses;
    }

    /** Whoever asks in the context of one VLAN gets a report instead of an answer: there is no such context (RFC 3413). */
    public void knowsNoContexts(boolean knowsNone) {
        knowsNoContexts = knowsNone;
    }

    /** The agent is as it should be. */
    public void clear() {
        synchronized (vices) {
            vices.clear();
        }
        liveElsewhere.clear();
        packetsToDrop.set(0);
        silent(false);
        latency = Duration.ZERO;
        settling = Duration.ZERO;
        mostBindings = Integer.MAX_VALUE;
        listsPassForBits = false;
        refusesContexts = false;
        knowsNoContexts = false;
        changes.incrementAndGet();
    }

    boolean has(Vice vice) {
        synchronized (vices) {
            return vices.contains(vice);
        }
    }

    /** Grows with every change of what the agent tells. */
    int changes() {
        return changes.get();
    }

    boolean swallowsPacket() {
        return isSilent || packetsToDrop.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
    }

    /** Counts a set that was executed; true when its answer and all later ones are lost. */
    boolean silencedBySet() {
        if (setsBeforeSilence.get() > 0 && setsBeforeSilence.decrementAndGet() == 0) {
            isSilent = true;
        }
        return isSilent;
    }

    Duration latency() {
        return latency;
    }

    Duration settling() {
        return settling;
    }

    boolean listsPassForBits() {
        return listsPassForBits;
    }

    boolean refusesContexts() {
        return refusesContexts;
    }

    boolean knowsNoContexts() {
        return knowsNoContexts;
    }

    int mostBindings() {
        return mostBindings;
    }

    /** The VLAN in which the current tables have the port; 0 when they agree with what is configured. */
    int liveElsewhere(int port) {
        return liveElsewhere.getOrDefault(port, 0);
    }
}
