/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.snmp;

import io.demarc.access.yaml.YamlBinding;
import io.demarc.access.yaml.YamlProblems;
import io.demarc.problem.ProblemException;
import io.demarc.switches.Capability;
import io.demarc.switches.PortEvidence;
import io.demarc.switches.platform.InvalidDefinition;
import io.demarc.switches.platform.Platform;
import io.demarc.switches.snmp.SnmpDefinition.Assignment;
import io.demarc.switches.snmp.SnmpDefinition.Creation;
import io.demarc.switches.snmp.SnmpDefinition.ObjectRole;
import io.demarc.switches.snmp.SnmpDefinition.ObjectSpec;
import io.demarc.switches.snmp.SnmpDefinition.Save;
import io.demarc.switches.snmp.SnmpDefinition.Strategy;
import io.demarc.switches.snmp.SnmpDefinition.ValueType;
import io.demarc.switches.snmp.SnmpDefinition.Write;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a platform file and refuses, with the place, whatever could only fail later. */
final class SnmpDefinitionFile {
    private static final Pattern DOTTED = Pattern.compile("[0-2](?:\\.\\d{1,10}){2,60}");
    private static final Pattern INDEX = Pattern.compile("random|\\d{1,10}(?:\\.\\d{1,10}){0,20}");
    private static final Pattern PLATFORM = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
    private static final int MOST_REPETITIONS = 100;
    private static final List<String> PROBED =
            List.of(PortEvidence.Kind.LLDP.id(), PortEvidence.Kind.OWN_ADDRESSES.id());
    private static final int LONGEST_SETTLE_MILLIS = 60_000;

    private static final Map<Strategy, Set<ObjectRole>> NEEDED = Map.of(
            Strategy.Q_BRIDGE,
            EnumSet.of(ObjectRole.PORT_VLAN, ObjectRole.STATIC_EGRESS, ObjectRole.STATIC_UNTAGGED),
            Strategy.CISCO_VMVLAN,
            EnumSet.of(
                    ObjectRole.PORT_VLAN,
                    ObjectRole.TRUNK_STATE,
                    ObjectRole.TRUNK_STATUS,
                    ObjectRole.TRUNK_NATIVE,
                    ObjectRole.TRUNK_VLANS));

    private static final Map<Creation, Set<ObjectRole>> NEEDED_TO_CREATE = Map.of(
            Creation.NONE,
            EnumSet.noneOf(ObjectRole.class),
            Creation.ROW_STATUS,
            EnumSet.of(ObjectRole.STATIC_ROW_STATUS),
            Creation.VTP_EDIT_BUFFER,
            EnumSet.of(
                    ObjectRole.VLAN_STATE,
                    ObjectRole.EDIT_OPERATION,
                    ObjectRole.EDIT_APPLY_STATUS,
                    ObjectRole.EDIT_OWNER,
                    ObjectRole.EDIT_ROW_STATUS,
                    ObjectRole.EDIT_TYPE,
                    ObjectRole.EDIT_NAME,
                    ObjectRole.EDIT_SAID));

    private final YamlProblems problems;

    private SnmpDefinitionFile(YamlProblems problems) {
        this.problems = problems;
    }

    /**
     * Reads a definition.
     *
     * @throws ProblemException {@code PLATFORM_INVALID}, naming the file and every place that is wrong
     */
    static SnmpDefinition read(String fileName, String yaml) {
        YamlProblems problems = new YamlProblems();
        SnmpDefinition definition = YamlBinding.read(yaml, SnmpDefinition.class, problems);
        if (definition != null) {
            new SnmpDefinitionFile(problems).check(definition);
        }
        if (definition == null || !problems.isEmpty()) {
            throw InvalidDefinition.of(fileName, problems);
        }
        return definition;
    }

