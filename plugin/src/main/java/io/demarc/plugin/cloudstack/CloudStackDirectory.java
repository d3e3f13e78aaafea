/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cloudstack;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.demarc.access.Deadline;
import io.demarc.access.Printable;
import io.demarc.plugin.cloudstack.CloudStackApi.ApiRefusal;
import io.demarc.plugin.networks.NetworkDirectory;
import io.demarc.plugin.words.NetworkId;
import io.demarc.plugin.words.NetworkIdentity;
import io.demarc.plugin.words.Owner;
import io.demarc.plugin.words.OwnerKey;
import io.demarc.plugin.words.Zone;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import io.demarc.switches.Vlan;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@link NetworkDirectory} over {@code listNetworks}. Thread-safe. */
public final class CloudStackDirectory implements NetworkDirectory {
    private static final Pattern UUID =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", Pattern.CASE_INSENSITIVE);
    /** CloudStack's answer to an id that names nothing. */
    private static final int INVALID_PARAMETER = 431;

    private static final int UNAUTHORIZED = 401;
    private static final String EVERY_PROJECT = "-1";
    private static final Set<String> EMPTY = Set.of("count");
    /** CloudStack refuses more than its setting default.page.size, which is 500 unless somebody lowered it. */
    private static final int PAGE = 100;

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
        return understood(named(text, deadline));
    }

    /** One network that can't be understood doesn't hide the others; throws when there is no other. */
    private static List<NetworkIdentity> understood(List<JsonObject> networks) {
        Set<NetworkIdentity> identities = new LinkedHashSet<>();
        List<ProblemException> problems = new ArrayList<>();
        for (JsonObject network : networks) {
            try {
                identities.add(identity(network));
            } catch (ProblemException e) {
                problems.add(e);
            }
        }
        if (identities.isEmpty() && !problems.isEmpty()) {
            throw problems.get(0);
        }
        return List.copyOf(identities);
    }

    @Override
    public Optional<Truth> truth(String uuid, Deadline deadline) {
        return one(uuid, deadline)
                .map(network -> new Truth(
                        identity(network),
                        required(network, "state"),
                        vlan(network),
                        "true".equals(string(network, "restartrequired"))));
    }

    /** By {@code listTags}, whose form is from CloudStack's source; not recorded. */
    @Override
    public List<Tag> tags(String key, Deadline deadline) {
        Map<String, String> which = Map.of("resourcetype", "Network", "key", key);
        List<JsonObject> tags = new ArrayList<>(pages("listTags", "tag", which, deadline));
        tags.addAll(pages("listTags", "tag", ofProjects(which), deadline));
        return tags.stream()
                .filter(tag -> key.equals(string(tag, "key")) && "Network".equals(string(tag, "resourcetype")))
                .map(tag -> new Tag(required(tag, "resourceid"), Objects.requireNonNullElse(string(tag, "value"), "")))
                .distinct()
                .toList();
    }

    /** The one network with the internal id or UUID. */
    private Optional<JsonObject> one(String id, Deadline deadline) {
        Map<String, String> which = Map.of("id", id);
        List<JsonObject> found = ask("listNetworks", "network", which, deadline);
        if (found.isEmpty()) {
            found = ask("listNetworks", "network", ofProjects(which), deadline);
        }
        if (found.isEmpty()) {
            return Optional.empty();
        }
        JsonObject network = found.get(0);
        boolean isAnother = UUID.matcher(id).matches() && !id.equalsIgnoreCase(required(network, "id"));
        if (found.size() > 1 || isAnother) {
            throw unusable(network, "it is not the one network with the id " + id);
        }
        return Optional.of(network);
    }

    /** Networks of accounts, and those of projects, which CloudStack lists only when asked for them. */
    private List<JsonObject> named(String name, Deadline deadline) {
        Map<String, String> which = Map.of("keyword", name);
        List<JsonObject> networks = new ArrayList<>(pages("listNetworks", "network", which, deadline));
        networks.addAll(pages("listNetworks", "network", ofProjects(which), deadline));
        return networks.stream()
                .filter(network -> name.equals(string(network, "name")))
                .toList();
    }

    private static Map<String, String> ofProjects(Map<String, String> which) {
        Map<String, String> parameters = new TreeMap<>(which);
        parameters.put("projectid", EVERY_PROJECT);
        return parameters;
    }

    private List<JsonObject> pages(String command, String list, Map<String, String> which, Deadline deadline) {
        List<JsonObject> all = new ArrayList<>();
        for (int page = 1; ; page++) {
            Map<String, String> parameters = new TreeMap<>(which);
            parameters.put("page", Integer.toString(page));
            parameters.put("pagesize", Integer.toString(PAGE));
            List<JsonObject> found = ask(command, list, parameters, deadline);
            all.addAll(found);
            if (found.size() < PAGE) {
                return all;
            }
        }
    }

    private List<JsonObject> ask(String command, String list, Map<String, String> which, Deadline deadline) {
        Map<String, String> parameters = new TreeMap<>(which);
        parameters.put("listall", "true");
        try {
            return objects(api.ask(command, parameters, deadline), list);
        } catch (ApiRefusal e) {
            if (isNoSuchId(e)) {
                return List.of();
            }
            throw ProblemException.of(
                    ProblemCode.CLOUDSTACK_UNREACHABLE,
                    "CloudStack refused " + command + " with error " + e.code() + ": " + e.getMessage() + ".",
                    e.code() == UNAUTHORIZED
                            ? "Check the keys in demarc.yaml and that both machines' clocks agree."
                            : "Check that the key's role may call " + command + " for every domain.");
        }
    }

    /** A UUID that names nothing is an error in CloudStack; an internal id that names nothing is an empty list. */
    private static boolean isNoSuchId(ApiRefusal refusal) {
        String text = String.valueOf(refusal.getMessage());
        return refusal.code() == INVALID_PARAMETER
                && text.contains("Invalid parameter id ")
                && text.contains("entity does not exist");
    }

    /** That there is no network has grave consequences: only the two forms of an empty list mean it. */
    private static List<JsonObject> objects(JsonObject answer, String list) {
        JsonElement elements = answer.get(list);
        if (elements == null && EMPTY.containsAll(answer.keySet())) {
            return List.of();
        }
        if (elements == null || !elements.isJsonArray()) {
            throw unusable(answer, "it has no list '" + list + "'");
        }
        List<JsonObject> objects = new ArrayList<>();
        for (JsonElement element : elements.getAsJsonArray()) {
            if (!element.isJsonObject()) {
                throw unusable(answer, "its list '" + list + "' has something else than objects");
            }
            objects.add(element.getAsJsonObject());
        }
        return objects;
    }

    private static NetworkIdentity identity(JsonObject network) {
        String domain = required(network, "domainpath").replaceAll("^/+|/+$", "");
        String project = string(network, "project");
        if (project == null && "Domain".equalsIgnoreCase(string(network, "acltype"))) {
            throw ofDomain(network, domain);
        }
        try {
            Owner owner = project != null
                    ? new Owner(domain, Owner.Kind.PROJECT, project)
                    : new Owner(domain, Owner.Kind.ACCOUNT, required(network, "account"));
            String name = string(network, "name");
            return new NetworkIdentity(
                    required(network, "id"), name == null ? "" : name, owner, zone(network), key(network, owner));
        } catch (IllegalArgumentException e) {
            throw unusable(network, String.valueOf(e.getMessage()));
        }
    }

    private static @Nullable OwnerKey key(JsonObject network, Owner owner) {
        String domain = string(network, "domainid");
        String its = owner.kind() == Owner.Kind.PROJECT ? string(network, "projectid") : owner.name();
        return domain == null || domain.contains(" ") || its == null
                ? null
                : new OwnerKey(domain.toLowerCase(Locale.ROOT), owner.kind(), its);
    }

    private static @Nullable Zone zone(JsonObject network) {
        String uuid = string(network, "zoneid");
        String name = string(network, "zonename");
        return uuid == null || name == null ? null : new Zone(uuid.toLowerCase(Locale.ROOT), name);
    }

    /** A shared network for a domain or for everybody has no account, and nothing is wrong with that. */
    private static ProblemException ofDomain(JsonObject network, String domain) {
        return ProblemException.of(
                ProblemCode.NETWORK_UNSUPPORTED,
                "Network " + Printable.of(required(network, "id")) + " belongs to domain " + Printable.of(domain)
                        + " as a whole, to no account or project, so no device can be on it.",
                "Make shared networks that are to have devices for one account (acltype=account).");
    }

    /**
     * The VLAN, if that is what keeps the network apart: {@code vlan} is also a VXLAN's or a GRE tunnel's number, which may be below
     * 4095 as well. Seen on 4.23: {@code broadcasturi} {@code vlan://193}; by its source {@code vxlan://}, {@code vs://},
     * {@code pvlan://} and others are the same field.
     */
    private static @Nullable Vlan vlan(JsonObject network) {
        String text = string(network, "vlan");
        if (text == null
                || !text.matches("[0-9]{1,4}")
                || !("vlan://" + text).equals(string(network, "broadcasturi"))) {
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
