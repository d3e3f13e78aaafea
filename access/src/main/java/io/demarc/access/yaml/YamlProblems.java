/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.access.yaml;

import io.demarc.problem.Problem;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;

/**
 * What is wrong with one document, gathered so that all of it is told at once, each with its path and, where the text has it,
 * line and column. One caller at a time.
 */
public final class YamlProblems {
    private final List<Found> found = new ArrayList<>();
    private String text = "";

    private record Found(String path, String key, String message) {
        String line() {
            return path.isEmpty() ? message : path + ": " + message;
        }
    }

    /** What the paths are of. */
    void areOf(String yaml) {
        text = yaml;
    }

    /**
     * Notes a problem. What is already known to be broken is not told to be missing as well.
     *
     * @param path    such as {@code switches[0].idle.vlan}; empty for the document as a whole
     * @param message what is wrong and what would be right; never the text of a secret
     */
    public void add(String path, String message) {
        add(path, "", message);
    }

    /** As {@link #add(String, String)}, and it stands at this key of the path's mapping. */
    void add(String path, String key, String message) {
        Found problem = new Found(path, key, message);
        boolean isBroken = message.startsWith("missing")
                && found.stream().anyMatch(other -> other.line().startsWith(path + ": "));
        if (!isBroken && found.stream().noneMatch(other -> other.line().equals(problem.line()))) {
            found.add(problem);
        }
    }

    /** Notes a problem unless the claim holds. */
    public void require(boolean claim, String path, String message) {
        if (!claim) {
            add(path, message);
        }
    }

    public boolean isEmpty() {
        return found.isEmpty();
    }

    /** Each problem on one line, in the order found. */
    public List<String> lines() {
        if (found.isEmpty()) {
            return List.of();
        }
        YamlPositions positions = YamlPositions.of(text);
        return found.stream()
                .map(it -> it.line() + positions.of(it.path(), it.key()))
                .toList();
    }

    /** Throws one problem with all of them in its details, if there is any; see {@link #exception}. */
    public void throwIfAny(ProblemCode code, String document, String advice) {
        if (!found.isEmpty()) {
            throw exception(code, document, advice);
        }
    }

    /**
     * All of them as one.
     *
     * @param document what has them, such as {@code The inventory}
     * @param advice   what to do
     */
    public ProblemException exception(ProblemCode code, String document, String advice) {
        String count = found.size() == 1 ? "a problem" : found.size() + " problems";
        return new Problem(code, document + " has " + count + ":", advice, lines()).exception();
    }
}
