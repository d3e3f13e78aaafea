/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.cli;

import io.demarc.switches.cli.Dialogue.Mode;
import java.util.Map;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/** Tells from the line that the cursor stands on in which mode a switch waits, if it does. One caller at a time. */
final class Prompts {
    private static final String HOST = "host";

    private final Map<String, Mode> modes;
    private @Nullable String learned;

    Prompts(Map<String, Mode> modes) {
        this.modes = modes;
    }

    /** From now on only prompts of this host count. Some platforms cut the name short in some modes. */
    void learn(String host) {
        learned = host;
    }

    /** The mode whose prompt the line is, null when it is none. */
    @Nullable
    String modeOf(String line) {
        for (Map.Entry<String, Mode> mode : modes.entrySet()) {
            Matcher matcher = mode.getValue().prompt().matcher(line);
            if (matcher.find() && isLearned(mode.getValue(), matcher)) {
                return mode.getKey();
            }
        }
        return null;
    }

    /** The host's name in a prompt; null when the line is no prompt or names no host. */
    @Nullable
    String host(String line) {
        for (Mode mode : modes.values()) {
            Matcher matcher = mode.prompt().matcher(line);
            if (matcher.find()) {
                return namesHost(mode) ? matcher.group(HOST) : null;
            }
        }
        return null;
    }

    private boolean isLearned(Mode mode, Matcher matcher) {
        if (learned == null || !namesHost(mode)) {
            return true;
        }
        String host = matcher.group(HOST);
        return host != null && !host.isEmpty() && (learned.startsWith(host) || host.startsWith(learned));
    }

    private static boolean namesHost(Mode mode) {
        return RowReader.groupsOf(mode.prompt()).contains(HOST);
    }
}
