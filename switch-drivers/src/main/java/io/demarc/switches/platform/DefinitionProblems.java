/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.platform;

import io.demarc.problem.Problem;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;

/** What is wrong with one definition file, gathered so that all of it is told at once. One caller at a time. */
public final class DefinitionProblems {
    private final String fileName;
    private final List<String> found = new ArrayList<>();

    public DefinitionProblems(String fileName) {
        this.fileName = fileName;
    }

    /**
     * Notes a problem. What is already known to be broken is not told to be missing as well.
     *
     * @param place   the key's path, such as {@code session.moves[0].to}; empty for the file as a whole
     * @param message what is wrong and what would be right
     */
    public void add(String place, String message) {
        String line = place.isEmpty() ? message : place + ": " + message;
        boolean isBroken = found.stream().anyMatch(other -> other.startsWith(place + ": "));
        if (!found.contains(line) && !(isBroken && message.startsWith("missing"))) {
            found.add(line);
        }
    }

    /** Notes a problem unless the claim holds. */
    public void require(boolean claim, String place, String message) {
        if (!claim) {
            add(place, message);
        }
    }

    public boolean isEmpty() {
        return found.isEmpty();
    }

    /** Each problem on one line, in the order found. */
    public List<String> lines() {
        return List.copyOf(found);
    }

    /** Throws {@code PLATFORM_INVALID} with every problem in its details, if there is any. */
    public void throwIfAny() {
        if (!found.isEmpty()) {
            throw exception();
        }
    }

    public ProblemException exception() {
        String count = found.size() == 1 ? "a problem" : found.size() + " problems";
        return new Problem(
                        ProblemCode.PLATFORM_INVALID,
                        "Platform definition " + fileName + " has " + count + ":",
                        "Mend the file; docs/add-a-platform.md explains every key.",
                        found)
                .exception();
    }
}
