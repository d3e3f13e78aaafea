/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.access.yaml;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The JSON Schema (draft 2020-12) of what {@link YamlBinding} binds to records, for editors: keys, kinds of values and words. What else
 * must hold of a document is not in it.
 */
public final class YamlSchema {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final ObjectNode definitions = NODES.objectNode();

    private YamlSchema() {}

    /** Which record a document is bound to: one where a key has this value, else another. */
    public record Choice(String key, String value, Class<? extends Record> document, Class<? extends Record> other) {}

    /**
     * The schema, as JSON.
     *
     * @param required keys that no document may be without
     */
    public static String of(String title, List<String> required, Choice choice) {
        YamlSchema maker = new YamlSchema();
        ObjectNode schema = typed("object")
                .put("$schema", "https://json-schema.org/draft/2020-12/schema")
                .put("title", title);
        ArrayNode keys = schema.putArray("required");
        required.forEach(keys::add);
        schema.putObject("if").putObject("properties").putObject(choice.key()).put("const", choice.value());
        schema.set("then", maker.record(choice.document()));
        schema.set("else", maker.record(choice.other()));
        schema.set("$defs", maker.definitions);
        return schema.toPrettyString();
    }

    private ObjectNode schema(Type type) {
        if (type instanceof ParameterizedType generic) {
            Type[] parts = generic.getActualTypeArguments();
            if (generic.getRawType() instanceof Class<?> raw && Map.class.isAssignableFrom(raw)) {
                ObjectNode map = typed("object");
                map.set("additionalProperties", schema(parts[1]));
                return map;
            }
            ObjectNode list = typed("array");
            list.set("items", schema(parts[0]));
            return list;
        }
        return type instanceof Class<?> plain ? schemaOf(plain) : NODES.objectNode();
    }

    private ObjectNode schemaOf(Class<?> type) {
        if (type == String.class || type == Pattern.class) {
            return typed("string");
        } else if (type == Boolean.class || type == boolean.class) {
            return typed("boolean");
        } else if (Number.class.isAssignableFrom(type) || type == int.class || type == long.class) {
            return typed("integer");
        } else if (Collection.class.isAssignableFrom(type)) {
            return typed("array");
        } else if (type.isEnum()) {
            ObjectNode words = NODES.objectNode();
            ArrayNode constants = words.putArray("enum");
            Arrays.stream(type.getEnumConstants()).map(YamlBinding::written).forEach(constants::add);
            return words;
        } else if (type.isRecord()) {
            return reference(type);
        }
        return NODES.objectNode();
    }

    private ObjectNode reference(Class<?> type) {
        Class<?> around = type.getEnclosingClass();
        String name = (around == null ? "" : around.getSimpleName() + ".") + type.getSimpleName();
        if (!definitions.has(name)) {
            ObjectNode placeholder = definitions.putObject(name); // it may refer to itself
            ObjectNode found = record(type.asSubclass(Record.class));
            placeholder.setAll(isWrittenAsText(type) ? either(found) : found);
        }
        return NODES.objectNode().put("$ref", "#/$defs/" + name);
    }

    private ObjectNode record(Class<? extends Record> type) {
        ObjectNode schema = typed("object");
        ObjectNode properties = schema.putObject("properties");
        for (RecordComponent component : type.getRecordComponents()) {
            JsonProperty named = component.getAccessor().getAnnotation(JsonProperty.class);
            properties.set(
                    named == null ? key(component.getName()) : named.value(), schema(component.getGenericType()));
        }
        return schema.put("additionalProperties", false);
    }

    /** As the binding writes it. */
    private static String key(String component) {
        return component.replaceAll("(?<=.)(?=\\p{Lu})", "-").toLowerCase(Locale.ROOT);
    }

    /** Whether a plain text stands for the whole record. */
    private static boolean isWrittenAsText(Class<?> type) {
        return Arrays.stream(type.getDeclaredMethods())
                .filter(method -> Modifier.isStatic(method.getModifiers()))
                .map(YamlSchema::creator)
                .anyMatch(JsonCreator.Mode.DELEGATING::equals);
    }

    private static JsonCreator.Mode creator(Method method) {
        JsonCreator creator = method.getAnnotation(JsonCreator.class);
        return creator == null ? JsonCreator.Mode.DISABLED : creator.mode();
    }

    private static ObjectNode either(ObjectNode record) {
        ObjectNode either = NODES.objectNode();
        either.putArray("anyOf").add(typed("string")).add(record);
        return either;
    }

    private static ObjectNode typed(String type) {
        return NODES.objectNode().put("type", type);
    }
}
