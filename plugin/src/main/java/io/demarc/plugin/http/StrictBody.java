/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.http;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonPrimitive;
import java.lang.reflect.RecordComponent;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Gson takes any text for false and passes over what it does not know: neither may happen to a "force". */
final class StrictBody {
    private StrictBody() {}

    /**
     * The body as this record, whose components' names are the keys, in snake_case.
     *
     * @throws JsonParseException for what is no object, an unknown key, or a flag that is neither true nor false
     */
    static <T extends Record> T read(String text, Class<T> type) {
        JsonObject body = Json.read(text, JsonObject.class);
        T value = Json.read(text, type);
        if (body == null || value == null) {
            throw new JsonParseException("no object");
        }
        Map<String, Class<?>> known = new HashMap<>();
        for (RecordComponent component : type.getRecordComponents()) {
            known.put(snake(component.getName()), component.getType());
        }
        body.entrySet().forEach(entry -> require(entry.getKey(), entry.getValue(), known));
        return value;
    }

    private static void require(String key, JsonElement value, Map<String, Class<?>> known) {
        Class<?> type = known.get(key);
        if (type == null) {
            throw new JsonParseException("unknown key " + key);
        }
        boolean isFlag = value instanceof JsonPrimitive primitive && primitive.isBoolean();
        if (type == Boolean.class && !isFlag && !value.isJsonNull()) {
            throw new JsonParseException(key + " is no flag");
        }
    }

    private static String snake(String name) {
        return name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }
}
