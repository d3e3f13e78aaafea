/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.cloudstack;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Custom actions and offerings of the simulated CloudStack. One caller at a time. */
final class AdminOfferings {
    private final AdminTables tables;
    private final Jobs jobs;
    private final Map<String, Function<ApiRequest, ApiAnswer>> commands;

    AdminOfferings(AdminTables tables, Jobs jobs, Map<String, Function<ApiRequest, ApiAnswer>> commands) {
        this.tables = tables;
        this.jobs = jobs;
        this.commands = commands;
    }

    void add() {
        actions();
        offerings("NetworkOffering", "networkoffering", false);
        offerings("VPCOffering", "vpcoffering", true);
    }

    private void actions() {
        commands.put("addCustomAction", request -> {
            JsonObject action = AdminTables.row("name", request.value("name").orElse(""));
            action.addProperty("extensionid", request.value("extensionid").orElse(""));
            action.addProperty("enabled", false);
            action.add("parameters", new JsonArray());
            describe(action, request);
            return tables.add("addCustomAction", "extensioncustomaction", action);
        });
        commands.put(
                "updateCustomAction",
                request -> tables.change(
                        "updateCustomAction", "extensioncustomaction", request, row -> describe(row, request)));
        commands.put(
                "deleteCustomAction", request -> tables.delete("deleteCustomAction", "extensioncustomaction", request));
    }

    private static void describe(JsonObject action, ApiRequest request) {
        for (String field : new String[] {"description", "resourcetype", "successmessage", "errormessage"}) {
            request.value(field).ifPresent(value -> action.addProperty(field, value));
        }
        request.value("enabled").ifPresent(value -> action.addProperty("enabled", Boolean.parseBoolean(value)));
        request.value("allowedroletypes").ifPresent(value -> {
            JsonArray roles = new JsonArray();
            for (String role : value.split(",", -1)) {
                roles.add(role);
            }
            action.add("allowedroletypes", roles);
        });
        JsonArray parameters = new JsonArray();
        request.items("parameters").forEach(item -> {
            item.addProperty("required", "true".equals(AdminTables.text(item, "required")));
            item.addProperty("validationformat", "NONE");
            parameters.add(item);
        });
        if (!parameters.isEmpty() || request.value("cleanupparameters").isPresent()) {
            action.add("parameters", parameters);
        }
    }

    /** @param isJob whether such an offering is made by a job, and disabled at first */
    private void offerings(String kind, String table, boolean isJob) {
        commands.put("create" + kind, request -> {
            Optional<ApiAnswer> refusal = refusal(kind, request);
            if (refusal.isPresent()) {
                return refusal.get();
            }
            JsonObject offering = AdminTables.row("name", request.value("name").orElse(""));
            for (String field : new String[] {"displaytext", "guestiptype", "ispersistent", "specifyvlan", "forvpc"}) {
                request.value(field).ifPresent(value -> offering.addProperty(field, value));
            }
            offering.addProperty("state", request.value("enable").isPresent() ? "Enabled" : "Disabled");
            JsonArray services = new JsonArray();
            request.items("serviceproviderlist").forEach(item -> {
                JsonArray providers = new JsonArray();
                providers.add(AdminTables.row("name", AdminTables.text(item, "provider")));
                JsonObject service = AdminTables.row("name", AdminTables.text(item, "service"));
                service.add("provider", providers);
                services.add(service);
            });
            offering.add("service", services);
            return isJob
                    ? jobs.of("create" + kind, () -> tables.add("", table, offering))
                    : tables.add("create" + kind, table, offering);
        });
        commands.put("update" + kind, request -> {
            Runnable update = () -> tables.change(
                    "",
                    table,
                    request,
                    row -> row.addProperty("state", request.value("state").orElse("")));
            if (isJob) {
                return jobs.of("update" + kind, update);
            }
            update.run();
            return ApiAnswer.of("update" + kind, new JsonObject());
        });
        commands.put(
                "delete" + kind,
                request -> isJob
                        ? jobs.of("delete" + kind, () -> tables.delete("", table, request))
                        : tables.delete("delete" + kind, table, request));
    }

    /** As recorded: a service by a provider that doesn't have it. */
    private Optional<ApiAnswer> refusal(String kind, ApiRequest request) {
        return request.items("serviceproviderlist")
                .filter(item -> tables.rows("extension")
                        .anyMatch(row -> AdminTables.text(row, "name").equals(AdminTables.text(item, "provider"))
                                && !row.toString().contains(AdminTables.text(item, "service"))))
                .findFirst()
                .map(item -> ApiAnswer.error(
                        "create" + kind,
                        431,
                        AdminTables.text(item, "provider") + " Provider cannot provide service "
                                + AdminTables.text(item, "service")));
    }
}
