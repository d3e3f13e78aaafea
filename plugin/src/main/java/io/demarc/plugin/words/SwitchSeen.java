/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.words;

import io.demarc.problem.Problem;
import io.demarc.problem.ProblemCode;
import io.demarc.switches.SwitchName;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a switch as a whole.
 *
 * @param readAtMillis           of the last complete read; null when never
 * @param problemCode            of the last reconcile; null when it went well
 * @param unsavedSinceMillis     something was written since it last saved; null when not
 * @param unconfirmedUntilMillis until then it may take back what was written, by itself; null when it won't
 * @param uptime                 as it was last told; null when never
 */
public record SwitchSeen(
        SwitchName name,
        @Nullable Long readAtMillis,
        @Nullable String problemCode,
        @Nullable String problem,
        @Nullable Long unsavedSinceMillis,
        @Nullable Long unconfirmedUntilMillis,
        @Nullable UptimeSeen uptime) {
    private static final Set<String> OF_SAVING = Set.of(ProblemCode.SAVE_FAILED.id(), ProblemCode.RELEASE_UNSAVED.id());

    public static SwitchSeen never(SwitchName name) {
        return new SwitchSeen(name, null, null, null, null, null, null);
    }

    /** The ports could be read, but what they are may not survive a restart of the switch. */
    public boolean isUnsavedByProblem() {
        return problemCode != null && OF_SAVING.contains(problemCode);
    }

    /** The last attempt to read its ports failed, or there was none. */
    public boolean isUnread() {
        return readAtMillis == null || (problemCode != null && !isUnsavedByProblem());
    }

    public SwitchSeen with(@Nullable Problem newProblem) {
        return new SwitchSeen(
                name,
                readAtMillis,
                newProblem == null ? null : newProblem.code().id(),
                newProblem == null ? null : newProblem.message(),
                unsavedSinceMillis,
                unconfirmedUntilMillis,
                uptime);
    }

    public SwitchSeen with(@Nullable UptimeSeen newUptime) {
        return new SwitchSeen(
                name, readAtMillis, problemCode, problem, unsavedSinceMillis, unconfirmedUntilMillis, newUptime);
    }

    public SwitchSeen readAt(long millis) {
        return new SwitchSeen(name, millis, problemCode, problem, unsavedSinceMillis, unconfirmedUntilMillis, uptime);
    }

    public SwitchSeen unsavedSince(@Nullable Long millis) {
        return new SwitchSeen(name, readAtMillis, problemCode, problem, millis, unconfirmedUntilMillis, uptime);
    }

    public SwitchSeen unconfirmedUntil(@Nullable Long millis) {
        return new SwitchSeen(name, readAtMillis, problemCode, problem, unsavedSinceMillis, millis, uptime);
    }
}
