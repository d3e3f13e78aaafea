/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.cloudstack;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * What a root administrator makes in the simulated CloudStack: roles, accounts, keys, extensions, providers, custom actions, webhooks and offerings.
 * Everything that was made is listed, and what can't be made is refused. Rows of extensions, providers, custom actions, webhooks and network
 * offerings have the recorded fields; roles, accounts, keys and VPC offerings weren't recorded, and have those of CloudStack's source
 * (4.23). Thread-safe.
 */
public final class Administration {
    private static final String VERSION = "4.23.0.0-SNAPSHOT";

    private final AdminTables tables = new AdminTables();
    private final Jobs jobs = new Jobs();
    private final Alerts alerts = new Alerts(jobs);
    private final Map<String, Function<ApiRequest, ApiAnswer>> commands = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    /** @param extensions the directory in which each extension has its own */
    Administration(Path extensions) {
        lists();
        roles();
        accounts();
        new AdminExtensions(tables, jobs, commands, extensions).add();
        new AdminOfferings(tables, jobs, commands).add();
        new AdminKeys(tables, jobs, commands).add();
        commands.put("generateAlert", alerts::generate);
        commands.put("listCapabilities", request -> ApiAnswer.capabilities(VERSION));
        new AdminWebhooks(tables, commands).add();
        commands.put("queryAsyncJobResult", jobs::result);
    }

    /** The answer, if the command is one of an administrator's. */
    synchronized Optional<ApiAnswer> answer(ApiRequest request) {
        return Optional.ofNullable(commands.get(request.command())).map(command -> command.apply(request));
    }

    /** A physical network of the only zone, as it was recorded. */
    public synchronized void addPhysicalNetwork(String name, String isolationMethods) {
        JsonObject row = AdminTables.row("name", name);
        row.addProperty("broadcastdomainrange", "ZONE");
        row.addProperty("zoneid", "7fa996a0-6e37-4e18-84cc-23aed0d75ec3");
        row.addProperty("zonename", "sim");
        row.addProperty("state", "Enabled");
        row.addProperty("vlan", "100-200");
        row.addProperty("isolationmethods", isolationMethods);
        tables.add("", "physicalnetwork", row);
    }

    /** An offering of somebody else's, with this provider of CustomAction. */
    public synchronized void addOffering(String name, String provider) {
        JsonObject row = Recordings.json("answers/createNetworkOffering.product.json")
                .getAsJsonObject("response")
                .getAsJsonObject("networkoffering");
        row.remove("id");
        row.addProperty("name", name);
        JsonObject service = row.getAsJsonArray("service").get(0).getAsJsonObject();
        service.getAsJsonArray("provider").set(0, AdminTables.row("name", provider));
        tables.add("", "networkoffering", row);
    }

    /** A field of every row with that name becomes this; an empty name means rows that have none. */
    public synchronized void spoil(String table, String name, String field, String value) {
        tables.rows(table)
                .filter(row -> AdminTables.text(row, "name").equals(name))
                .forEach(row -> row.addProperty(field, value));
    }

    /** Posts the recorded event to each webhook that is enabled, signed as recorded, with another id and this time. */
    public synchronized List<Integer> deliver(String event, Instant time) {
        return AdminWebhooks.deliver(tables.rows("webhook"), event, time);
    }

    /** The command is refused, as to a caller whose role doesn't allow it. */
    public synchronized void forbid(String command) {
        commands.put(command, request -> ApiAnswer.unsupported(command));
    }

    /** The command is answered with this error. */
    public synchronized void refuse(String command, int code, String text) {
        commands.put(command, request -> ApiAnswer.error(command, code, text));
    }

    /** From now on no asynchronous job ends. */
    public synchronized void stickJobs() {
        jobs.stick();
    }

    /** What listCapabilities tells. */
    public synchronized void tellVersion(String text) {
        commands.put("listCapabilities", request -> ApiAnswer.capabilities(text));
    }

    /**
     * Is as one of the versions 4.18 to 4.22 from now on, by CloudStack's source (not recorded): it knows no extensions, and one pair of
     * keys a user.
     */
    public synchronized void beOlder(String version) {
        tellVersion(version);
        commands.keySet().removeIf(command -> command.matches("(?i).*(extension|customaction).*"));
        new AdminKeys(tables, jobs, commands).addOlder();
    }

    /** The texts of the alerts that root administrators see, the oldest first. */
    public synchronized List<String> alerts() {
        return alerts.texts();
    }

    /** Everything that administrators made, without ids and keys, a row a line. */
    public synchronized String inWords() {
        return tables.inWords();
    }

