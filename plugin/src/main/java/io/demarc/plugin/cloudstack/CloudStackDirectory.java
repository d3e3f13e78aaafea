/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cloudstack;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.demarc.plugin.cloudstack.CloudStackApi.ApiRefusal;
import io.demarc.plugin.networks.NetworkDirectory;
import io.demarc.plugin.networks.NetworkId;
import io.demarc.plugin.networks.NetworkIdentity;
import io.demarc.plugin.networks.Owner;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import io.demarc.switches.Deadline;
import io.demarc.switches.Printable;
import io.demarc.switches.Vlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@link NetworkDirectory} over {@code listNetworks}. Thread-safe. */
public final class CloudStackDirectory implements NetworkDirectory {
    private static final Pattern UUID =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", Pattern.CASE_INSENSITIVE);
    /** CloudStack's answer to an id that names nothing. */
    private static final int INVALID_PARAMETER = 431;

    private static final int PAGE = 500;

    private final CloudStackApi api;

    public CloudStackDirectory(CloudStackApi api) {
        this.api = api;
    }

    @Override
    public Optional<NetworkIdentity> byId(NetworkId id, Deadline deadline) {
        return one(id.toString(), deadline).map(CloudStackDirectory::identity);
    }

    @Override
    public List<NetworkIdentity> byUuidOrName(String text, Deadline deadline) {
        if (UUID.matcher(text).matches()) {
            return one(text, deadline).map(CloudStackDirectory::identity).stream()
                    .toList();
        }
        return list(Map.of("keyword", text), deadline).stream()
                .filter(network -> text.equals(string(network, "name")))
                .map(CloudStackDirectory::identity)
                .toList();
    }

    @Override
    public Optional<Truth> truth(String uuid, Deadline deadline) {
        return one(uuid, deadline)
                .map(network -> new Truth(identity(network), required(network, "state"), vlan(network)));
    }

    private Optional<JsonObject> one(String id, Deadline deadline) {
        List<JsonObject> found = list(Map.of("id", id), deadline);
        return found.isEmpty() ? Optional.empty() : Optional.of(found.get(0));
    }

    /** Networks of accounts, and those of projects, which CloudStack lists only when asked for them. */
    private List<JsonObject> list(Map<String, String> which, Deadline deadline) {
        List<JsonObject> networks = pages(which, deadline);
        Map<String, String> ofProjects = new TreeMap<>(which);
        ofProjects.put("projectid", "-1");
        if (networks.isEmpty() || !which.containsKey("id")) {
            List<JsonObject> all = new ArrayList<>(networks);
            for (JsonObject network : pages(ofProjects, deadline)) {
                if (all.stream().noneMatch(known -> required(known, "id").equals(required(network, "id")))) {
                    all.add(network);
                }
            }
            return all;
        }
        return networks;
    }

    private List<JsonObject> pages(Map<String, String> which, Deadline deadline) {
        List<JsonObject> networks = new ArrayList<>();
        for (int page = 1; ; page++) {
            Map<String, String> parameters = new TreeMap<>(which);
            parameters.put("listall", "true");
            parameters.put("page", Integer.toString(page));
            parameters.put("pagesize", Integer.toString(PAGE));
            JsonArray found = page(parameters, deadline);
            for (JsonElement network : found) {
                networks.add(network.getAsJsonObject());
            }
            if (found.size() < PAGE) {
                return networks;
            }
        }
    }

    private JsonArray page(Map<String, String> parameters, Deadline deadline) {
        try {
            JsonElement networks = api.ask("listNetworks", parameters, deadline).get("network");
            return networks != null && networks.isJsonArray() ? networks.getAsJsonArray() : new JsonArray();
        } catch (ApiRefusal e) {
            if (e.code() == INVALID_PARAMETER && String.valueOf(e.getMessage()).contains("does not exist")) {
                return new JsonArray();
            }
            throw ProblemException.of(
                    ProblemCode.CLOUDSTACK_UNREACHABLE,
                    "CloudStack refused listNetworks with error " + e.code() + ": " + e.getMessage() + ".",
                    e.code() == 401
                            ? "Check the keys in demarc.yaml and that both machines' clocks agree."
                            : "Check that the key's role may call listNetworks for every domain.");
        }
    }

    private static NetworkIdentity identity(JsonObject network) {
        String domain = required(network, "domainpath").replaceAll("^/+|/+$", "");
        String project = string(network, "project");
        try {
            Owner owner = project != null
                    ? new Owner(domain, Owner.Kind.PROJECT, project)
                    : new Owner(domain, Owner.Kind.ACCOUNT, required(network, "account"));
            String name = string(network, "name");
            return new NetworkIdentity(required(network, "id"), name == null ? "" : name, owner);
        } catch (IllegalArgumentException e) {
            throw unusable(network, String.valueOf(e.getMessage()));
        }
    }

    private static @Nullable Vlan vlan(JsonObject network) {
        String text = string(network, "vlan");
        if (text == null || !text.matches("[0-9]{1,4}")) {
            return null;
        }
        int id = Integer.parseInt(text);
        return id >= 1 && id <= 4094 ? new Vlan(id) : null;
    }

    private static String required(JsonObject network, String key) {
        String value = string(network, key);
        if (value == null) {
            throw unusable(network, "it has no " + key);
        }
        return value;
    }

    private static @Nullable String string(JsonObject network, String key) {
        JsonElement value = network.get(key);
        return value != null && value.isJsonPrimitive() ? value.getAsString() : null;
    }

    private static ProblemException unusable(JsonObject network, String why) {
        return ProblemException.of(
                ProblemCode.CLOUDSTACK_UNREACHABLE,
                "CloudStack's answer about network " + Printable.of(String.valueOf(string(network, "id")))
                        + " can't be used: " + why + ".",
                "Check that the API key belongs to a root administrator's role with listNetworks.");
    }
}
