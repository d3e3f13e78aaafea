/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cli;

import io.demarc.problem.ProblemCode;

/** What the command's exit says. */
enum ExitStatus {
    DONE(0, "done; nothing differs"),
    DIFFERS(1, "something differs, is not done yet, or a check failed"),
    INPUT(2, "the request cannot be: ask differently"),
    CONFIG(3, "Demarc's configuration is wrong: mend it"),
    DEVICE(4, "a switch refused, failed or is away"),
    BUSY(5, "daemon, switch or CloudStack are busy or away: try again"),
    INTERNAL(70, "a defect of Demarc");

    private final int code;
    private final String meaning;

    ExitStatus(int code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    int code() {
        return code;
    }

    String meaning() {
        return meaning;
    }

    static ExitStatus of(ProblemCode problem) {
        return switch (problem.kind()) {
            case INPUT -> INPUT;
            case CONFIG -> CONFIG;
            case DEVICE -> DEVICE;
            case BUSY -> BUSY;
            case INTERNAL -> INTERNAL;
        };
    }

    static int doneIf(boolean done) {
        return done ? DONE.code : DIFFERS.code;
    }
}
