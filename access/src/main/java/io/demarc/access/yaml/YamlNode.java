/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.access.yaml;

import io.demarc.access.Printable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One place in a YAML document (YAML 1.2) that is being read strictly: hands out values by their form and notes what is
 * wrong with its path, so that one reading tells all of it. A place that is not there hands out nothing. One caller at a
 * time.
 */
public final class YamlNode {
    private final @Nullable JsonNode value;
    private final String path;
    private final YamlProblems problems;

    private YamlNode(@Nullable JsonNode value, String path, YamlProblems problems) {
        this.value = value == null || value.isNull() || value.isMissingNode() ? null : value;
        this.path = path;
        this.problems = problems;
    }

    /** The document's root; absent, with the problem noted, when the text is no YAML. */
    public static YamlNode parse(String text, YamlProblems problems) {
        return new YamlNode(YamlText.root(text, problems), "", problems);
    }

    public boolean isPresent() {
        return value != null;
    }

    public boolean isObject() {
        return value != null && value.isObject();
    }

    public boolean isList() {
        return value != null && value.isArray();
    }

    public String path() {
        return path;
    }

    public void problem(String message) {
        problems.add(path, message);
    }

    /** Notes every key that is not one of these, and a place that is no mapping. */
    public YamlNode knowing(String... keys) {
        if (value == null) {
            return this;
        }
        if (!value.isObject()) {
            problem("is not a mapping with keys such as " + String.join(", ", keys));
            return new YamlNode(null, path, problems);
        }
        List<String> known = Arrays.asList(keys);
        for (String key : value.propertyNames()) {
            if (!known.contains(key)) {
                problems.add(path, key, "unknown key '" + Printable.of(key) + "'" + Typo.hint(key, known));
            }
        }
        return this;
    }

    public YamlNode get(String key) {
        JsonNode child = value == null ? null : value.get(key);
        return new YamlNode(child, path.isEmpty() ? key : path + "." + key, problems);
    }

    /** The places of a list; none when it is absent. */
    public List<YamlNode> items() {
        if (value == null) {
            return List.of();
        }
        if (!value.isArray()) {
            problem("is not a list");
            return List.of();
        }
        List<YamlNode> items = new ArrayList<>();
        for (int i = 0; i < value.size(); i++) {
            items.add(new YamlNode(value.get(i), path + "[" + i + "]", problems));
        }
        return items;
    }

    /** The value in the form that the function reads; empty when it is absent or, with the problem noted, unfit. */
    public <T> Optional<T> optional(Function<String, T> form) {
        if (value == null) {
            return Optional.empty();
        }
        if (!value.isValueNode()) {
            problem("is not a single value");
            return Optional.empty();
        }
        try {
            return Optional.of(form.apply(value.asString()));
        } catch (NumberFormatException e) {
            problem("'" + Printable.of(value.asString()) + "' is not a whole number");
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            problem(String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    /** As {@link #optional}; notes as well when it is absent. */
    public <T> Optional<T> required(Function<String, T> form) {
        if (value == null) {
            problem("is missing");
        }
        return optional(form);
    }

    public boolean flag(boolean fallback) {
        return optional(YamlNode::readFlag).orElse(fallback);
    }

    private static boolean readFlag(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("'" + Printable.of(text) + "' is neither true nor false");
        };
    }

    /** A length of time such as {@code 250ms}, {@code 30s}, {@code 5m} or {@code 1h}, within the limits. */
    public Duration duration(Duration fallback, Duration min, Duration max) {
        return optional(text -> Durations.parse(text, min, max)).orElse(fallback);
    }

    /** One of the enum's constants in kebab-case. */
    public <E extends Enum<E>> Optional<E> choice(Class<E> type) {
        return optional(text -> {
            List<String> known = new ArrayList<>();
            for (E constant : type.getEnumConstants()) {
                String written = constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
                if (written.equals(text)) {
                    return constant;
                }
                known.add(written);
            }
            throw new IllegalArgumentException(
                    "'" + Printable.of(text) + "' is not one of " + String.join(", ", known));
        });
    }
}
