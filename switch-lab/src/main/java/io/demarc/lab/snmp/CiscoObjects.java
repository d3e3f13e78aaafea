/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.snmp;

import io.demarc.lab.snmp.Faults.Vice;
import io.demarc.lab.snmp.SwitchModel.CopyJob;
import io.demarc.lab.snmp.SwitchModel.PendingVlan;
import java.util.NavigableMap;
import java.util.Set;
import org.snmp4j.PDU;
import org.snmp4j.smi.Integer32;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.OctetString;
import org.snmp4j.smi.Variable;
import org.snmp4j.smi.VariableBinding;

/** VLAN objects of Cisco IOS: membership of access ports, trunks, VTP with its edit buffer, saving. Immutable. */
final class CiscoObjects implements Dialect {
    private static final int DOMAIN = 1;
    private static final int STATIC = 1;
    private static final int OPERATIONAL = 1;
    private static final int SUSPENDED = 2;
    private static final int ETHERNET = 1;
    private static final int FDDI = 2;
    private static final int TRUNKING = 1;
    private static final int NOT_TRUNKING = 2;
    private static final int COPY = 2;
    private static final int APPLY = 3;
    private static final int RELEASE = 4;
    private static final int SUCCEEDED = 2;
    private static final int NOT_PRIMARY_SERVER = 10;
    private static final int CREATE_AND_GO = 4;
    private static final int DESTROY = 6;
    private static final int RUNNING = 4;
    private static final int STARTUP = 3;
    private static final int COPY_RUNNING = 2;
    private static final int COPY_SUCCESSFUL = 3;
    private static final int COPY_FAILED = 4;
    private static final int COPY_CAUSE_NO_MEMORY = 4;
    private static final int VLANS_A_MASK = 1024;
    private static final int OCTETS_A_MASK = 128;
    private static final int FDDI_DEFAULT = 1002;
    private static final int LAST_VLAN = 4094;
    private static final int LONGEST_NAME = 32;

    private final Faults faults;

    CiscoObjects(Faults faults) {
        this.faults = faults;
    }

    @Override
    public void publish(SwitchModel model, NavigableMap<OID, Variable> into) {
        for (LabPort port : model.ports.values()) {
            publish(port, into);
        }
        for (LabVlan vlan : model.vlans.values()) {
            publishVlan(vlan, ETHERNET, into);
        }
        publishVlan(new LabVlan(FDDI_DEFAULT, "fddi-default"), FDDI, into);
        into.put(Oids.at(Oids.EDIT_OPERATION, DOMAIN), new Integer32(1));
        into.put(Oids.at(Oids.EDIT_STATUS, DOMAIN), new Integer32(model.editStatus));
        into.put(Oids.at(Oids.EDIT_OWNER, DOMAIN), CommonObjects.text(model.editOwner));
        model.copies.forEach((index, job) -> {
            into.put(Oids.at(Oids.COPY_STATE, index), new Integer32(job.state()));
            if (job.state() == COPY_FAILED) {
                into.put(Oids.at(Oids.COPY_CAUSE, index), new Integer32(COPY_CAUSE_NO_MEMORY));
            }
        });
    }

    private static void publish(LabPort port, NavigableMap<OID, Variable> into) {
        int index = port.ifIndex;
        if (!port.isTrunk()) {
            into.put(Oids.at(Oids.VM_VLAN_TYPE, index), new Integer32(STATIC));
            into.put(Oids.at(Oids.VM_VLAN, index), new Integer32(port.pvid));
        }
        into.put(Oids.at(Oids.PAGP_GROUP, index), new Integer32(index));
        into.put(Oids.at(Oids.VOICE_VLAN, index), new Integer32(port.voiceVlan));
        into.put(Oids.at(Oids.TRUNK_NATIVE, index), new Integer32(port.trunkNative));
        into.put(Oids.at(Oids.TRUNK_STATE, index), new Integer32(port.trunkState));
        into.put(
                Oids.at(Oids.TRUNK_STATUS, index),
                new Integer32(port.isTrunk() && port.hasLink() ? TRUNKING : NOT_TRUNKING));
        into.put(Oids.at(Oids.TRUNK_VLANS, index), mask(port, 0));
        into.put(Oids.at(Oids.TRUNK_VLANS_2K, index), mask(port, 1));
        into.put(Oids.at(Oids.TRUNK_VLANS_3K, index), mask(port, 2));
        into.put(Oids.at(Oids.TRUNK_VLANS_4K, index), mask(port, 3));
    }

