/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.cli;

import io.demarc.switches.cli.Dialogue.Mode;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Tells from the line that the cursor stands on in which mode a switch waits, if it does. One caller at a time. */
final class Prompts {
    private static final String HOST = "host";

    /** Longest prompt that is looked for at the beginning of a line, in characters. */
    private static final int LONGEST = 120;

    private final Map<String, Mode> modes;
    private final Set<String> naming;
    private final Map<String, String> proven = new HashMap<>();
    private @Nullable String home;

    Prompts(Map<String, Mode> modes) {
        this.modes = modes;
        this.naming = modes.entrySet().stream()
                .filter(mode -> RowReader.groupsOf(mode.getValue().prompt()).contains(HOST))
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * From now on only prompts that name this host count in this mode. The first one that is learned counts in all modes
     * of which nothing else is learned.
     *
     * @param host null for a prompt that names none
     */
    void learn(String mode, @Nullable String host) {
        if (host != null) {
            home = Objects.requireNonNullElse(home, host);
            proven.put(mode, host);
        }
    }

    /** The mode whose prompt the line is, null when it is none. */
    @Nullable
    String modeOf(String line) {
        return modes.keySet().stream()
                .filter(mode -> isOf(mode, line) && isKnown(mode, line))
                .findFirst()
                .orElse(null);
    }

    /** Whether the line has the form of this mode's prompt, whatever host it names. */
    boolean isOf(String mode, String line) {
        Mode known = modes.get(mode);
        return known != null && Matching.finds(known.prompt(), line);
    }

    /** Whether this mode's prompt names the host that it should; always true before any is learned. */
    boolean isKnown(String mode, String line) {
        String expected = proven.getOrDefault(mode, home);
        String host = host(mode, line);
        return expected == null || host == null || host.equals(expected);
    }

    /** The host that this mode's prompt names; null when the line is no such prompt, or names none. */
    @Nullable
    String host(String mode, String line) {
        Mode known = modes.get(mode);
        if (known == null || !naming.contains(mode)) {
            return null;
        }
        Matcher matcher = Matching.of(known.prompt(), line);
        return matcher.find() ? matcher.group(HOST) : null;
    }

    /**
     * The prompt that the line begins with, empty when there is none.
     *
     * @param mode whose prompt may name any host; null for none
     */
    String beginningOf(String line, @Nullable String mode) {
        if (home != null
                && mode == null
                && !line.startsWith(home)
                && proven.values().stream().noneMatch(line::startsWith)) {
            return "";
        }
        for (int end = 1; end <= Math.min(line.length(), LONGEST); end++) {
            String beginning = line.substring(0, end);
            if (modeOf(beginning) != null || (mode != null && isOf(mode, beginning))) {
                return beginning;
            }
        }
        return "";
    }
}
