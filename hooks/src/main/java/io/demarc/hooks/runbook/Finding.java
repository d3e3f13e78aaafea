/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.runbook;

import java.util.Collection;

/**
 * One claim that was looked into.
 *
 * @param isMet  whether the claim holds
 * @param claim  what has to be so: {@code beta is secondary for every resource}
 * @param found  what was found: {@code r1 is Primary on beta}
 * @param advice what to do about it; empty when the claim holds
 */
public record Finding(boolean isMet, String claim, String found, String advice) {
    public static Finding met(String claim, String found) {
        return new Finding(true, claim, found, "");
    }

    public static Finding notMet(String claim, String found, String advice) {
        return new Finding(false, claim, found, advice);
    }

    static boolean allMet(Collection<Finding> findings) {
        return findings.stream().allMatch(Finding::isMet);
    }

    /** On one line: {@code met: beta is secondary (found: ...)}. */
    public String inWords() {
        return (isMet ? "met: " : "NOT MET: ") + claim + " (found: " + found + ")"
                + (advice.isEmpty() ? "" : " " + advice);
    }
}