    /** The keys of a user who was made here, with the commands that the role allows. */
    synchronized Optional<Map.Entry<ApiKeys, Set<String>>> keys(String apiKey) {
        return tables.rows("userkeys")
                .filter(pair -> AdminTables.text(pair, "apikey").equals(apiKey))
                .map(pair -> Map.entry(new ApiKeys(apiKey, AdminTables.text(pair, "secretkey")), allowed(pair)))
                .findFirst();
    }

    private Set<String> allowed(JsonObject pair) {
        String role = tables.rows("account")
                .filter(account -> AdminTables.text(
                                account.getAsJsonArray("user").get(0).getAsJsonObject(), "id")
                        .equals(AdminTables.text(pair, "userid")))
                .map(account -> AdminTables.text(account, "roleid"))
                .findFirst()
                .orElse("");
        return Set.copyOf(tables.rows("rolepermission")
                .filter(rule -> AdminTables.text(rule, "roleid").equals(role))
                .map(rule -> AdminTables.text(rule, "rule").toLowerCase(Locale.ROOT))
                .toList());
    }

    private void lists() {
        Map.of(
                        "listRoles",
                        "role",
                        "listRolePermissions",
                        "rolepermission",
                        "listExtensions",
                        "extension",
                        "listNetworkServiceProviders",
                        "networkserviceprovider",
                        "listCustomActions",
                        "extensioncustomaction",
                        "listPhysicalNetworks",
                        "physicalnetwork",
                        "listVPCs",
                        "vpc",
                        "listNetworkOfferings",
                        "networkoffering",
                        "listVPCOfferings",
                        "vpcoffering")
                .forEach((command, table) -> commands.put(command, request -> tables.list(command, table, request)));
    }

    private void roles() {
        creates("createRole", "role", "name", "type", "description");
        commands.put("deleteRole", request -> {
            tables.remove("rolepermission", "roleid", request.value("id").orElse(""));
            return tables.delete("deleteRole", "role", request);
        });
        creates("createRolePermission", "rolepermission", "roleid", "rule", "permission", "description");
        deletes("deleteRolePermission", "rolepermission");
    }

    /** A strict one; CloudStack has none by default (password.policy.minimum.special.characters and others). */
    private static boolean meetsPolicy(String password) {
        return password.length() >= 12
                && List.of("[a-z]", "[A-Z]", "[0-9]", "[^a-zA-Z0-9]").stream()
                        .allMatch(
                                kind -> Pattern.compile(kind).matcher(password).find());
    }

    private void accounts() {
        commands.put("listAccounts", request -> tables.list("listAccounts", "account", request));
        commands.put("createAccount", request -> {
            if (!meetsPolicy(request.value("password").orElse(""))) {
                return ApiAnswer.error("createAccount", 431, "The password does not meet the domain's policy");
            }
            String name = request.value("account").orElse("");
            JsonObject user =
                    AdminTables.row("username", request.value("username").orElse(""));
            user.addProperty("id", UUID.randomUUID().toString());
            JsonArray users = new JsonArray();
            users.add(user);
            JsonObject account = AdminTables.row("name", name);
            account.addProperty("domainpath", "ROOT");
            account.addProperty("state", "enabled");
            account.add("user", users);
            giveRole(account, request);
            return tables.add("createAccount", "account", account);
        });
        commands.put(
                "updateAccount",
                request -> tables.change("updateAccount", "account", request, account -> {
                    giveRole(account, request);
                }));
        commands.put(
                "deleteAccount",
                request -> jobs.of("deleteAccount", () -> {
                    tables.rows("account")
                            .filter(account -> AdminTables.text(account, "id")
                                    .equals(request.value("id").orElse("")))
                            .map(account -> AdminTables.text(
                                    account.getAsJsonArray("user").get(0).getAsJsonObject(), "id"))
                            .toList()
                            .forEach(user -> tables.remove("userkeys", "userid", user));
                    tables.remove("account", "id", request.value("id").orElse(""));
                }));
    }

    private void giveRole(JsonObject account, ApiRequest request) {
        String id = request.value("roleid").orElse("");
        account.addProperty("roleid", id);
        tables.rows("role")
                .filter(role -> AdminTables.text(role, "id").equals(id))
                .forEach(role -> account.addProperty("rolename", AdminTables.text(role, "name")));
    }

    private void creates(String command, String table, String... fields) {
        commands.put(command, request -> {
            JsonObject row = new JsonObject();
            for (String field : fields) {
                request.value(field).ifPresent(value -> row.addProperty(field, value));
            }
            return tables.add(command, table, row);
        });
    }

    private void deletes(String command, String table) {
        commands.put(command, request -> tables.delete(command, table, request));
    }
}
