/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The examples of a page of the documentation that have one mark ({@code ```console MARK}), typed into a real daemon's command line
 * as they stand there, in the page's order. What differs from run to run is shown as the page says it. One caller at a time.
 */
final class PageUnderTest {
    /** What every key's fingerprint is on the page; the machine's own is typed in its place. */
    private static final String FINGERPRINT = "SHA256:1lCxb8Y0pXkz3fTqWm5sVdJ7hRn2GcUe9aOiQtL4yBw";

    private static final Pattern ANY_FINGERPRINT = Pattern.compile("SHA256:[\\w+/]{43}");

    private static final Pattern WORD = Pattern.compile("'([^']*)'|\\S+");

    private final Path file;
    private final String mark;
    private final DaemonUnderTest daemon;
    private final Map<String, String> names = new LinkedHashMap<>();
    private final List<Mask> masks = new ArrayList<>(List.of(new Mask(ANY_FINGERPRINT, FINGERPRINT)));
    private final Map<String, Runnable> before = new HashMap<>();

    private record Mask(Pattern said, String shown) {}

    /** @param name of the file in {@code docs} */
    PageUnderTest(String name, String mark, DaemonUnderTest daemon) {
        this.file = Path.of("..", "docs", name);
        this.mark = mark;
        this.daemon = daemon;
    }

    /** What the page calls so (a file, a server, an address) is this one; of two names that begin alike, the longer one first. */
    PageUnderTest calls(String shown, String real) {
        names.put(shown, real);
        return this;
    }

    /** What was said is shown so; in tables as long, so that columns stay. {@code said} is a regular expression. */
    PageUnderTest shows(String said, String shown) {
        masks.add(new Mask(Pattern.compile(said), shown));
        return this;
    }

    /** Done right before the example is typed. */
    PageUnderTest before(String arguments, Runnable action) {
        before.put(arguments, action);
        return this;
    }

    /** Types every example, and renews the page first if that is asked for ({@code -Dgolden.update}). */
    void assertSaysWhatTheDaemonSays() throws IOException {
        Pattern example = Pattern.compile("```console " + mark + "\n\\$ demarc([^\n]*)\n.*?```", Pattern.DOTALL);
        assertThat(Files.readString(file)).containsPattern(example);
        String actual = example.matcher(Files.readString(file))
                .replaceAll(it -> Matcher.quoteReplacement(answered(it.group(1).strip())));
        if (System.getProperty("golden.update") != null) {
            Files.writeString(file, actual);
        }
        assertThat(Files.readString(file)).isEqualTo(actual);
    }

    private String answered(String arguments) {
        before.getOrDefault(arguments, () -> {}).run();
        String output = run(arguments);
        for (Map.Entry<String, String> name : names.entrySet()) {
            output = output.replace(name.getValue(), name.getKey());
        }
        for (Mask mask : masks) {
            output = mask.said().matcher(output).replaceAll(mask.shown());
        }
        return "```console " + mark + "\n$ demarc " + arguments + "\n" + output + "```";
    }

    private String run(String arguments) {
        String typed = arguments;
        for (Map.Entry<String, String> name : names.entrySet()) {
            typed = typed.replace(name.getKey(), name.getValue());
        }
        if (typed.contains(FINGERPRINT)) {
            typed = typed.replace(FINGERPRINT, fingerprint(typed.replace(" --fingerprint " + FINGERPRINT, "")));
        }
        return daemon.demarc(words(typed)).output();
    }

    /** As a shell splits them. */
    private static String[] words(String typed) {
        return WORD.matcher(typed)
                .results()
                .map(word -> word.group(1) == null ? word.group() : word.group(1))
                .toArray(String[]::new);
    }

    /** As a person finds it out. */
    private String fingerprint(String trust) {
        String output = daemon.mustRun(words(trust));
        Matcher matcher = ANY_FINGERPRINT.matcher(output);
        assertThat(matcher.find()).as(output).isTrue();
        return matcher.group();
    }
}