    /** The first bit of the first mask is VLAN 0. */
    private static OctetString mask(LabPort port, int which) {
        byte[] octets = new byte[OCTETS_A_MASK];
        for (int i = 0; i < VLANS_A_MASK; i++) {
            if (port.trunkVlans.get(which * VLANS_A_MASK + i)) {
                octets[i / 8] |= (byte) (0x80 >> i % 8);
            }
        }
        return new OctetString(octets);
    }

    private static void publishVlan(LabVlan vlan, int type, NavigableMap<OID, Variable> into) {
        int state = vlan.isSuspended ? SUSPENDED : OPERATIONAL;
        into.put(new OID(Oids.VTP_VLAN_STATE).append(DOMAIN).append(vlan.id), new Integer32(state));
        into.put(new OID(Oids.VTP_VLAN_TYPE).append(DOMAIN).append(vlan.id), new Integer32(type));
        into.put(new OID(Oids.VTP_VLAN_NAME).append(DOMAIN).append(vlan.id), CommonObjects.text(vlan.name));
    }

    /** The forwarding table and bridge ports of one VLAN, which the agent serves in a context of its own. */
    static void publishContext(SwitchModel model, int vlan, NavigableMap<OID, Variable> into) {
        for (LabPort port : model.ports.values()) {
            if (port.isTrunk() || port.pvid == vlan) {
                into.put(Oids.at(Oids.BASE_PORT_IF_INDEX, port.number), new Integer32(port.ifIndex));
                if (port.hasLink() && port.pvid == vlan) {
                    port.macs.forEach(mac -> into.put(
                            new OID(Oids.FDB_PORT).append(CommonObjects.index(mac)), new Integer32(port.number)));
                }
            }
        }
    }

    @Override
    public boolean isCreation(VariableBinding binding) {
        return binding.getOid().startsWith(Oids.EDIT_ROW_STATUS)
                || binding.getOid().startsWith(Oids.COPY_ROW_STATUS);
    }

    @Override
    public boolean write(SwitchModel model, VariableBinding binding, Set<Integer> touched) throws SetRefusal {
        OID oid = binding.getOid();
        Variable value = binding.getVariable();
        if (oid.startsWith(Oids.VM_VLAN)) {
            LabPort port = CommonObjects.port(model, oid, touched);
            int vlan = Values.integer(value);
            if (port.isTrunk() || !model.vlans.containsKey(vlan)) {
                throw new SetRefusal(port.isTrunk() ? PDU.noCreation : PDU.inconsistentValue);
            }
            port.pvid = vlan;
        } else if (oid.startsWith(Oids.VM_VLAN_TYPE)) {
            CommonObjects.port(model, oid, touched);
            Values.oneOf(Values.integer(value), STATIC);
        } else if (oid.startsWith(Oids.VOICE_VLAN)) {
            CommonObjects.port(model, oid, touched).voiceVlan = Values.integer(value);
        } else if (oid.startsWith(Oids.TRUNK_STATE)) {
            CommonObjects.port(model, oid, touched).trunkState = Values.oneOf(Values.integer(value), 1, 2, 3, 4, 5);
        } else if (oid.startsWith(Oids.WRITE_MEM)) {
            Values.oneOf(Values.integer(value), 1);
            model.saves++;
        } else {
            return writeEdit(model, oid, value) || writeCopy(model, oid, value);
        }
        return true;
    }

