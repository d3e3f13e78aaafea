/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cloudstack.setup;

import static io.demarc.plugin.cloudstack.AdminApi.text;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The extension {@code demarc}: CustomAction, which makes CloudStack call it for every network, and UserData, the only service that an L2
 * network may have from it. No detail holds a secret: CloudStack writes details into files that others may read.
 */
final class Extension implements Step {
    static final String NAME = "demarc";
    private static final String TYPE = "NetworkOrchestrator";
    private static final String SERVICES = "network.services";
    private static final String CAPABILITIES = "network.service.capabilities";
    private static final String WANTED_CAPABILITIES = "{\"CustomAction\":{},\"UserData\":{}}";

    private final AdminCalls calls;

    Extension(AdminCalls calls) {
        this.calls = calls;
    }

    @Override
    public String name() {
        return "extension " + NAME;
    }

    /** Its row, empty when there is no such extension. */
    Optional<JsonObject> row() {
        return calls.named("listExtensions", "extension", NAME, Map.of());
    }

    Optional<String> id() {
        return row().map(row -> text(row, "id"));
    }

    @Override
    public List<Change> toSetUp() {
        Optional<JsonObject> found = row();
        if (found.isEmpty()) {
            Map<String, String> parameters = details();
            parameters.putAll(Map.of("name", NAME, "type", TYPE, "description", "Switch ports of customers' devices"));
            return List.of(calls.change("create it", "createExtension", parameters));
        }
        JsonObject extension = found.get();
        if (!text(extension, "type").equals(TYPE)) {
            throw ProblemException.of(
                    ProblemCode.CONFLICT,
                    "CloudStack has an extension '" + NAME + "' of type " + text(extension, "type")
                            + "; Demarc's is of type " + TYPE + ".",
                    "It is somebody else's: delete it or have its owner give it another name.");
        }
        List<Change> changes = new ArrayList<>();
        if (!hasDetails(extension)) {
            Map<String, String> parameters = details();
            parameters.put("id", text(extension, "id"));
            changes.add(calls.change("set its services and capabilities", "updateExtension", parameters));
        }
        if (!text(extension, "state").equals("Enabled")) {
            changes.add(calls.change(
                    "enable it", "updateExtension", Map.of("id", text(extension, "id"), "state", "Enabled")));
        }
        return changes;
    }

    @Override
    public List<Change> toRemove() {
        return id().map(id -> List.of(calls.change("delete it", "deleteExtension", Map.of("id", id))))
                .orElse(List.of());
    }

    private static Map<String, String> details() {
        Map<String, String> details = new TreeMap<>();
        details.put("details[0]." + SERVICES, "CustomAction,UserData");
        details.put("details[1]." + CAPABILITIES, WANTED_CAPABILITIES);
        return details;
    }

    private static boolean hasDetails(JsonObject extension) {
        JsonElement details = extension.get("details");
        if (details == null || !details.isJsonObject()) {
            return false;
        }
        JsonElement services = details.getAsJsonObject().get(SERVICES);
        JsonElement capabilities = details.getAsJsonObject().get(CAPABILITIES);
        return services != null
                && Set.of("CustomAction", "UserData")
                        .equals(Set.copyOf(List.of(services.getAsString().split(" *, *", -1))))
                && capabilities != null
                && json(capabilities.getAsString()).equals(json(WANTED_CAPABILITIES));
    }

    private static JsonElement json(String text) {
        try {
            return JsonParser.parseString(text);
        } catch (JsonParseException e) {
            return new JsonObject();
        }
    }
}
