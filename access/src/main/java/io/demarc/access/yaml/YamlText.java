/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.access.yaml;

import io.demarc.access.Printable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The text of a YAML document (YAML 1.2), read strictly: no key twice, nothing behind the document. */
public final class YamlText {
    private static final YAMLMapper STRICT = strict().build();

    private static final Pattern DUPLICATE = Pattern.compile("Duplicate \\w+ \\w+ ['\"]([^'\"]{1,64})");

    private YamlText() {}

    static YAMLMapper.Builder strict() {
        return YAMLMapper.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);
    }

    /** The document's root; null, with the problem noted, when the text is no YAML. */
    static @Nullable JsonNode root(String text, YamlProblems problems) {
        problems.areOf(text);
        try {
            return STRICT.readTree(text);
        } catch (JacksonException e) {
            problems.add("", "not YAML: " + problemOf(e));
            return null;
        }
    }

    /** The value of one top-level key, null when the document has none or is no YAML. */
    public static @Nullable String peek(String text, String key) {
        try {
            return STRICT.readTree(text).path(key).asString(null);
        } catch (JacksonException e) {
            return null;
        }
    }

    /** Without the parser's excerpt of the text: a secret may stand there. */
    private static String problemOf(JacksonException e) {
        String what = "the text cannot be read";
        String where = e.getLocation() == null ? "" : YamlPositions.written(e.getLocation());
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof MarkedYamlEngineException marked) {
                what = Printable.of(marked.getProblem());
                where = marked.getProblemMark()
                        .map(mark -> " (line " + (mark.getLine() + 1) + ", column " + (mark.getColumn() + 1) + ")")
                        .orElse(where);
            }
        }
        Matcher twice = DUPLICATE.matcher(String.valueOf(e.getOriginalMessage()));
        if (twice.lookingAt()) {
            what = "key '" + Printable.of(twice.group(1)) + "' stands there twice";
        } else if (what.startsWith("found unknown escape character")) {
            what += ": put a regular expression between single quotes";
        }
        return what + where;
    }
}
