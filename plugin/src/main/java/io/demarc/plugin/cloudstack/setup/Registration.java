/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cloudstack.setup;

import static io.demarc.plugin.cloudstack.AdminApi.text;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The extension on one physical network: CloudStack makes it a network service provider there. */
final class Registration implements Step {
    private static final String PHYSICAL_NETWORK = "PhysicalNetwork";

    private final AdminCalls calls;
    private final Extension extension;
    private final String id;
    private final String name;

    /**
     * @param id   UUID of the physical network
     * @param name of the physical network, for a person
     */
    Registration(AdminCalls calls, Extension extension, String id, String name) {
        this.calls = calls;
        this.extension = extension;
        this.id = id;
        this.name = name;
    }

    @Override
    public String name() {
        return "provider on physical network " + name;
    }

    @Override
    public List<Change> toSetUp() {
        Optional<JsonObject> row = extension.row();
        if (row.filter(this::isRegistered).isEmpty()) {
            return List.of(calls.change("register the extension", "registerExtension", resource(row)));
        }
        return provider()
                .filter(it -> !text(it, "state").equals("Enabled"))
                .map(it -> List.of(calls.change(
                        "enable it", "updateNetworkServiceProvider", Map.of("id", text(it, "id"), "state", "Enabled"))))
                .orElse(List.of());
    }

    @Override
    public List<Change> toRemove() {
        Optional<JsonObject> row = extension.row();
        if (row.filter(this::isRegistered).isPresent()) {
            return List.of(calls.change("unregister the extension", "unregisterExtension", resource(row)));
        }
        return provider()
                .map(it -> List.of(
                        calls.change("delete it", "deleteNetworkServiceProvider", Map.of("id", text(it, "id")))))
                .orElse(List.of());
    }

    private Map<String, String> resource(Optional<JsonObject> row) {
        return Map.of(
                "extensionid",
                row.map(it -> text(it, "id")).orElse(AdminCalls.ID_TO_COME),
                "resourcetype",
                PHYSICAL_NETWORK,
                "resourceid",
                id);
    }

    private boolean isRegistered(JsonObject row) {
        return AdminCalls.rows(row, "resources")
                .anyMatch(it -> text(it, "type").equals(PHYSICAL_NETWORK)
                        && text(it, "id").equals(id));
    }

    private Optional<JsonObject> provider() {
        return calls.named(
                "listNetworkServiceProviders",
                "networkserviceprovider",
                Extension.NAME,
                Map.of("physicalnetworkid", id, "name", Extension.NAME));
    }
}
