/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.access.ssh;

import io.demarc.access.Secret;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What both sides said. Every secret is masked in what a switch printed before it is kept; Demarc's own lines come without
 * secrets, and a short one must not turn their words into riddles. One caller at a time.
 */
public final class Transcript {
    private static final int MOST_LINES = 20_000;
    /** What stands for a secret. */
    public static final String MASK = "***";

    private final List<String> secrets;
    private final List<String> lines = new ArrayList<>();

    /** The secrets to mask wherever they turn up; null and empty ones are passed over. */
    public Transcript(List<@Nullable Secret> secrets) {
        this.secrets = secrets.stream()
                .flatMap(secret -> secret == null ? Stream.<String>empty() : Stream.of(secret.reveal()))
                .flatMap(text -> Stream.concat(Stream.of(text), text.lines().filter(line -> line.length() > 8)))
                .filter(text -> !text.isBlank())
                .distinct()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    /** What Demarc sent, with {@link #MASK} where a secret was in it. */
    public void sent(String text) {
        keep("> ", text);
    }

    /** What the switch printed. */
    public void received(String text) {
        keep("< ", mask(text));
    }

    /** The text with every secret in it replaced. */
    public String mask(String text) {
        String masked = text;
        for (String secret : secrets) {
            masked = masked.replace(secret, MASK);
        }
        return masked;
    }

    public List<String> lines() {
        return List.copyOf(lines);
    }

    private void keep(String direction, String text) {
        for (String line : text.split("\n", -1)) {
            if (lines.size() < MOST_LINES) {
                lines.add(direction + line);
            }
        }
    }
}
