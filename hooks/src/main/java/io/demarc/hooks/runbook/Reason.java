/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.runbook;

import java.util.List;

/** Why a run is where it is: in words, with what was found. */
public record Reason(String summary, List<Finding> findings, String fix) {
    public static final Reason NONE = new Reason("", List.of(), "");

    public Reason {
        findings = List.copyOf(findings);
    }

    public static Reason of(String summary, String fix) {
        return new Reason(summary, List.of(), fix);
    }
}
