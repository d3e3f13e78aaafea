/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.replica;

import java.util.ArrayList;
import java.util.List;

/** What {@code scratch.sh} is told: a server of a copy's own, on the replica's machine. */
final class Scratch {
    /** Without it what was loaded is no copy: a stream that was cut may look well. */
    static final List<String> END = List.of("SELECT 'demarc: whole'");

    private Scratch() {}

    /** Loads definitions, and leaves nothing. */
    static List<String> trial(RebuildInspection inspection) {
        return argv("trial", inspection.replica(), "no", List.of());
    }

    static List<String> copy(RebuildInspection inspection, List<String> keptAccounts) {
        return argv("copy", inspection.replica(), inspection.loginProof(), keptAccounts);
    }

    static List<String> clone(RebuildInspection inspection, List<String> keptAccounts) {
        return argv("clone", inspection.replica(), inspection.loginProof(), keptAccounts);
    }

    private static List<String> argv(String what, ServerView replica, String proof, List<String> keptAccounts) {
        List<String> arguments = new ArrayList<>(List.of(
                what,
                replica.variable("datadir"),
                replica.pidFile(),
                String.valueOf(ApplyHold.SILENCE_SECONDS),
                replica.database().clientOption(),
                proof));
        arguments.addAll(keptAccounts);
        return Script.SCRATCH.argv(arguments);
    }
}
