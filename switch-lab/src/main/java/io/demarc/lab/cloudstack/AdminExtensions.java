/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.cloudstack;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/** Extensions of the simulated CloudStack, and the providers that they become. One caller at a time. */
final class AdminExtensions {
    /** What CloudStack writes in an extension's place: a script for something else. */
    private static final String TEMPLATE = "#!/bin/sh\necho 'a template of CloudStack'\nexit 1\n";

    private final AdminTables tables;
    private final Jobs jobs;
    private final Map<String, Function<ApiRequest, ApiAnswer>> commands;
    private final Path extensions;

    /** @param extensions the directory in which each extension has its own */
    AdminExtensions(
            AdminTables tables, Jobs jobs, Map<String, Function<ApiRequest, ApiAnswer>> commands, Path extensions) {
        this.tables = tables;
        this.jobs = jobs;
        this.commands = commands;
        this.extensions = extensions;
    }

    void add() {
        extensions();
        providers();
    }

    private void extensions() {
        commands.put("createExtension", request -> {
            String name = request.value("name").orElse("");
            Path script = extensions.resolve(name).resolve(name + ".sh");
            JsonObject extension = AdminTables.row("name", name);
            extension.addProperty("description", request.value("description").orElse(""));
            extension.addProperty("type", request.value("type").orElse(""));
            extension.addProperty("path", script.toString());
            extension.addProperty("pathready", true);
            extension.addProperty("isuserdefined", true);
            extension.addProperty("state", "Enabled");
            extension.add("details", request.details());
            try {
                Files.createDirectories(script.getParent());
                Files.writeString(script, TEMPLATE, StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return tables.add("createExtension", "extension", extension);
        });
        commands.put(
                "updateExtension",
                request -> tables.change("updateExtension", "extension", request, row -> {
                    request.value("state").ifPresent(state -> row.addProperty("state", state));
                    if (!request.details().isEmpty()) {
                        row.add("details", request.details());
                    }
                }));
        commands.put("deleteExtension", request -> {
            boolean isUsed = tables.rows("extension")
                    .filter(row -> AdminTables.text(row, "id")
                            .equals(request.value("id").orElse("")))
                    .anyMatch(row -> row.has("resources"));
            return isUsed
                    ? ApiAnswer.error(
                            "deleteExtension", 431, "Cannot delete extension, it is registered with resources")
                    : tables.delete("deleteExtension", "extension", request);
        });
    }

    private void providers() {
        commands.put("registerExtension", request -> {
            String network = request.value("resourceid").orElse("");
            JsonObject provider = AdminTables.row("name", nameOfExtension(request));
            provider.addProperty("physicalnetworkid", network);
            provider.addProperty("state", "Enabled");
            provider.add("servicelist", new JsonArray());
            provider.addProperty("canenableindividualservice", true);
            tables.add("registerExtension", "networkserviceprovider", provider);
            return tables.change("registerExtension", "extension", request.withId("extensionid"), row -> {
                JsonObject resource = AdminTables.row("id", network);
                resource.addProperty("name", "pn0");
                resource.addProperty("type", request.value("resourcetype").orElse(""));
                resource.add("details", new JsonObject());
                JsonArray resources = row.has("resources") ? row.getAsJsonArray("resources") : new JsonArray();
                resources.add(resource);
                row.add("resources", resources);
            });
        });
        commands.put("unregisterExtension", request -> {
            String network = request.value("resourceid").orElse("");
            String provider = nameOfExtension(request);
            if (isProvided(provider)) {
                return ApiAnswer.error("unregisterExtension", 431, "Provider is used by 1 existing network service(s)");
            }
            return tables.change("unregisterExtension", "extension", request.withId("extensionid"), row -> {
                JsonArray left = new JsonArray();
                for (JsonElement resource : row.getAsJsonArray("resources")) {
                    if (!AdminTables.text(resource.getAsJsonObject(), "id").equals(network)) {
                        left.add(resource);
                    }
                }
                row.remove("resources");
                if (!left.isEmpty()) {
                    row.add("resources", left);
                }
            });
        });
        commands.put(
                "updateNetworkServiceProvider",
                request -> jobs.of(
                        "updateNetworkServiceProvider",
                        () -> tables.change(
                                "",
                                "networkserviceprovider",
                                request,
                                row -> row.addProperty(
                                        "state", request.value("state").orElse("")))));
        commands.put(
                "deleteNetworkServiceProvider",
                request -> jobs.of(
                        "deleteNetworkServiceProvider", () -> tables.delete("", "networkserviceprovider", request)));
    }

    private String nameOfExtension(ApiRequest request) {
        return tables.rows("extension")
                .filter(row -> AdminTables.text(row, "id")
                        .equals(request.value("extensionid").orElse("")))
                .map(row -> AdminTables.text(row, "name"))
                .findFirst()
                .orElse("");
    }

    /** Whether an offering names it. */
    private boolean isProvided(String provider) {
        return Stream.concat(tables.rows("networkoffering"), tables.rows("vpcoffering"))
                .anyMatch(row -> row.toString().contains("{\"name\":\"" + provider + "\"}"));
    }
}