    private void check(SnmpDefinition definition) {
        if (present("platform", definition.platform())
                && !PLATFORM.matcher(definition.platform()).matches()) {
            complain("platform", "'" + definition.platform() + "' is not lower-case letters, digits and dashes");
        }
        present("title", definition.title());
        present("verified", definition.verified());
        if (definition.transport() != Platform.Transport.SNMP) {
            complain("transport", "must be snmp in a file that is read by the SNMP driver");
        }
        if (!definition.capabilities().contains(Capability.READ_PORTS)) {
            complain("capabilities", "read-ports is missing; every platform has it");
        }
        if (definition.capabilities().contains(Capability.SAVE_CONFIG)
                == definition.savesInOrder().isEmpty()) {
            complain("capabilities", "save-config and at least one entry under saves: one needs the other");
        }
        if (definition.capabilities().containsAll(Set.of(Capability.SAVE_CONFIG, Capability.DURABLE_CHANGES))) {
            complain("capabilities", "changes that need save-config are no durable-changes: declare one of them");
        }
        if (definition.capabilities().contains(Capability.ATOMIC_COMMIT)) {
            complain("capabilities", "atomic-commit is not something that SNMP sets can do");
        }
        if (definition.capabilities().contains(Capability.LAG)
                == definition.lagObjects().isEmpty()) {
            complain("capabilities", "lag and at least one entry under lags: one needs the other");
        }
        if (present("session", definition.session())) {
            checkSession(definition.session());
        }
        if (present("ports", definition.ports())) {
            checkPorts(definition.ports());
        }
        if (present("vlans", definition.vlans())) {
            checkVlans(definition.vlans(), definition.capabilities());
        }
        for (int i = 0; i < definition.lagObjects().size(); i++) {
            SnmpDefinition.LagObject lag = definition.lagObjects().get(i);
            present("lags[" + i + "].name", lag.name());
            checkOid("lags[" + i + "].oid", lag.oid());
            checkProbes("lags[" + i + "].probes", lag.probesInOrder());
        }
        Map<String, List<SnmpDefinition.Probe>> probes = definition.probes();
        if (probes != null) {
            probes.forEach((kind, objects) -> {
                if (!PROBED.contains(kind)) {
                    complain("probes." + kind, "is none of " + PROBED + " (lag has its own, under lags)");
                }
                checkProbes("probes." + kind, objects);
            });
        }
        for (int i = 0; i < definition.savesInOrder().size(); i++) {
            checkSave("saves[" + i + "]", definition.savesInOrder().get(i));
        }
    }

    private void checkProbes(String place, List<SnmpDefinition.Probe> probes) {
        for (SnmpDefinition.Probe probe : probes) {
            present(place + ".name", probe.name());
            checkOid(place + ".oid", probe.oid());
        }
    }

    private void checkSession(SnmpDefinition.Session session) {
        present("session.key-extension", session.keyExtension());
        if (session.repetitions() < 1 || session.repetitions() > MOST_REPETITIONS) {
            complain("session.repetitions", session.repetitions() + " is not within 1 to " + MOST_REPETITIONS);
        }
        if (session.settleMillis() < 0 || session.settleMillis() > LONGEST_SETTLE_MILLIS) {
            complain("session.settle-millis", session.settleMillis() + " is not within 0 to " + LONGEST_SETTLE_MILLIS);
        }
    }

    private void checkPorts(SnmpDefinition.Ports ports) {
        if (ports.nameFrom().isEmpty()) {
            complain("ports.name-from", "names no object: if-name, if-descr or both");
        }
        Set<String> seen = new HashSet<>();
        for (SnmpDefinition.Abbreviation name : ports.abbreviations()) {
            if (present("ports.names.long-form", name.longForm())
                    && present("ports.names.short-form", name.shortForm())
                    && !seen.add(name.shortForm())) {
                complain("ports.names", "short form " + name.shortForm() + " stands there twice");
            }
        }
    }

