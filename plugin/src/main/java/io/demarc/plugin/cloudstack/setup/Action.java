/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cloudstack.setup;

import static io.demarc.plugin.cloudstack.AdminApi.text;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One of the actions that CloudStack offers on a network. */
final class Action implements Step {
    private static final String EVERYBODY = "Admin,DomainAdmin,User";
    private static final String ADMINISTRATORS = "Admin";
    private static final String PARAMETER = "device";
    /** Demarc tells its verdict itself, failures too, so this says no more than that it did. */
    private static final String SUCCESS = "{{extensionName}} has answered {{actionName}} for {{resourceName}}";

    private static final String FAILURE =
            "{{actionName}} for {{resourceName}} did not reach {{extensionName}}. Tell the operator of this cloud";

    private final AdminCalls calls;
    private final Extension extension;
    private final String action;
    private final String description;
    private final String roles;
    private final boolean takesDevice;

    private Action(
            AdminCalls calls,
            Extension extension,
            String action,
            String description,
            String roles,
            boolean takesDevice) {
        this.calls = calls;
        this.extension = extension;
        this.action = action;
        this.description = description;
        this.roles = roles;
        this.takesDevice = takesDevice;
    }

    /** @param tenants whether tenants may attach and detach their own devices */
    static List<Action> all(AdminCalls calls, Extension extension, boolean tenants) {
        String plugging = tenants ? EVERYBODY : ADMINISTRATORS;
        return List.of(
                new Action(
                        calls,
                        extension,
                        "port-status",
                        "Which ports the devices of this network are in",
                        EVERYBODY,
                        false),
                new Action(calls, extension, "attach-device", "Put a device on this network", plugging, true),
                new Action(calls, extension, "detach-device", "Take a device off this network", plugging, true),
                new Action(
                        calls,
                        extension,
                        "repair",
                        "Read the switches of this network and set what differs",
                        ADMINISTRATORS,
                        false));
    }

    @Override
    public String name() {
        return "action " + action;
    }

    @Override
    public List<Change> toSetUp() {
        Optional<String> extensionId = extension.id();
        JsonObject row = extensionId.flatMap(this::row).orElse(null);
        if (row != null && isAsWanted(row)) {
            return List.of();
        }
        Map<String, String> parameters = wanted();
        if (row != null) {
            parameters.put("id", text(row, "id"));
            if (!takesDevice) {
                parameters.put("cleanupparameters", "true");
            }
            return List.of(calls.change("set what differs", "updateCustomAction", parameters));
        }
        parameters.put("name", action);
        parameters.put("extensionid", extensionId.orElse(AdminCalls.ID_TO_COME));
        return List.of(calls.change("add it, for " + roles, "addCustomAction", parameters));
    }

    @Override
    public List<Change> toRemove() {
        return extension
                .id()
                .flatMap(this::row)
                .map(row -> List.of(calls.change("delete it", "deleteCustomAction", Map.of("id", text(row, "id")))))
                .orElse(List.of());
    }

    private Optional<JsonObject> row(String extensionId) {
        return calls.named("listCustomActions", "extensioncustomaction", action, Map.of("extensionid", extensionId));
    }

    private Map<String, String> wanted() {
        Map<String, String> wanted = new TreeMap<>(Map.of(
                "resourcetype",
                "Network",
                "enabled",
                "true",
                "description",
                description,
                "allowedroletypes",
                roles,
                "successmessage",
                SUCCESS,
                "errormessage",
                FAILURE));
        if (takesDevice) {
            AdminCalls.put(
                    wanted, "parameters", List.of(Map.of("name", PARAMETER, "type", "STRING", "required", "true")));
        }
        return wanted;
    }

    private boolean isAsWanted(JsonObject row) {
        List<String> parameters = AdminCalls.rows(row, "parameters")
                .map(it -> text(it, "name") + " " + text(it, "type") + " " + text(it, "required"))
                .toList();
        return text(row, "resourcetype").equals("Network")
                && text(row, "enabled").equals("true")
                && text(row, "description").equals(description)
                && text(row, "successmessage").equals(SUCCESS)
                && text(row, "errormessage").equals(FAILURE)
                && texts(row.get("allowedroletypes")).equals(Set.of(roles.split(",", -1)))
                && parameters.equals(takesDevice ? List.of(PARAMETER + " STRING true") : List.of());
    }

    private static Set<String> texts(@Nullable JsonElement list) {
        Set<String> texts = new TreeSet<>();
        if (list != null && list.isJsonArray()) {
            list.getAsJsonArray().forEach(it -> texts.add(it.getAsString()));
        }
        return texts;
    }
}
