/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.ssh;

import java.util.Locale;

/** The VLAN that a session is editing: it comes into being when the session leaves the VLAN mode, as on real switches. */
final class IosVlanEdit {
    private static final int FIRST_RESERVED = 1002;
    private static final int LAST_RESERVED = 1005;
    private static final Reply VTP_CLIENT =
            Reply.text("VTP VLAN configuration not allowed when device is in CLIENT mode.");

    private final IosDevice device;
    private int vlan;
    private String name = "";
    private boolean isSuspended;

    IosVlanEdit(IosDevice device) {
        this.device = device;
    }

    /** {@link Reply#NOTHING} when the VLAN may be edited, else why not. */
    Reply begin(int id) {
        if (device.isVtpClient()) {
            return VTP_CLIENT;
        }
        if (id >= FIRST_RESERVED && id <= LAST_RESERVED) {
            return Reply.text("%Default VLAN " + id + " may not be configured.");
        }
        finish();
        vlan = id;
        name = device.vlans().getOrDefault(id, defaultName(id));
        isSuspended = device.suspended().contains(id);
        return Reply.NOTHING;
    }

    Reply name(String wanted) {
        if (vlan == IosDevice.DEFAULT_VLAN) {
            return Reply.text("%Default VLAN 1 may not have its name changed.");
        }
        name = wanted.isEmpty() ? defaultName(vlan) : wanted;
        return Reply.NOTHING;
    }

    Reply suspend(boolean suspended) {
        if (vlan == IosDevice.DEFAULT_VLAN) {
            return Reply.text("%Default VLAN 1 may not have its state changed.");
        }
        isSuspended = suspended;
        return Reply.NOTHING;
    }

    Reply remove(int id) {
        if (device.isVtpClient()) {
            return VTP_CLIENT;
        }
        if (id == IosDevice.DEFAULT_VLAN) {
            return Reply.text("%Default VLAN 1 may not be deleted.");
        }
        if (vlan == id) {
            vlan = 0;
        }
        device.vlans().remove(id);
        device.suspended().remove(id);
        return Reply.NOTHING;
    }

    void finish() {
        if (vlan != 0) {
            device.vlans().put(vlan, name);
            if (isSuspended) {
                device.suspended().add(vlan);
            } else {
                device.suspended().remove(vlan);
            }
        }
        vlan = 0;
    }

    static String defaultName(int id) {
        return String.format(Locale.ROOT, "VLAN%04d", id);
    }
}
