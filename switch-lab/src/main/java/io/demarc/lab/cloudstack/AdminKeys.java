/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.cloudstack;

import com.google.gson.JsonObject;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/**
 * Commands for users' keys, as in CloudStack's source: several pairs a user and an asynchronous job in 4.23; before, one pair, which the
 * next takes the place of, and the answer itself has it. Not recorded. One caller at a time.
 */
final class AdminKeys {
    private static final String TABLE = "userkeys";
    private static final String REGISTER = "registerUserKeys";

    private final AdminTables tables;
    private final Jobs jobs;
    private final Map<String, Function<ApiRequest, ApiAnswer>> commands;

    AdminKeys(AdminTables tables, Jobs jobs, Map<String, Function<ApiRequest, ApiAnswer>> commands) {
        this.tables = tables;
        this.jobs = jobs;
        this.commands = commands;
    }

    /** 4.23. */
    void add() {
        commands.put("listUserKeys", request -> tables.list("listUserKeys", TABLE, request));
        commands.put(REGISTER, request -> jobs.of(REGISTER, () -> register(request)));
        commands.put(
                "deleteUserKeys",
                request -> jobs.of(
                        "deleteUserKeys",
                        () -> tables.remove(
                                TABLE, "id", request.value("keypairid").orElse(""))));
    }

    /** 4.18 to 4.22. */
    void addOlder() {
        commands.remove("listUserKeys");
        commands.remove("deleteUserKeys");
        commands.put(REGISTER, request -> {
            tables.remove(TABLE, "userid", request.value("id").orElse(""));
            return answer(REGISTER, register(request));
        });
        commands.put(
                "getUserKeys",
                request -> answer(
                        "getUserKeys",
                        tables.rows(TABLE)
                                .filter(pair -> AdminTables.text(pair, "userid")
                                        .equals(request.value("id").orElse("")))
                                .findFirst()
                                .orElseGet(JsonObject::new)));
    }

    private JsonObject register(ApiRequest request) {
        JsonObject pair = AdminTables.row("apikey", "daemon-" + UUID.randomUUID());
        pair.addProperty("secretkey", UUID.randomUUID() + "-" + UUID.randomUUID());
        pair.addProperty("userid", request.value("id").orElse(""));
        pair.addProperty("name", request.value("name").orElse(""));
        tables.add(REGISTER, TABLE, pair);
        return pair;
    }

    private static ApiAnswer answer(String command, JsonObject pair) {
        JsonObject keys = new JsonObject();
        for (String key : new String[] {"apikey", "secretkey"}) {
            if (pair.has(key)) {
                keys.add(key, pair.get(key));
            }
        }
        JsonObject content = new JsonObject();
        content.add(TABLE, keys);
        return ApiAnswer.of(command, content);
    }
}
