/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.snmp;

import io.demarc.switches.SwitchName;
import io.demarc.switches.session.PortStep.CreateVlan;

/** For agents that cannot create VLANs. Immutable. */
record NoCreation(SwitchName switchName) implements VlanCreation {
    @Override
    public void create(CreateVlan step) {
        throw Rejection.of(switchName, "VLAN " + step.vlan(), "create VLAN by SNMP", null);
    }
}