    private boolean writeEdit(SwitchModel model, OID oid, Variable value) throws SetRefusal {
        if (oid.startsWith(Oids.EDIT_OPERATION)) {
            operate(model, Values.integer(value));
        } else if (oid.startsWith(Oids.EDIT_OWNER)) {
            model.editOwner = Values.text(value, LONGEST_NAME);
        } else if (oid.startsWith(Oids.EDIT_ROW_STATUS)) {
            Values.oneOf(Values.integer(value), CREATE_AND_GO);
            if (model.editOwner.isEmpty()) {
                throw new SetRefusal(PDU.inconsistentName);
            }
            model.edits.put(oid.last(), new PendingVlan("", 0, 0));
        } else if (oid.startsWith(Oids.EDIT_TYPE)) {
            PendingVlan row = row(model, oid);
            model.edits.put(oid.last(), new PendingVlan(row.name(), Values.integer(value), row.saidOctets()));
        } else if (oid.startsWith(Oids.EDIT_NAME)) {
            PendingVlan row = row(model, oid);
            model.edits.put(
                    oid.last(), new PendingVlan(Values.text(value, LONGEST_NAME), row.type(), row.saidOctets()));
        } else if (oid.startsWith(Oids.EDIT_SAID)) {
            PendingVlan row = row(model, oid);
            model.edits.put(oid.last(), new PendingVlan(row.name(), row.type(), Values.octets(value).length));
        } else {
            return false;
        }
        return true;
    }

    private static PendingVlan row(SwitchModel model, OID oid) throws SetRefusal {
        PendingVlan row = model.edits.get(oid.last());
        if (row == null) {
            throw new SetRefusal(PDU.noCreation);
        }
        return row;
    }

    private void operate(SwitchModel model, int operation) throws SetRefusal {
        switch (Values.oneOf(operation, COPY, APPLY, RELEASE)) {
            case COPY -> {
                if (!model.editOwner.isEmpty()) {
                    throw new SetRefusal(PDU.inconsistentValue);
                }
                model.editOwner = "(unknown)";
                model.edits.clear();
            }
            case APPLY -> {
                if (faults.has(Vice.NO_VLAN_CREATION)) {
                    model.editStatus = NOT_PRIMARY_SERVER;
                    return;
                }
                model.editStatus = SUCCEEDED;
                model.edits.forEach((id, row) -> {
                    boolean isWhole = row.type() == ETHERNET && row.saidOctets() == Integer.BYTES;
                    if (isWhole && id > 1 && id <= LAST_VLAN) {
                        model.vlans.put(id, new LabVlan(id, row.name()));
                    } else {
                        model.editStatus = COPY_FAILED;
                    }
                });
            }
            default -> {
                model.editOwner = "";
                model.edits.clear();
            }
        }
    }

    private boolean writeCopy(SwitchModel model, OID oid, Variable value) throws SetRefusal {
        if (faults.has(Vice.NO_COPY_TABLE)) {
            return false;
        }
        int index = oid.last();
        CopyJob job = model.copies.getOrDefault(index, new CopyJob(0, 0, COPY_RUNNING));
        if (oid.startsWith(Oids.COPY_SOURCE)) {
            model.copies.put(
                    index, new CopyJob(Values.oneOf(Values.integer(value), RUNNING), job.destination(), job.state()));
        } else if (oid.startsWith(Oids.COPY_DESTINATION)) {
            model.copies.put(
                    index, new CopyJob(job.source(), Values.oneOf(Values.integer(value), STARTUP), job.state()));
        } else if (oid.startsWith(Oids.COPY_ROW_STATUS)) {
            if (Values.oneOf(Values.integer(value), CREATE_AND_GO, DESTROY) == DESTROY) {
                model.copies.remove(index);
            } else {
                model.copies.put(index, job);
            }
        } else {
            return false;
        }
        return true;
    }

    /** A copy that was running when the agent was asked last is over when it is asked again. Whether there was one. */
    boolean advance(SwitchModel model) {
        boolean isRunning = model.copies.values().stream().anyMatch(job -> job.state() == COPY_RUNNING);
        model.copies.replaceAll((index, job) -> {
            if (job.state() != COPY_RUNNING) {
                return job;
            }
            if (faults.has(Vice.SAVE_FAILS)) {
                return new CopyJob(job.source(), job.destination(), COPY_FAILED);
            }
            model.saves++;
            return new CopyJob(job.source(), job.destination(), COPY_SUCCESSFUL);
        });
        return isRunning;
    }

    @Override
    public void verify(SwitchModel before, SwitchModel after) {
        // Each of these objects stands for itself.
    }
}
