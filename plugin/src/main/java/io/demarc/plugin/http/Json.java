/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.http;

import com.google.gson.FieldNamingPolicy;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.reflect.TypeToken;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** JSON as Demarc speaks it: names in snake_case, nulls written out. */
public final class Json {
    private static final Gson COMPACT = builder().create();
    private static final Gson PRETTY = builder().setPrettyPrinting().create();

    private Json() {}

    private static GsonBuilder builder() {
        return new GsonBuilder()
                .setFieldNamingPolicy(FieldNamingPolicy.LOWER_CASE_WITH_UNDERSCORES)
                .serializeNulls()
                .disableHtmlEscaping();
    }

    /** On one line. */
    public static String write(Object value) {
        return COMPACT.toJson(value);
    }

    /** The same JSON, indented for people. */
    public static String indent(String json) {
        return PRETTY.toJson(JsonParser.parseString(json));
    }

    /**
     * Reads a value of the type; null for JSON's null or an empty text.
     *
     * @throws JsonParseException when the text is something else
     */
    public static <T> @Nullable T read(String json, Class<T> type) {
        return COMPACT.fromJson(json, type);
    }

    /**
     * Reads an array of values of the type.
     *
     * @throws JsonParseException when the text is something else
     */
    public static <T> List<T> readAll(String json, Class<T> type) {
        List<T> values = COMPACT.fromJson(
                json, TypeToken.getParameterized(List.class, type).getType());
        return values == null ? List.of() : List.copyOf(values);
    }
}
