/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cloudstack.setup;

import static io.demarc.plugin.cloudstack.AdminApi.text;

import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The daemon's role: it may ask what the daemon asks, and nothing else. Its type has to be Admin, because root administrators alone see
 * every network and its VLAN.
 */
final class DaemonRole implements Step {
    static final String NAME = "Demarc";

    /** The only call that leaves anything behind; {@code cloudstack.alerts: false} does without. */
    private static final String ALERT = "generateAlert";

    private final AdminCalls calls;
    private final Map<String, String> rights;

    /** @param raisesAlerts whether the daemon raises alerts in CloudStack */
    DaemonRole(AdminCalls calls, boolean raisesAlerts) {
        this.calls = calls;
        this.rights = rights(raisesAlerts);
    }

    /** What the daemon calls, each with the reason that CloudStack keeps beside the rule. */
    static Map<String, String> rights(boolean raisesAlerts) {
        Map<String, String> rights = new LinkedHashMap<>();
        rights.put("listNetworks", "whose a network is, its state and its VLAN");
        rights.put("listTags", "which devices a network asks for, where tags may attach");
        rights.put("listVirtualMachines", "who has an address; which machines run from a storage pair");
        rights.put("listRouters", "who has an address");
        rights.put("listSystemVms", "who has an address");
        rights.put("listPublicIpAddresses", "who has an address");
        rights.put("listStoragePools", "maintenance and state of a storage pair's pool");
        rights.put("listHosts", "maintenance and state of the hosts that use a storage pair");
        rights.put("listCapabilities", "which version CloudStack is");
        if (raisesAlerts) {
            rights.put(ALERT, "alerts of switches that fail");
        }
        return Collections.unmodifiableMap(rights);
    }

    @Override
    public String name() {
        return "role " + NAME;
    }

    /** Its id, empty when there is no such role. */
    Optional<String> id() {
        return calls.named("listRoles", "role", NAME, Map.of("name", NAME)).map(role -> text(role, "id"));
    }

    @Override
    public List<Change> toSetUp() {
        List<Change> changes = new ArrayList<>();
        Optional<String> id = id();
        if (id.isEmpty()) {
            changes.add(calls.change(
                    "create it",
                    "createRole",
                    Map.of("name", NAME, "type", "Admin", "description", "What Demarc's daemon may ask")));
        }
        List<JsonObject> rules = id.map(this::rules).orElse(List.of());
        for (JsonObject rule : rules) {
            if (!isWanted(rule)) {
                changes.add(calls.change(
                        "take away the rule that " + text(rule, "permission") + "s " + text(rule, "rule"),
                        "deleteRolePermission",
                        Map.of("id", text(rule, "id"))));
            }
        }
        rights.forEach((command, why) -> {
            if (rules.stream()
                    .noneMatch(rule -> isWanted(rule) && text(rule, "rule").equals(command))) {
                changes.add(calls.change(
                        "allow " + command + ": " + why,
                        "createRolePermission",
                        Map.of(
                                "roleid",
                                id.orElse(AdminCalls.ID_TO_COME),
                                "rule",
                                command,
                                "permission",
                                "allow",
                                "description",
                                why)));
            }
        });
        return changes;
    }

    @Override
    public List<Change> toRemove() {
        return id().map(id -> List.of(calls.change("delete it", "deleteRole", Map.of("id", id))))
                .orElse(List.of());
    }

    private List<JsonObject> rules(String id) {
        return calls.list("listRolePermissions", "rolepermission", Map.of("roleid", id));
    }

    private boolean isWanted(JsonObject rule) {
        return text(rule, "permission").equalsIgnoreCase("allow") && rights.containsKey(text(rule, "rule"));
    }
}
