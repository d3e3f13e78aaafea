/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.snmp;

import io.demarc.switches.Capability;
import io.demarc.switches.PortName;
import io.demarc.switches.Vlan;
import io.demarc.switches.session.PortStep;
import io.demarc.switches.session.PortStep.Attach;
import io.demarc.switches.session.PortStep.CreateVlan;
import io.demarc.switches.session.PortStep.Enable;
import io.demarc.switches.session.PortStep.Park;
import io.demarc.switches.session.PortStep.Shut;
import io.demarc.switches.snmp.SnmpDefinition.ObjectSpec;
import io.demarc.switches.snmp.SnmpDefinition.PortIndexing;
import io.demarc.switches.snmp.SnmpDefinition.Write;
import java.util.ArrayList;
import java.util.List;

/** Steps as the sets that they would be on a switch of which nothing is known. Immutable. */
final class StepsInWords {
    private final SnmpDefinition definition;

    StepsInWords(SnmpDefinition definition) {
        this.definition = definition;
    }

    List<String> of(List<PortStep> steps) {
        List<String> lines = new ArrayList<>();
        for (PortStep step : steps) {
            if (step instanceof CreateVlan create) {
                lines.addAll(creation(create));
            } else if (step instanceof Shut shut) {
                lines.add(admin(shut.port(), "down(2)"));
            } else if (step instanceof Enable enable) {
                lines.add(admin(enable.port(), "up(1)"));
            } else if (step instanceof Attach attach) {
                placement(attach.port(), attach.vlan(), lines);
                alias(attach.port(), attach.description().value(), lines);
            } else if (step instanceof Park park) {
                if (park.down()) {
                    lines.add(admin(park.port(), "down(2)"));
                }
                placement(park.port(), park.parking(), lines);
                alias(park.port(), "", lines);
            }
        }
        return List.copyOf(lines);
    }

    private List<String> creation(CreateVlan create) {
        return switch (definition.vlans().create()) {
            case NONE -> List.of();
            case ROW_STATUS -> RowStatusCreation.lines(definition.vlans(), create);
            case VTP_EDIT_BUFFER -> VtpEditBuffer.lines(definition.vlans(), create, "<domain>");
        };
    }

    private static String admin(PortName port, String value) {
        return "set ifAdminStatus.<ifIndex of " + port + "> = " + value;
    }

    private void alias(PortName port, String text, List<String> lines) {
        if (definition.capabilities().contains(Capability.PORT_DESCRIPTION)) {
            lines.add("set ifAlias.<ifIndex of " + port + "> = \"" + text + "\"");
        }
    }

    private void placement(PortName port, Vlan vlan, List<String> lines) {
        for (List<Write> request : definition.vlans().write()) {
            for (Write action : request) {
                lines.add(line(action, port, vlan));
            }
        }
    }

    private String line(Write action, PortName port, Vlan vlan) {
        ObjectSpec object = definition.vlans().object(WriteActions.objectOf(action));
        String row = (object.portIndexing() == PortIndexing.BASE_PORT ? "<base port of " : "<ifIndex of ") + port + ">";
        return switch (action) {
            case JOIN_EGRESS, JOIN_UNTAGGED ->
                "set " + object.labelled(vlan.toString()) + " = <as read> + port " + port;
            case LEAVE_EGRESS, LEAVE_UNTAGGED ->
                "set " + object.labelled("<every other VLAN of " + port + ">") + " = <as read> - port " + port;
            case PORT_VLAN -> "set " + object.labelled(row) + " = " + vlan;
            case UNTAGGED_FRAMES_ONLY -> "set " + object.labelled(row) + " = admitOnlyUntaggedAndPriority(3)";
            case INGRESS_FILTER -> "set " + object.labelled(row) + " = true(1)";
            case TRUNK_OFF -> "set " + object.labelled(row) + " = off(2)";
            case STATIC_MEMBERSHIP -> "set " + object.labelled(row) + " = static(1)";
            case VOICE_VLAN_OFF -> "set " + object.labelled(row) + " = none(4096)";
        };
    }
}
