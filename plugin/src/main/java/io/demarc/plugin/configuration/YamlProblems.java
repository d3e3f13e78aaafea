/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.configuration;

import io.demarc.problem.Problem;
import io.demarc.problem.ProblemCode;
import java.util.ArrayList;
import java.util.List;

/** What is wrong with one document, gathered so that all of it is told at once. One caller at a time. */
public final class YamlProblems {
    private final List<String> found = new ArrayList<>();

    /**
     * Notes a problem.
     *
     * @param path    such as {@code switches[0].idle.vlan}; empty for the document as a whole
     * @param message what is wrong and what would be right; never the text of a secret
     */
    public void add(String path, String message) {
        String line = path.isEmpty() ? message : path + ": " + message;
        if (!found.contains(line)) {
            found.add(line);
        }
    }

    public boolean isEmpty() {
        return found.isEmpty();
    }

    /** Throws one problem with all of them in its details, if there is any. */
    public void throwIfAny(ProblemCode code, String document) {
        if (!found.isEmpty()) {
            String count = found.size() == 1 ? "a problem" : found.size() + " problems";
            throw new Problem(
                            code,
                            document + " has " + count + ":",
                            "Mend it; nothing was changed. docs/configuration.md explains every key.",
                            found)
                    .exception();
        }
    }
}
