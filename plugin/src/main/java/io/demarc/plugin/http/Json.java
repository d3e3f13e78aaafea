/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.http;

import com.google.gson.FieldNamingPolicy;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.lang.reflect.Type;
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
    public static <T> @Nullable T read(String json, Type type) {
        return COMPACT.fromJson(json, type);
    }
}
