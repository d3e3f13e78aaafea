/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.snmp;

import java.util.NavigableMap;
import java.util.Set;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.Variable;
import org.snmp4j.smi.VariableBinding;

/** The VLAN objects of one family of agents. */
interface Dialect {
    /** Adds the objects that tell of the model. */
    void publish(SwitchModel model, NavigableMap<OID, Variable> into);

    /**
     * Carries out one binding.
     *
     * @param touched receives the numbers of ports that the binding writes to, refused or not
     * @return false when the object is none of this family's that can be written
     */
    boolean write(SwitchModel model, VariableBinding binding, Set<Integer> touched) throws SetRefusal;

    /** Whether rows that one binding of a set creates must be there before the others are looked at. */
    boolean isCreation(VariableBinding binding);

    /** Refuses what is not consistent after all bindings of a set. */
    void verify(SwitchModel before, SwitchModel after) throws SetRefusal;
}
