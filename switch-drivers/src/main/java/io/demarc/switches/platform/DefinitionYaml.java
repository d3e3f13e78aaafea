/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.platform;

import io.demarc.switches.Printable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamContext;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.DeserializationProblemHandler;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * Binds a definition file (YAML 1.2) strictly to records. Keys and enum constants are written in kebab-case; a
 * {@link Pattern} is compiled with {@code MULTILINE}. Unknown keys, unknown constants and broken regular expressions are
 * gathered with their paths; anything that stops the reading itself (bad syntax, a duplicate key) ends the list.
 */
public final class DefinitionYaml {
    private DefinitionYaml() {}

    /** Returns null when nothing could be bound; then {@code problems} says why. */
    public static <T> @Nullable T read(String yaml, Class<T> type, DefinitionProblems problems) {
        YAMLMapper mapper = YAMLMapper.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
                .addModule(new SimpleModule().addDeserializer(Pattern.class, new PatternReader()))
                .addHandler(new Gatherer(problems))
                .build();
        try {
            T value = mapper.readValue(yaml, type);
            problems.require(value != null, "", "the file is empty");
            return value;
        } catch (DatabindException e) {
            problems.add(place(e), line(e));
        } catch (JacksonException e) {
            problems.add("", line(e));
        }
        return null;
    }

    /** The value of one top-level key, null when the file has none or is no YAML. */
    public static @Nullable String peek(String yaml, String key) {
        try {
            return new YAMLMapper().readTree(yaml).path(key).asString(null);
        } catch (JacksonException e) {
            return null;
        }
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

    private static String line(JacksonException e) {
        Throwable root = e.getCause() instanceof IllegalArgumentException cause ? cause : e;
        String text = root == e ? e.getOriginalMessage() : String.valueOf(root.getMessage());
        String message = Printable.of(text.lines().collect(Collectors.joining(" ")));
        boolean isPlaced = e.getLocation() != null && e.getLocation().getLineNr() > 0;
        return isPlaced
                ? message + " (line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr() + ")"
                : message;
    }

    private static final class PatternReader extends ValueDeserializer<Pattern> {
        @Override
        public @Nullable Pattern deserialize(JsonParser parser, DeserializationContext context) {
            String text = parser.getString();
            try {
                return Pattern.compile(text, Pattern.MULTILINE);
            } catch (PatternSyntaxException e) {
                return (Pattern) context.handleWeirdStringValue(
                        Pattern.class, text, "%s", "not a regular expression: " + e.getDescription());
            }
        }
    }

    /** Notes what can be skipped and goes on, so that one run tells all of it. */
    private static final class Gatherer extends DeserializationProblemHandler {
        private static final Pattern NOTHING = Pattern.compile("(?!)");
        private final DefinitionProblems problems;

        Gatherer(DefinitionProblems problems) {
            this.problems = problems;
        }

        @Override
        public boolean handleUnknownProperty(
                DeserializationContext context,
                JsonParser parser,
                @Nullable ValueDeserializer<?> deserializer,
                Object beanOrClass,
                String key) {
            List<Object> known = deserializer == null || deserializer.getKnownPropertyNames() == null
                    ? List.of()
                    : new ArrayList<>(deserializer.getKnownPropertyNames());
            String hint = known.isEmpty()
                    ? ""
                    : "; known here: "
                            + known.stream().map(String::valueOf).sorted().collect(Collectors.joining(", "));
            problems.add(place(parser), "unknown key '" + Printable.of(key) + "'" + hint);
            parser.skipChildren();
            return true;
        }

        @Override
        public Object handleWeirdStringValue(
                DeserializationContext context, Class<?> target, String value, String failure) {
            if (target == Pattern.class) {
                problems.add(place(context.getParser()), failure + ": " + Printable.of(value));
                return NOTHING;
            }
            if (target.isEnum()) {
                return constant(context, target, value);
            }
            return NOT_HANDLED;
        }

        private Object constant(DeserializationContext context, Class<?> target, String value) {
            Object[] constants = target.getEnumConstants();
            for (Object constant : constants) {
                if (written(constant).equals(value)) {
                    return constant;
                }
            }
            String known = Arrays.stream(constants).map(DefinitionYaml::written).collect(Collectors.joining(", "));
            problems.add(place(context.getParser()), "'" + Printable.of(value) + "' is not one of " + known);
            return constants[0];
        }

        private static String place(JsonParser parser) {
            List<String> steps = new ArrayList<>();
            for (TokenStreamContext at = parser.streamReadContext(); at != null; at = at.getParent()) {
                if (at.inObject() && at.currentName() != null) {
                    steps.add("." + at.currentName());
                } else if (at.inArray()) {
                    steps.add("[" + at.getCurrentIndex() + "]");
                }
            }
            Collections.reverse(steps);
            String place = String.join("", steps);
            return place.startsWith(".") ? place.substring(1) : place;
        }
    }

    private static String written(Object constant) {
        return ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
