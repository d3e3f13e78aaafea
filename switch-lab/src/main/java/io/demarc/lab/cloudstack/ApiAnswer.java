/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.cloudstack;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.Locale;

/** One answer of the API. */
record ApiAnswer(int status, String body) {
    /** Success: {@code {"<command>response":{...}}}. */
    static ApiAnswer of(String command, JsonObject content) {
        return new ApiAnswer(200, wrapped(command, content));
    }

    /** A list as CloudStack writes it: without a count and the list when there is nothing in it. */
    static ApiAnswer list(String command, String key, JsonArray items, int count) {
        JsonObject content = new JsonObject();
        if (count > 0) {
            content.addProperty("count", count);
            content.add(key, items);
        }
        return of(command, content);
    }

    static ApiAnswer unauthorized(String command) {
        return error(command, 401, "unable to verify user credentials and/or request signature");
    }

    /** Of a command that the caller's role doesn't allow. */
    static ApiAnswer unsupported(String command) {
        return error(
                "",
                432,
                "The given command '" + command
                        + "' either does not exist, is not available for user, or not available from ip address.");
    }

    static ApiAnswer capabilities(String version) {
        JsonObject capability = new JsonObject();
        capability.addProperty("securitygroupsenabled", false);
        capability.addProperty("cloudstackversion", version);
        capability.addProperty("userpublictemplateenabled", true);
        JsonObject content = new JsonObject();
        content.add("capability", capability);
        return of("listCapabilities", content);
    }

    static ApiAnswer error(String command, int code, String text) {
        JsonObject content = new JsonObject();
        content.add("uuidList", new JsonArray());
        content.addProperty("errorcode", code);
        content.addProperty("cserrorcode", 9999);
        content.addProperty("errortext", text);
        return new ApiAnswer(code, wrapped(command, content));
    }

    private static String wrapped(String command, JsonElement content) {
        JsonObject whole = new JsonObject();
        whole.add(command.isEmpty() ? "errorresponse" : command.toLowerCase(Locale.ROOT) + "response", content);
        return whole.toString();
    }
}
