/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.problem;

import java.util.Locale;

/** Every problem that Demarc reports; each has its heading in {@code docs/errors.md}. */
public enum ProblemCode {
    INPUT_INVALID(Kind.INPUT),
    NOT_FOUND(Kind.INPUT),
    CONFLICT(Kind.INPUT),
    OWNER_UNKNOWN(Kind.INPUT),
    OWNER_MISMATCH(Kind.INPUT),
    PORT_NOT_MANAGED(Kind.INPUT),
    PORT_OBSERVED(Kind.INPUT),
    VLAN_NOT_ALLOWED(Kind.INPUT),
    NETWORK_UNSUPPORTED(Kind.INPUT),
    GUARD_NOT_MET(Kind.INPUT),

    CONFIG_INVALID(Kind.CONFIG),
    PLATFORM_INVALID(Kind.CONFIG),
    RUNBOOK_INVALID(Kind.CONFIG),
    CLOUDSTACK_REFUSED(Kind.CONFIG),
    SECRET_UNAVAILABLE(Kind.CONFIG),
    FILE_MODE_UNSAFE(Kind.CONFIG),
    STORE_UNFIT(Kind.CONFIG),
    STORE_IN_DOUBT(Kind.CONFIG),

    SWITCH_UNREACHABLE(Kind.DEVICE),
    SWITCH_LOGIN_REFUSED(Kind.DEVICE),
    HOST_KEY_UNKNOWN(Kind.DEVICE),
    HOST_KEY_CHANGED(Kind.DEVICE),
    SWITCH_TIMEOUT(Kind.DEVICE),
    SWITCH_REJECTED(Kind.DEVICE),
    SWITCH_UNREADABLE(Kind.DEVICE),
    SWITCH_CONTRADICTS_ITSELF(Kind.DEVICE),
    EVIDENCE_UNAVAILABLE(Kind.DEVICE),
    VLAN_INACTIVE(Kind.DEVICE),
    PORT_NOT_FOUND(Kind.DEVICE),
    PORT_GUARDED(Kind.DEVICE),
    READ_BACK_DIFFERS(Kind.DEVICE),
    SAVE_FAILED(Kind.DEVICE),
    RELEASE_UNSAVED(Kind.CONFIG),
    NODE_UNREACHABLE(Kind.DEVICE),
    NODE_COMMAND_FAILED(Kind.DEVICE),
    DRBD_STATE_UNKNOWN(Kind.DEVICE),
    DATABASE_REFUSED(Kind.DEVICE),
    DATABASE_UNSUPPORTED(Kind.DEVICE),

    SWITCH_BUSY(Kind.BUSY),
    SWITCH_LEASED(Kind.BUSY),
    SWITCH_FROZEN(Kind.BUSY),
    CHANGES_LIMITED(Kind.BUSY),
    RUN_BUSY(Kind.BUSY),
    DATABASE_BUSY(Kind.BUSY),
    DEADLINE_PASSED(Kind.BUSY),
    DAEMON_UNREACHABLE(Kind.BUSY),
    DAEMON_BUSY(Kind.BUSY),
    CLOUDSTACK_UNREACHABLE(Kind.BUSY),

    INTERNAL(Kind.INTERNAL);

    /** Whose turn it is: decides exit status, HTTP status and whether trying again makes sense. */
    public enum Kind {
        /** The caller asked for something that cannot be: ask differently. Exit 2, HTTP 400-409. */
        INPUT,
        /** Demarc's own configuration is wrong: mend it. Exit 3, HTTP 500. */
        CONFIG,
        /** A switch refused, failed or is away. Exit 4, HTTP 502. */
        DEVICE,
        /** Try again in a while. Exit 5, HTTP 503. */
        BUSY,
        /** A defect of Demarc. Exit 70, HTTP 500. */
        INTERNAL
    }

    private final Kind kind;

    ProblemCode(Kind kind) {
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    /** The code as it is written in messages, JSON and {@code docs/errors.md}, such as {@code switch-busy}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
