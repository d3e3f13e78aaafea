/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.access.yaml;

import io.demarc.access.Printable;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.DeserializationProblemHandler;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * Binds a definition file (YAML 1.2) strictly to records. Keys and enum constants are written in kebab-case; a
 * {@link Pattern} is compiled with {@code MULTILINE}. Unknown keys, unknown constants and broken regular expressions are
 * all told, each with its place; bad syntax and duplicate keys end the reading.
 */
public final class YamlBinding {
    private static final int MOST_PROBLEMS = 50;

    private YamlBinding() {}

    /** Returns null when nothing could be bound; then {@code problems} says why. */
    public static <T> @Nullable T read(String yaml, Class<T> type, YamlProblems problems) {
        JsonNode root = YamlText.root(yaml, problems);
        if (root != null && !root.isObject()) {
            problems.add("", "the file holds no keys");
        }
        return root == null || !root.isObject() ? null : bind(mapper(), root, type, problems);
    }

    private static YAMLMapper mapper() {
        return YamlText.strict()
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
                .addModule(new SimpleModule().addDeserializer(Pattern.class, new PatternReader()))
                .addHandler(new ConstantReader())
                .build();
    }

    /** Binds again and again without what was wrong, until everything that is wrong has been told. */
    private static <T> @Nullable T bind(YAMLMapper mapper, JsonNode root, Class<T> type, YamlProblems problems) {
        for (int i = 0; i < MOST_PROBLEMS; i++) {
            try {
                return mapper.treeToValue(root, type);
            } catch (DatabindException e) {
                problems.add(place(e), describe(e));
                if (!removeAt(root, e.getPath())) {
                    return null;
                }
            }
        }
        return null;
    }

    private static boolean removeAt(JsonNode root, List<JacksonException.Reference> path) {
        JsonNode at = root;
        for (int i = 0; i + 1 < path.size(); i++) {
            JacksonException.Reference step = path.get(i);
            at = step.getPropertyName() == null ? at.path(step.getIndex()) : at.path(step.getPropertyName());
        }
        if (path.isEmpty()) {
            return false;
        }
        JacksonException.Reference last = path.get(path.size() - 1);
        if (at instanceof ObjectNode object && last.getPropertyName() != null) {
            return object.remove(last.getPropertyName()) != null;
        }
        return at instanceof ArrayNode array && array.remove(last.getIndex()) != null;
    }

    private static String place(DatabindException e) {
        StringBuilder place = new StringBuilder();
        for (JacksonException.Reference step : e.getPath()) {
            if (step.getPropertyName() == null) {
                place.append('[').append(step.getIndex()).append(']');
            } else {
                place.append(place.isEmpty() ? "" : ".").append(step.getPropertyName());
            }
        }
        return place.toString();
    }

    private static String describe(DatabindException e) {
        if (e instanceof UnrecognizedPropertyException unknown) {
            Collection<Object> known = unknown.getKnownPropertyIds();
            return "unknown key '" + Printable.of(unknown.getPropertyName()) + "'"
                    + (known == null || known.isEmpty() ? "" : "; known here: " + listed(known));
        }
        if (e instanceof InvalidFormatException format
                && format.getTargetType() != null
                && format.getTargetType().isEnum()) {
            return "'" + Printable.of(String.valueOf(format.getValue())) + "' is not one of "
                    + listed(Arrays.stream(format.getTargetType().getEnumConstants())
                            .map(YamlBinding::written)
                            .toList());
        }
        if (e.getCause() instanceof IllegalArgumentException cause) {
            return oneLine(String.valueOf(cause.getMessage()));
        }
        return oneLine(e.getOriginalMessage());
    }

    private static String listed(Collection<?> words) {
        return words.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }

    private static String oneLine(String text) {
        return Printable.of(text.lines().collect(Collectors.joining(" ")));
    }

    private static String written(Object constant) {
        return ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static final class PatternReader extends ValueDeserializer<Pattern> {
        @Override
        public Pattern deserialize(JsonParser parser, DeserializationContext context) {
            String text = parser.getString();
            try {
                return Pattern.compile(text, Pattern.MULTILINE);
            } catch (PatternSyntaxException e) {
                throw DatabindException.from(
                        parser, "not a regular expression: " + e.getDescription() + ": " + Printable.of(text));
            }
        }
    }

    /** Knows constants by the way they are written in a file. */
    private static final class ConstantReader extends DeserializationProblemHandler {
        @Override
        public Object handleWeirdStringValue(
                DeserializationContext context, Class<?> target, String value, String failure) {
            if (target.isEnum()) {
                for (Object constant : target.getEnumConstants()) {
                    if (written(constant).equals(value)) {
                        return constant;
                    }
                }
            }
            return NOT_HANDLED;
        }
    }
}
