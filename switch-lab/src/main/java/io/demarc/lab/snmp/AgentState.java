/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.snmp;

import io.demarc.lab.ground.Uptime;
import io.demarc.lab.snmp.Faults.Vice;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.snmp4j.PDU;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.OctetString;
import org.snmp4j.smi.TimeTicks;
import org.snmp4j.smi.Variable;
import org.snmp4j.smi.VariableBinding;

/** The switch behind an agent: what it is, what it tells of it, and sets that happen as a whole or not. Thread-safe. */
final class AgentState {
    private static final Map<Vice, List<OID>> HIDDEN = Map.of(
            Vice.HIDES_LLDP, List.of(Oids.LLDP_MIB),
            Vice.HIDES_LAGS, List.of(Oids.LAG_MIB, Oids.PAGP_MIB),
            Vice.HIDES_ADDRESSES, List.of(Oids.IP_MIB),
            Vice.HIDES_STATIC_LISTS, List.of(Oids.STATIC_EGRESS, Oids.STATIC_UNTAGGED),
            Vice.HIDES_CURRENT_LISTS, List.of(Oids.CURRENT),
            Vice.HIDES_UNTAGGED_LISTS, List.of(Oids.STATIC_UNTAGGED, Oids.CURRENT_UNTAGGED),
            Vice.HIDES_PORT_VLANS, List.of(Oids.PVID, Oids.VM_VLAN),
            Vice.HIDES_TRUNKS, List.of(Oids.TRUNKS));

    private final Uptime uptime = new Uptime();
    private final CommonObjects common;
    private final Dialect dialect;
    private final Faults faults;
    private final Set<Integer> written = new TreeSet<>();
    private SwitchModel model;
    private SwitchModel told;
    private SwitchModel saved;
    private long toldFrom;
    private @Nullable SwitchModel published;
    private int publishedChanges;
    private NavigableMap<OID, Variable> view = new TreeMap<>();

    AgentState(SwitchModel model, CommonObjects common, Dialect dialect, Faults faults) {
        this.model = model;
        this.told = model;
        this.saved = model.copy();
        this.common = common;
        this.dialect = dialect;
        this.faults = faults;
    }

    /** Error status and, from 1, index of the binding that it is about. */
    record Outcome(int status, int index) {}

    synchronized <T> T look(Function<SwitchModel, T> at) {
        return at.apply(model);
    }

    /** What somebody does at the switch itself; it is told at once. */
    synchronized void change(Consumer<SwitchModel> how) {
        SwitchModel copy = model.copy();
        how.accept(copy);
        model = copy;
        told = copy;
    }

    /** What was not saved is lost. */
    synchronized void reboot() {
        model = saved.copy();
        told = model;
        uptime.restart();
    }

    synchronized Set<Integer> portsWritten() {
        return new TreeSet<>(written);
    }

    /** Everything that the agent tells in one context; the empty one is the switch as a whole. */
    synchronized NavigableMap<OID, Variable> objects(int vlanContext) {
        if (System.nanoTime() >= toldFrom) {
            told = model;
        }
        NavigableMap<OID, Variable> objects = new TreeMap<>();
        if (vlanContext > 0) {
            CiscoObjects.publishContext(told, vlanContext, objects);
            return objects;
        }
        if (told == published && faults.changes() == publishedChanges) {
            return onTime(view);
        }
        common.publish(told, objects);
        dialect.publish(told, objects);
        HIDDEN.forEach((vice, tables) -> {
            if (faults.has(vice)) {
                objects.keySet().removeIf(oid -> tables.stream().anyMatch(oid::startsWith));
            }
        });
        published = told;
        publishedChanges = faults.changes();
        view = objects;
        if (dialect instanceof CiscoObjects cisco) {
            advance(cisco);
        }
        return onTime(objects);
    }

    private NavigableMap<OID, Variable> onTime(NavigableMap<OID, Variable> objects) {
        objects.put(Oids.at(Oids.SYS_UP_TIME, 0), new TimeTicks(uptime.soFar().toMillis() / 10));
        return objects;
    }

    /** What the switch goes on with by itself is told when it is asked for the next time. */
    private void advance(CiscoObjects cisco) {
        SwitchModel next = model.copy();
        if (cisco.advance(next)) {
            saved = next.saves > model.saves ? next.copy() : saved;
            model = next;
        }
    }

    synchronized Outcome set(List<VariableBinding> bindings) {
        List<VariableBinding> applied = bindings;
        if (faults.has(Vice.FIRST_OBJECT_ONLY)) {
            applied = bindings.subList(0, 1);
        }
        if (faults.has(Vice.ONE_OBJECT_A_SET) && bindings.size() > 1) {
            return new Outcome(PDU.genErr, 1);
        }
        Outcome outcome = execute(applied);
        boolean isGood = outcome.status() == PDU.noError;
        return isGood && faults.has(Vice.GENERAL_ERROR_THOUGH_APPLIED) ? new Outcome(PDU.genErr, 1) : outcome;
    }

    private Outcome execute(List<VariableBinding> bindings) {
        SwitchModel copy = model.copy();
        List<VariableBinding> ordered = new ArrayList<>(bindings);
        ordered.sort((a, b) -> Boolean.compare(dialect.isCreation(b), dialect.isCreation(a)));
        int index = 0;
        try {
            refuseHalfRows(bindings);
            for (VariableBinding binding : ordered) {
                index = bindings.indexOf(binding) + 1;
                write(copy, binding);
            }
            index = 1;
            dialect.verify(model, copy);
        } catch (SetRefusal refusal) {
            return new Outcome(refusal.status(), index);
        }
        if (!faults.has(Vice.ACKNOWLEDGES_ONLY)) {
            told = System.nanoTime() >= toldFrom ? model : told;
            toldFrom = System.nanoTime() + faults.settling().toNanos();
            boolean isSaved = copy.saves > model.saves;
            model = copy;
            saved = isSaved ? copy.copy() : saved;
        }
        return new Outcome(PDU.noError, 0);
    }

    private void write(SwitchModel copy, VariableBinding binding) throws SetRefusal {
        if (faults.has(Vice.READ_ONLY)) {
            throw new SetRefusal(PDU.notWritable);
        }
        if (!common.write(copy, binding, written) && !dialect.write(copy, binding, written)) {
            throw new SetRefusal(objects(0).containsKey(binding.getOid()) ? PDU.notWritable : PDU.noCreation);
        }
    }

    private void refuseHalfRows(List<VariableBinding> bindings) throws SetRefusal {
        boolean creates = bindings.stream().anyMatch(binding -> binding.getOid().startsWith(Oids.STATIC_ROW_STATUS));
        boolean isWhole = bindings.stream().anyMatch(binding -> binding.getOid().startsWith(Oids.STATIC_EGRESS));
        if (faults.has(Vice.WHOLE_ROW) && creates && !isWhole) {
            throw new SetRefusal(PDU.inconsistentValue);
        }
    }

    /** One line an object. */
    static List<String> lines(List<VariableBinding> bindings) {
        List<String> lines = new ArrayList<>();
        for (VariableBinding binding : bindings) {
            Variable value = binding.getVariable();
            lines.add(Oids.name(binding.getOid()) + " = "
                    + (value instanceof OctetString octets && !octets.isPrintable()
                            ? octets.toHexString(' ')
                            : value.toString()));
        }
        return Collections.unmodifiableList(lines);
    }
}
