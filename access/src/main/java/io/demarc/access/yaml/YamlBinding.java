/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.access.yaml;

import io.demarc.access.Printable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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
import tools.jackson.databind.exc.MismatchedInputException;
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

    private static final YAMLMapper MAPPER = YamlText.strict()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
            .addModule(new SimpleModule().addDeserializer(Pattern.class, new PatternReader()))
            .addHandler(new ConstantReader())
            .build();

    private YamlBinding() {}

    /** Returns null when nothing could be bound; then {@code problems} says why. */
    public static <T> @Nullable T read(String yaml, Class<T> type, YamlProblems problems) {
        JsonNode root = YamlText.root(yaml, problems);
        if (root != null && !root.isObject()) {
            problems.add("", "the file holds no keys");
        }
        return root == null || !root.isObject() ? null : bind(root, type, problems);
    }

    /** Binds again and again without what was wrong, until everything that is wrong has been told. */
    private static <T> @Nullable T bind(JsonNode root, Class<T> type, YamlProblems problems) {
        Remains remains = new Remains(root);
        for (int i = 0; i < MOST_PROBLEMS; i++) {
            try {
                return MAPPER.treeToValue(root, type);
            } catch (DatabindException e) {
                problems.add(remains.place(e.getPath()), describe(e, remains.at(e.getPath())));
                if (!remains.remove(e.getPath())) {
                    return null;
                }
            }
        }
        return null;
    }

    /** A document that parts are taken out of; it knows where each element of a list stood at first. */
    private static final class Remains {
        private final JsonNode root;
        private final IdentityHashMap<JsonNode, List<Integer>> firstIndices = new IdentityHashMap<>();

        Remains(JsonNode root) {
            this.root = root;
        }

        String place(List<JacksonException.Reference> path) {
            StringBuilder place = new StringBuilder();
            JsonNode at = root;
            for (JacksonException.Reference step : path) {
                if (step.getPropertyName() == null) {
                    List<Integer> first = firstIndices(at);
                    boolean isKnown = step.getIndex() >= 0 && step.getIndex() < first.size();
                    place.append('[')
                            .append(isKnown ? first.get(step.getIndex()) : step.getIndex())
                            .append(']');
                } else {
                    place.append(place.isEmpty() ? "" : ".").append(step.getPropertyName());
                }
                at = child(at, step);
            }
            return place.toString();
        }

        JsonNode at(List<JacksonException.Reference> path) {
            JsonNode at = root;
            for (JacksonException.Reference step : path) {
                at = child(at, step);
            }
            return at;
        }

        boolean remove(List<JacksonException.Reference> path) {
            if (path.isEmpty()) {
                return false;
            }
            JsonNode parent = root;
            for (JacksonException.Reference step : path.subList(0, path.size() - 1)) {
                parent = child(parent, step);
            }
            JacksonException.Reference last = path.get(path.size() - 1);
            if (parent instanceof ObjectNode object && last.getPropertyName() != null) {
                return object.remove(last.getPropertyName()) != null;
            }
            List<Integer> first = firstIndices(parent);
            if (parent instanceof ArrayNode array && array.remove(last.getIndex()) != null) {
                first.remove(last.getIndex());
                return true;
            }
            return false;
        }

        /** Those of the elements that are left. */
        private List<Integer> firstIndices(JsonNode list) {
            return firstIndices.computeIfAbsent(
                    list,
                    unchanged -> IntStream.range(0, unchanged.size())
                            .boxed()
                            .collect(Collectors.toCollection(ArrayList::new)));
        }

        private static JsonNode child(JsonNode node, JacksonException.Reference step) {
            return step.getPropertyName() == null ? node.path(step.getIndex()) : node.path(step.getPropertyName());
        }
    }

    private static String describe(DatabindException e, JsonNode found) {
        if (e instanceof UnrecognizedPropertyException unknown) {
            Collection<Object> known = unknown.getKnownPropertyIds();
            return "unknown key '" + Printable.of(unknown.getPropertyName()) + "'"
                    + (known == null || known.isEmpty()
                            ? ""
                            : Typo.hint(
                                    unknown.getPropertyName(),
                                    known.stream().map(String::valueOf).toList()));
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
        if (e instanceof MismatchedInputException mismatched && mismatched.getTargetType() != null) {
            return "is " + kindOf(found) + ", and must be " + kindOf(mismatched.getTargetType());
        }
        return oneLine(e.getOriginalMessage());
    }

    private static String kindOf(Class<?> type) {
        if (Collection.class.isAssignableFrom(type)) {
            return "a list";
        } else if (type == String.class) {
            return "a text";
        } else if (type == Pattern.class) {
            return "a regular expression";
        } else if (type == Boolean.class || type == boolean.class) {
            return "true or false";
        } else if (Number.class.isAssignableFrom(type) || type == int.class || type == long.class) {
            return "a whole number";
        } else if (type.isEnum()) {
            return "one of "
                    + listed(Arrays.stream(type.getEnumConstants())
                            .map(YamlBinding::written)
                            .toList());
        }
        return "keys with values";
    }

    private static String kindOf(JsonNode node) {
        if (node.isArray()) {
            return "a list";
        } else if (node.isObject()) {
            return "keys with values";
        } else if (node.isNull() || node.isMissingNode()) {
            return "empty";
        }
        return "'" + Printable.of(node.asString("")) + "'";
    }

    private static String listed(Collection<?> words) {
        return words.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }

    private static String oneLine(String text) {
        return Printable.of(text.lines().collect(Collectors.joining(" ")));
    }

    /** A constant as a file has it. */
    static String written(Object constant) {
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