    private void checkVlans(SnmpDefinition.Vlans vlans, Set<Capability> capabilities) {
        if (!present("vlans.strategy", vlans.strategy()) || !present("vlans.create", vlans.create())) {
            return;
        }
        Set<ObjectRole> needed = EnumSet.copyOf(NEEDED.getOrDefault(vlans.strategy(), Set.of()));
        needed.addAll(NEEDED_TO_CREATE.getOrDefault(vlans.create(), Set.of()));
        for (List<Write> request : vlans.write()) {
            for (Write action : request) {
                needed.add(WriteActions.objectOf(action));
            }
        }
        for (ObjectRole role : needed) {
            if (!vlans.has(role)) {
                complain("vlans.objects", role.key() + " is missing; what the file asks for needs it");
            }
        }
        for (Map.Entry<String, ObjectSpec> entry : vlans.objects().entrySet()) {
            String place = "vlans.objects." + entry.getKey();
            if (Arrays.stream(ObjectRole.values()).noneMatch(role -> role.key().equals(entry.getKey()))) {
                complain(place, "no strategy knows such an object");
            }
            checkObject(place, entry.getValue());
        }
        if (capabilities.contains(Capability.ACCESS_VLAN)
                && vlans.write().stream().flatMap(List::stream).noneMatch(action -> action == Write.PORT_VLAN)
                && vlans.write().stream().flatMap(List::stream).noneMatch(action -> action == Write.JOIN_UNTAGGED)) {
            complain("vlans.write", "capability access-vlan needs port-vlan or join-untagged here");
        }
        if (capabilities.contains(Capability.VLAN_DATABASE) == (vlans.create() == Creation.NONE)) {
            complain("vlans.create", "capability vlan-database and a way to create VLANs: one needs the other");
        }
    }

    private void checkObject(String place, ObjectSpec spec) {
        if (!present(place, spec)) {
            return;
        }
        present(place + ".name", spec.name());
        checkOid(place + ".oid", spec.oid());
        present(place + ".type", spec.type());
        if (spec.bitOrder() != null && spec.type() != ValueType.PORT_LIST) {
            complain(place + ".bit-order", "belongs to a port-list only");
        }
    }

    private void checkSave(String place, Save save) {
        if (!present(place, save)) {
            return;
        }
        present(place + ".name", save.name());
        if (save.set().isEmpty()) {
            complain(place + ".set", "sets nothing");
        }
        List<Assignment> all = new ArrayList<>(save.set());
        all.addAll(save.atTheEnd());
        for (Assignment assignment : all) {
            String where = place + "." + assignment.name();
            checkOid(where + ".oid", assignment.oid());
            checkIndex(where + ".index", assignment.index());
            if (present(where + ".type", assignment.type()) && present(where + ".value", assignment.value())) {
                checkValue(where + ".value", assignment.type(), assignment.value());
            }
        }
        SnmpDefinition.Await await = save.await();
        if (await != null) {
            checkOid(place + ".await.oid", await.oid());
            checkIndex(place + ".await.index", await.index());
            if (await.done().isEmpty()) {
                complain(place + ".await.done", "no value means that saving is done");
            }
            if (await.cause() != null) {
                checkOid(place + ".await.cause.oid", await.cause().oid());
                checkIndex(place + ".await.cause.index", await.cause().index());
            }
        }
    }

    private void checkValue(String place, ValueType type, String value) {
        boolean fits = switch (type) {
            case INTEGER32, GAUGE32 -> value.matches("\\d{1,9}");
            case OCTETS -> true;
            case OBJECT_IDENTIFIER -> DOTTED.matcher(value).matches();
            case PORT_LIST -> false;
        };
        if (!fits) {
            complain(place, "'" + value + "' is not of type " + kebab(type));
        }
    }

    private void checkOid(String place, String oid) {
        if (present(place, oid) && !DOTTED.matcher(oid).matches()) {
            complain(place, "'" + oid + "' is not a dotted object identifier such as 1.3.6.1.2.1.17.7.1.4.5.1.1");
        }
    }

    private void checkIndex(String place, String index) {
        if (present(place, index) && !INDEX.matcher(index).matches()) {
            complain(place, "'" + index + "' is neither a dotted number nor random");
        }
    }

    private boolean present(String place, @Nullable Object value) {
        if (value == null) {
            complain(place, "is missing");
            return false;
        }
        return true;
    }

    private void complain(String place, String what) {
        problems.add(place, what);
    }

    private static String kebab(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
