/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.snmp;

import io.demarc.lab.snmp.Faults.Vice;
import java.util.BitSet;
import java.util.NavigableMap;
import java.util.Set;
import java.util.stream.Collectors;
import org.snmp4j.PDU;
import org.snmp4j.smi.Gauge32;
import org.snmp4j.smi.Integer32;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.OctetString;
import org.snmp4j.smi.Variable;
import org.snmp4j.smi.VariableBinding;

/** The objects of Q-BRIDGE-MIB (RFC 4363), configured and in force. Immutable but for its faults. */
final class QBridgeObjects implements Dialect {
    private static final int ACTIVE = 1;
    private static final int NOT_IN_SERVICE = 2;
    private static final int CREATE_AND_GO = 4;
    private static final int CREATE_AND_WAIT = 5;
    private static final int DESTROY = 6;
    private static final int TRUE = 1;
    private static final int FALSE = 2;
    private static final int LONG_LIST = 512;
    private static final int LONGEST_NAME = 32;
    private static final int LAST_VLAN = 4094;
    /** The current tables are indexed by a time first; readers must not expect 0. */
    private static final int TIME_MARK = 7900;

    private final CommonObjects common;
    private final Faults faults;

    QBridgeObjects(CommonObjects common, Faults faults) {
        this.common = common;
        this.faults = faults;
    }

    @Override
    public void publish(SwitchModel model, NavigableMap<OID, Variable> into) {
        common.publishBridge(model, into);
        BitSet always = new BitSet();
        always.set(1, model.ports.size() + 1);
        for (LabVlan vlan : model.vlans.values()) {
            BitSet untagged = faults.has(Vice.CONSTANT_LISTS) ? always : vlan.untagged;
            into.put(Oids.at(Oids.STATIC_NAME, vlan.id), CommonObjects.text(vlan.name));
            into.put(
                    Oids.at(Oids.STATIC_EGRESS, vlan.id),
                    list(model, faults.has(Vice.CONSTANT_LISTS) ? always : vlan.egress));
            into.put(Oids.at(Oids.STATIC_UNTAGGED, vlan.id), list(model, untagged));
            into.put(
                    Oids.at(Oids.STATIC_ROW_STATUS, vlan.id),
                    new Integer32(vlan.isSuspended ? NOT_IN_SERVICE : ACTIVE));
            into.put(current(Oids.CURRENT_FDB_ID, vlan.id), new Gauge32(vlan.id));
            into.put(current(Oids.CURRENT_EGRESS, vlan.id), list(model, live(model, vlan, vlan.egress)));
            into.put(current(Oids.CURRENT_UNTAGGED, vlan.id), list(model, live(model, vlan, vlan.untagged)));
        }
        for (LabPort port : model.ports.values()) {
            into.put(Oids.at(Oids.PVID, port.number), new Gauge32(faults.has(Vice.PVID_ALWAYS_ONE) ? 1 : port.pvid));
            into.put(Oids.at(Oids.FRAME_TYPES, port.number), new Integer32(port.frameTypes));
            into.put(Oids.at(Oids.INGRESS_FILTER, port.number), new Integer32(port.filtersIngress ? TRUE : FALSE));
        }
    }

    private static OID current(OID column, int vlan) {
        return new OID(column).append(TIME_MARK).append(vlan);
    }

    /** Ports without a link transmit nothing. */
    private BitSet live(SwitchModel model, LabVlan vlan, BitSet configured) {
        BitSet live = new BitSet();
        for (LabPort port : model.ports.values()) {
            int elsewhere = faults.liveElsewhere(port.number);
            boolean isMember = elsewhere == 0 ? configured.get(port.number) : elsewhere == vlan.id;
            live.set(port.number, isMember && port.hasLink());
        }
        return live;
    }

    private OctetString list(SwitchModel model, BitSet ports) {
        if (faults.has(Vice.TEXT_LISTS)) {
            return text(ports.stream().mapToObj(String::valueOf).collect(Collectors.joining(",")));
        }
        if (faults.has(Vice.HEX_TEXT_LISTS)) {
            return text(
                    Values.portList(ports, Values.octetsFor(model.ports.size())).toHexString(' '));
        }
        int octets = Values.octetsFor(model.ports.size());
        if (faults.has(Vice.TRIMMED_LISTS)) {
            octets = Values.octetsFor(ports.length() - 1);
        }
        if (faults.has(Vice.LONG_LISTS)) {
            octets = LONG_LIST;
        }
        return Values.portList(ports, Math.max(0, octets));
    }

    private OctetString text(String list) {
        return CommonObjects.text(faults.listsPassForBits() ? list + '\0' : list);
    }

    @Override
    public boolean isCreation(VariableBinding binding) {
        return binding.getOid().startsWith(Oids.STATIC_ROW_STATUS);
    }

