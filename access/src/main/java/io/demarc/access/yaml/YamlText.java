/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.access.yaml;

import io.demarc.access.Printable;
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
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof MarkedYamlEngineException marked) {
                what = Printable.of(marked.getProblem());
            }
        }
        if (String.valueOf(e.getOriginalMessage()).startsWith("Duplicate ")) {
            what = Printable.of(e.getOriginalMessage().lines().findFirst().orElse(""));
        }
        return e.getLocation() == null ? what : what + YamlPositions.written(e.getLocation());
    }
}
