/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.snmp;

import java.util.function.Consumer;

/** What a person does at a simulated switch, past any agent. Thread-safe. */
public final class SwitchConsole {
    private final AgentState state;

    SwitchConsole(AgentState state) {
        this.state = state;
    }

    public SwitchConsole createVlan(int id, String name) {
        state.change(model -> model.vlan(id).name = name);
        return this;
    }

    /** Whose frames don't pass any more. */
    public SwitchConsole suspendVlan(int id) {
        state.change(model -> model.vlan(id).isSuspended = true);
        return this;
    }

    /** Ports that were in it stay where they are otherwise. */
    public SwitchConsole deleteVlan(int id) {
        state.change(model -> model.vlans.remove(id));
        return this;
    }

    /** Untagged in this VLAN and in no other way a member of anything. */
    public SwitchConsole access(String port, int vlan) {
        state.change(model -> {
            LabPort at = model.require(port);
            model.vlans.values().forEach(each -> {
                each.egress.clear(at.number);
                each.untagged.clear(at.number);
            });
            model.vlan(vlan).egress.set(at.number);
            model.vlan(vlan).untagged.set(at.number);
            at.pvid = vlan;
            at.trunkState = LabPort.TRUNK_OFF;
        });
        return this;
    }

    /** Untagged in this VLAN too; its own VLAN stays as it is. */
    public SwitchConsole alsoUntagged(String port, int vlan) {
        state.change(model -> {
            model.vlan(vlan).egress.set(model.require(port).number);
            model.vlan(vlan).untagged.set(model.require(port).number);
        });
        return this;
    }

    public SwitchConsole tagged(String port, int... vlans) {
        state.change(model -> {
            for (int vlan : vlans) {
                model.vlan(vlan).egress.set(model.require(port).number);
                model.vlan(vlan).untagged.clear(model.require(port).number);
            }
        });
        return this;
    }

    /** A Cisco trunk. */
    public SwitchConsole trunk(String port, int nativeVlan, int... allowed) {
        return onPort(port, at -> {
            at.trunkState = LabPort.TRUNK_ON;
            at.trunkNative = nativeVlan;
            at.trunkVlans.clear();
            for (int vlan : allowed) {
                at.trunkVlans.set(vlan);
            }
        });
    }

    /** The VLAN of untagged frames that come in, and nothing else. */
    public SwitchConsole pvid(String port, int vlan) {
        return onPort(port, at -> at.pvid = vlan);
    }

    public SwitchConsole voiceVlan(String port, int vlan) {
        return onPort(port, at -> at.voiceVlan = vlan);
    }

    public SwitchConsole shut(String port) {
        return onPort(port, at -> at.adminUp = false);
    }

    public SwitchConsole enable(String port) {
        return onPort(port, at -> at.adminUp = true);
    }

    public SwitchConsole label(String port, String text) {
        return onPort(port, at -> at.alias = text);
    }

    /** Somebody else's hands on the VLAN edit buffer. */
    public SwitchConsole holdEditBuffer(String owner) {
        state.change(model -> model.editOwner = owner);
        return this;
    }

    /** Who holds the VLAN edit buffer; empty when nobody does. */
    public String editBufferOwner() {
        return state.look(model -> model.editOwner);
    }

    private SwitchConsole onPort(String port, Consumer<LabPort> change) {
        state.change(model -> change.accept(model.require(port)));
        return this;
    }
}