    @Override
    public boolean write(SwitchModel model, VariableBinding binding, Set<Integer> touched) throws SetRefusal {
        OID oid = binding.getOid();
        Variable value = binding.getVariable();
        if (oid.startsWith(Oids.STATIC_ROW_STATUS)) {
            writeRow(model, oid.last(), Values.integer(value), touched);
        } else if (oid.startsWith(Oids.STATIC_NAME)) {
            require(model, oid.last()).name = Values.text(value, LONGEST_NAME);
        } else if (oid.startsWith(Oids.STATIC_EGRESS)) {
            LabVlan vlan = require(model, oid.last());
            vlan.egress = writeList(model, vlan.egress, Values.octets(value), touched);
        } else if (oid.startsWith(Oids.STATIC_UNTAGGED)) {
            LabVlan vlan = require(model, oid.last());
            BitSet before = vlan.untagged;
            vlan.untagged = writeList(model, before, Values.octets(value), touched);
            follow(model, vlan, before);
        } else if (oid.startsWith(Oids.PVID)) {
            writePvid(model, port(model, oid, touched), value);
        } else if (oid.startsWith(Oids.FRAME_TYPES)) {
            LabPort port = port(model, oid, touched);
            port.frameTypes = faults.has(Vice.NO_UNTAGGED_ONLY)
                    ? Values.oneOf(Values.integer(value), LabPort.ALL_FRAMES, LabPort.TAGGED_FRAMES_ONLY)
                    : Values.oneOf(
                            Values.integer(value),
                            LabPort.ALL_FRAMES,
                            LabPort.TAGGED_FRAMES_ONLY,
                            LabPort.UNTAGGED_FRAMES_ONLY);
        } else if (oid.startsWith(Oids.INGRESS_FILTER)) {
            port(model, oid, touched).filtersIngress = Values.oneOf(Values.integer(value), TRUE, FALSE) == TRUE;
        } else {
            return false;
        }
        return true;
    }

    private void writeRow(SwitchModel model, int id, int status, Set<Integer> touched) throws SetRefusal {
        boolean exists = model.vlans.containsKey(id);
        switch (Values.oneOf(status, ACTIVE, CREATE_AND_GO, CREATE_AND_WAIT, DESTROY)) {
            case CREATE_AND_GO, CREATE_AND_WAIT -> {
                if (exists || faults.has(Vice.NO_VLAN_CREATION)) {
                    throw new SetRefusal(exists ? PDU.inconsistentValue : PDU.noCreation);
                }
                if (id < 1 || id > LAST_VLAN) {
                    throw new SetRefusal(PDU.noCreation);
                }
                model.vlans.put(id, new LabVlan(id, ""));
            }
            case DESTROY -> {
                LabVlan gone = model.vlans.remove(id);
                if (gone != null) {
                    gone.egress.stream().forEach(touched::add);
                }
            }
            default -> {
                if (!exists) {
                    throw new SetRefusal(PDU.inconsistentValue);
                }
            }
        }
    }

    private BitSet writeList(SwitchModel model, BitSet before, byte[] octets, Set<Integer> touched) throws SetRefusal {
        if (faults.has(Vice.TEXT_LISTS) || faults.has(Vice.HEX_TEXT_LISTS)) {
            return before;
        }
        if (octets.length < Values.octetsFor(model.ports.size()) && !faults.has(Vice.TRIMMED_LISTS)) {
            throw new SetRefusal(PDU.wrongLength);
        }
        BitSet wanted = Values.ports(octets);
        if (wanted.length() - 1 > model.ports.lastKey()) {
            throw new SetRefusal(PDU.wrongValue);
        }
        BitSet changed = (BitSet) wanted.clone();
        changed.xor(before);
        changed.stream().forEach(touched::add);
        if (faults.has(Vice.DISTURBS_NEIGHBOUR) && !changed.isEmpty()) {
            wanted.flip(changed.nextSetBit(0) % model.ports.size() + 1);
        }
        return wanted;
    }

    /** On agents whose port VLAN follows the lists, it is the last VLAN that the port was made untagged in. */
    private void follow(SwitchModel model, LabVlan vlan, BitSet before) {
        if (faults.has(Vice.PVID_FOLLOWS)) {
            BitSet joined = (BitSet) vlan.untagged.clone();
            joined.andNot(before);
            joined.stream().mapToObj(model.ports::get).forEach(port -> port.pvid = vlan.id);
        }
    }

    private void writePvid(SwitchModel model, LabPort port, Variable value) throws SetRefusal {
        if (faults.has(Vice.PVID_FOLLOWS)) {
            throw new SetRefusal(PDU.notWritable);
        }
        int vlan = faults.has(Vice.PVID_IS_INTEGER) ? Values.integer(value) : Values.gauge(value);
        if (!model.vlans.containsKey(vlan)) {
            throw new SetRefusal(PDU.inconsistentValue);
        }
        port.pvid = vlan;
    }

    private static LabVlan require(SwitchModel model, int id) throws SetRefusal {
        LabVlan vlan = model.vlans.get(id);
        if (vlan == null) {
            throw new SetRefusal(PDU.noCreation);
        }
        return vlan;
    }

    private static LabPort port(SwitchModel model, OID oid, Set<Integer> touched) throws SetRefusal {
        LabPort port = model.ports.get(oid.last());
        if (port == null) {
            throw new SetRefusal(PDU.noCreation);
        }
        touched.add(port.number);
        return port;
    }

    /** Untagged ports must be egress ports; on some agents they must be so in two steps, the wrong way round. */
    @Override
    public void verify(SwitchModel before, SwitchModel after) throws SetRefusal {
        for (LabVlan vlan : after.vlans.values()) {
            LabVlan was = before.vlans.getOrDefault(vlan.id, new LabVlan(vlan.id, ""));
            if (faults.has(Vice.UNTAGGED_BEFORE_EGRESS)) {
                BitSet joined = (BitSet) vlan.egress.clone();
                joined.andNot(was.egress);
                joined.andNot(was.untagged);
                refuseUnless(joined.isEmpty());
            } else {
                BitSet alone = (BitSet) vlan.untagged.clone();
                alone.andNot(vlan.egress);
                refuseUnless(alone.isEmpty());
            }
        }
    }

    private static void refuseUnless(boolean isConsistent) throws SetRefusal {
        if (!isConsistent) {
            throw new SetRefusal(PDU.inconsistentValue);
        }
    }
}
