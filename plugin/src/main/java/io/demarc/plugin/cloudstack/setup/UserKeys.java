/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cloudstack.setup;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.demarc.access.Secret;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The pairs of keys that CloudStack has of a user. Since 4.23 there may be several, each until it is deleted; before, by its source, the
 * one that was registered last.
 */
final class UserKeys {
    private static final String REGISTER = "registerUserKeys";

    private final AdminCalls calls;
    private final boolean hasSeveral;

    /** @param id empty where a user has one pair */
    record Pair(String id, String apiKey, Secret secretKey) {}

    UserKeys(AdminCalls calls, boolean hasSeveral) {
        this.calls = calls;
        this.hasSeveral = hasSeveral;
    }

    List<Pair> of(String user) {
        JsonObject answer = hasSeveral
                ? calls.call("listUserKeys", Map.of("userid", user))
                : calls.call("getUserKeys", Map.of("id", user));
        // What the list is called was not recorded; there is one.
        return answer.entrySet().stream()
                .flatMap(member -> rows(member.getValue()))
                .filter(JsonElement::isJsonObject)
                .map(JsonElement::getAsJsonObject)
                .filter(row -> !AdminCalls.exact(row, "apikey").isEmpty())
                .map(UserKeys::pair)
                .toList();
    }

    private static Stream<JsonElement> rows(JsonElement member) {
        return member.isJsonArray() ? member.getAsJsonArray().asList().stream() : Stream.of(member);
    }

    private static Pair pair(JsonObject row) {
        return new Pair(
                AdminCalls.exact(row, "id"),
                AdminCalls.exact(row, "apikey"),
                new Secret(AdminCalls.exact(row, "secretkey")));
    }

    /** The call as it is shown. */
    Change registering(String words, String user) {
        return calls.change(words, REGISTER, parameters(user));
    }

    void register(String user) {
        calls.call(REGISTER, parameters(user));
    }

    private Map<String, String> parameters(String user) {
        return hasSeveral ? Map.of("id", user, "name", "demarc") : Map.of("id", user);
    }

    /** What became of those of before when a new pair was registered. */
    void delete(Pair pair) {
        if (hasSeveral) {
            calls.call("deleteUserKeys", Map.of("keypairid", pair.id()));
        }
    }
}
