/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.snmp;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.demarc.switches.Capability;
import io.demarc.switches.PortEvidence;
import io.demarc.switches.platform.Platform;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.snmp4j.smi.OID;

/**
 * A platform file of {@code transport: snmp}, as it was written. Which objects, which types, which order: data. How a
 * port list or a VTP edit buffer works: code, chosen here from closed sets by name.
 *
 * @param platform its name in the inventory
 * @param probes   by kind of evidence, objects of the same MIB: its table may be empty only where the agent tells one of
 *                 these; a kind without any must have a row
 * @param saves    ways to save the configuration; the next one is tried when the agent refuses one
 */
record SnmpDefinition(
        String platform,
        String title,
        Platform.Verified verified,
        Platform.Transport transport,
        Set<Capability> capabilities,
        Session session,
        Ports ports,
        Vlans vlans,
        @Nullable List<LagObject> lags,
        @Nullable Map<String, List<Probe>> probes,
        @Nullable List<Save> saves) {
    SnmpDefinition {
        probes = probes == null ? Map.of() : Map.copyOf(probes);
        capabilities = Collections.unmodifiableSet(
                capabilities == null || capabilities.isEmpty()
                        ? EnumSet.noneOf(Capability.class)
                        : EnumSet.copyOf(capabilities));
        lags = lags == null ? List.of() : List.copyOf(lags);
        saves = saves == null ? List.of() : List.copyOf(saves);
    }

    List<LagObject> lagObjects() {
        return lags == null ? List.of() : lags;
    }

    List<Probe> probesOf(PortEvidence.Kind kind) {
        return probes == null ? List.of() : probes.getOrDefault(kind.id(), List.of());
    }

    List<Save> savesInOrder() {
        return saves == null ? List.of() : saves;
    }

    /**
     * How to talk.
     *
     * @param repetitions    rows asked for in one GETBULK at first; halved whenever the agent says tooBig
     * @param settleMillis   longest wait until the agent itself tells what it acknowledged
     * @param keyExtension   how short authentication keys become AES-192/256 keys
     * @param oneObjectASet  this agent acknowledges a set of several objects and applies only the first
     */
    record Session(int repetitions, int settleMillis, KeyExtension keyExtension, boolean oneObjectASet) {}

    /** Neither way is a standard; net-snmp's AES192/AES256 is Blumenthal's, Cisco's is Reeder's. */
    enum KeyExtension {
        BLUMENTHAL,
        REEDER
    }

    /**
     * What a port is called.
     *
     * @param nameFrom objects that name a port, the first that answers wins
     * @param names    long forms of abbreviated names, such as {@code Gi} for {@code GigabitEthernet}
     */
    record Ports(List<NameSource> nameFrom, @Nullable List<Abbreviation> names) {
        Ports {
            nameFrom = nameFrom == null ? List.of() : List.copyOf(nameFrom);
            names = names == null ? List.of() : List.copyOf(names);
        }

        List<Abbreviation> abbreviations() {
            return names == null ? List.of() : names;
        }
    }

    enum NameSource {
        IF_NAME,
        IF_DESCR
    }

    record Abbreviation(
            @JsonProperty("long") String longForm,
            @JsonProperty("short") String shortForm) {}

    /**
     * How a port becomes a member of a VLAN.
     *
     * @param objects  the agent's objects by what they are to the strategy
     * @param create   how a VLAN comes into being
     * @param write    requests in order; what stands together goes into one request, or one by one if that is refused
     * @param optional writes that the agent may refuse
     */
    record Vlans(
            Strategy strategy,
            Map<String, ObjectSpec> objects,
            Creation create,
            List<List<Write>> write,
            @Nullable Set<Write> optional) {
        Vlans {
            objects = objects == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(objects));
            write = write == null
                    ? List.of()
                    : write.stream().<List<Write>>map(List::copyOf).toList();
            optional = optional == null ? Set.of() : Set.copyOf(optional);
        }

        boolean isOptional(Write action) {
            return optional != null && optional.contains(action);
        }

        boolean has(ObjectRole role) {
            return objects.containsKey(role.key());
        }

        /** The object in this role; the loader made sure that there is one wherever this is called. */
        ObjectSpec object(ObjectRole role) {
            ObjectSpec spec = objects.get(role.key());
            if (spec == null) {
                throw new IllegalStateException("no object for " + role.key());
            }
            return spec;
        }
    }

    enum Strategy {
        /** Port lists per VLAN and one VLAN per port for untagged frames (RFC 4363 and its relatives). */
        Q_BRIDGE,
        /** One VLAN per access port; trunks in a table of their own (CISCO-VLAN-MEMBERSHIP-MIB, CISCO-VTP-MIB). */
        CISCO_VMVLAN
    }

    enum Creation {
        NONE,
        /** RowStatus createAndGo with the name beside it. */
        ROW_STATUS,
        /** The edit buffer of CISCO-VTP-MIB. */
        VTP_EDIT_BUFFER
    }

    /** One thing to write about one port. */
    enum Write {
        JOIN_EGRESS,
        JOIN_UNTAGGED,
        PORT_VLAN,
        LEAVE_UNTAGGED,
        LEAVE_EGRESS,
        UNTAGGED_FRAMES_ONLY,
        INGRESS_FILTER,
        TRUNK_OFF,
        STATIC_MEMBERSHIP,
        VOICE_VLAN_OFF
    }

    /** What an object is to a strategy. */
    enum ObjectRole {
        PORT_VLAN,
        STATIC_NAME,
        STATIC_EGRESS,
        STATIC_UNTAGGED,
        STATIC_ROW_STATUS,
        LIVE_EGRESS,
        LIVE_UNTAGGED,
        FRAME_TYPES,
        INGRESS_FILTER,
        FORWARDING_DATABASE,
        MEMBERSHIP_TYPE,
        VOICE_VLAN,
        TRUNK_STATE,
        TRUNK_STATUS,
        TRUNK_NATIVE,
        TRUNK_VLANS,
        TRUNK_VLANS_2K,
        TRUNK_VLANS_3K,
        TRUNK_VLANS_4K,
        VLAN_STATE,
        VLAN_TYPE,
        EDIT_OPERATION,
        EDIT_APPLY_STATUS,
        EDIT_OWNER,
        EDIT_ROW_STATUS,
        EDIT_TYPE,
        EDIT_NAME,
        EDIT_SAID;

        /** As it is written in a file. */
        String key() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * One column or scalar.
     *
     * @param name     its name in the MIB, for messages
     * @param type     what it is written as
     * @param orType   what it is written as when the agent finds {@code type} wrong
     * @param index    what a row stands for, or what a bit of the port list stands for
     * @param bitOrder which bit of an octet comes first
     * @param timeFilter whether the first index is a TimeFilter (RFC 4502): some agents tell the rows again and again
     */
    record ObjectSpec(
            String name,
            String oid,
            ValueType type,
            @Nullable ValueType orType,
            @Nullable PortIndexing index,
            @Nullable BitOrder bitOrder,
            @Nullable Boolean timeFilter) {
        boolean isTimeFiltered() {
            return Boolean.TRUE.equals(timeFilter);
        }

        OID column() {
            return new OID(oid);
        }

        /** The instance that belongs to an index. */
        OID at(int index) {
            return column().append(index);
        }

        String labelled(String index) {
            return name + "." + index;
        }

        PortIndexing portIndexing() {
            return index == null ? PortIndexing.BASE_PORT : index;
        }

        BitOrder order() {
            return bitOrder == null ? BitOrder.MSB_FIRST : bitOrder;
        }
    }

    enum ValueType {
        INTEGER32,
        GAUGE32,
        OCTETS,
        PORT_LIST,
        OBJECT_IDENTIFIER
    }

    /** Which of a port's numbers an agent counts by. */
    enum PortIndexing {
        BASE_PORT,
        IF_INDEX,
        /** Bit 0 is ifIndex 0. */
        IF_INDEX_FROM_ZERO
    }

    enum BitOrder {
        MSB_FIRST,
        LSB_FIRST
    }

    /** An object that an agent which has the MIB always tells, and what stands below it. */
    record Probe(String name, String oid) {}

    /**
     * A column by ifIndex that tells the ifIndex of the aggregator.
     *
     * @param probes as in {@link SnmpDefinition}
     */
    record LagObject(String name, String oid, @Nullable List<Probe> probes) {
        LagObject {
            probes = probes == null ? List.of() : List.copyOf(probes);
        }

        List<Probe> probesInOrder() {
            return probes == null ? List.of() : probes;
        }

        OID column() {
            return new OID(oid);
        }
    }

    /**
     * One way to save.
     *
     * @param set    what goes into one request
     * @param await  what to wait for, null when the answer to the request is all there is
     * @param finish what goes into the last request, whatever became of the saving
     */
    record Save(
            String name,
            List<Assignment> set,
            @Nullable Await await,
            @Nullable List<Assignment> finish) {
        Save {
            set = set == null ? List.of() : List.copyOf(set);
            finish = finish == null ? List.of() : List.copyOf(finish);
        }

        List<Assignment> atTheEnd() {
            return finish == null ? List.of() : finish;
        }
    }

    /** {@code index} is dotted decimal, or {@code random} for one number drawn for each saving. */
    record Assignment(String name, String oid, String index, ValueType type, String value) {}

    /** Done and failed values of a state object; any other value means that it goes on. */
    record Await(
            String name,
            String oid,
            String index,
            List<Integer> done,
            @Nullable List<Integer> failed,
            @Nullable Cause cause) {
        Await {
            done = done == null ? List.of() : List.copyOf(done);
            failed = failed == null ? List.of() : List.copyOf(failed);
        }

        boolean hasFailed(int state) {
            return failed != null && failed.contains(state);
        }
    }

    /** Why saving failed, in the vendor's words. */
    record Cause(String name, String oid, String index, Map<Integer, String> words) {
        Cause {
            words = words == null ? Map.of() : Map.copyOf(words);
        }
    }
}
