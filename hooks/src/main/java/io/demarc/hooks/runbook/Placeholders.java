/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.runbook;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Names in braces that a runbook's texts hold. */
final class Placeholders {
    static final String OBJECT = "object";
    static final String VALUES = "values.";
    private static final Pattern FORM = Pattern.compile("\\{((?:values\\.)?[a-z][a-z0-9-]*)}");

    private Placeholders() {}

    static List<String> in(String text) {
        List<String> names = new ArrayList<>();
        for (Matcher matcher = FORM.matcher(text); matcher.find(); ) {
            names.add(matcher.group(1));
        }
        return names;
    }

    /** What has no value yet stays as it is. */
    static String fill(String text, Function<String, @Nullable String> values) {
        return FORM.matcher(text).replaceAll(found -> {
            String value = values.apply(found.group(1));
            return Matcher.quoteReplacement(value == null ? found.group() : value);
        });
    }
}
