/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.reconcile;

import io.demarc.plugin.books.Books;
import io.demarc.plugin.books.SeenTable;
import io.demarc.plugin.configuration.DaemonConfig.Reconciling;
import io.demarc.plugin.configuration.DaemonConfig.SavePolicy;
import io.demarc.plugin.words.ManagedSwitch;
import io.demarc.problem.Problem;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import io.demarc.switches.Capability;
import io.demarc.switches.platform.Platform;
import io.demarc.switches.provision.PortProvisioner;
import io.demarc.switches.session.SwitchSession;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * When a switch saves: as the policy says, and at once when a port was released, because a VLAN that may come back with
 * the switch's next restart isn't free. What is unsaved is remembered across a crash. One caller at a time.
 */
final class Saving {
    private static final String SWITCH = "Switch ";

    private final Books books;
    private final ManagedSwitch managed;
    private final Platform platform;
    private final Reconciling config;

    Saving(Books books, ManagedSwitch managed, Platform platform, Reconciling config) {
        this.books = books;
        this.managed = managed;
        this.platform = platform;
        this.config = config;
    }

    /**
     * What came of it.
     *
     * @param isProven whether a release counts: it would survive a restart of the switch, or needn't
     * @param problem  why it is not saved, or a release doesn't count; null when all is well
     */
    record Saved(boolean isProven, @Nullable Problem problem) {}

    /** Saves if it is time. */
    Saved save(SwitchSession session, boolean isReleasing) {
        if (isDue(isReleasing, false)) {
            try {
                session.save();
            } catch (ProblemException e) {
                return new Saved(managed.releasesUnsaved(), e.problem());
            }
            books.store()
                    .change(handle -> SeenTable.put(
                            handle, SeenTable.ofSwitch(handle, managed.name()).unsavedSince(null)));
            return new Saved(true, null);
        }
        Problem problem =
                isReleasing ? releasesNothing(managed, platform, config.save()).orElse(null) : null;
        return new Saved(problem == null, problem);
    }

    /**
     * Whether it is time to save.
     *
     * @param hasWritten whether something was written that nothing is noted of yet
     */
    boolean isDue(boolean isReleasing, boolean hasWritten) {
        boolean isAtOnce = hasWritten && config.save() == SavePolicy.PER_BATCH;
        return canSave() && (isReleasing || isAtOnce || Duration.ZERO.equals(untilDue()));
    }

    /** Saving is decided here, where the policy is known and what is unsaved is remembered across a crash. */
    static PortProvisioner provisioner(ManagedSwitch managed, Platform platform, InstantSource clock) {
        EnumSet<Capability> rest = EnumSet.noneOf(Capability.class);
        rest.addAll(platform.capabilities());
        rest.remove(Capability.SAVE_CONFIG);
        return new PortProvisioner(managed.name(), Collections.unmodifiableSet(rest), clock);
    }

    /** For when nothing may be written to the switch. */
    Saved saveNothing(boolean isReleasing) {
        boolean isProven = platform.capabilities().contains(Capability.DURABLE_CHANGES) || managed.releasesUnsaved();
        return new Saved(
                isProven,
                isProven || !isReleasing
                        ? null
                        : unsaved(
                                managed,
                                "nothing may be written to it now, so it isn't told to save",
                                "Let it be written again (manage: enforce, or accept the store), or write"));
    }

    private boolean canSave() {
        return config.save() != SavePolicy.NEVER && platform.capabilities().contains(Capability.SAVE_CONFIG);
    }

    /** Null when nothing is to be saved. */
    @Nullable
    Duration untilDue() {
        Long since = books.store()
                .read(handle -> SeenTable.ofSwitch(handle, managed.name()))
                .unsavedSinceMillis();
        if (since == null || !canSave()) {
            return null;
        }
        if (config.save() == SavePolicy.PER_BATCH) {
            return Duration.ZERO;
        }
        long left = since + config.saveDelay().toMillis() - books.clock().millis();
        return Duration.ofMillis(Math.max(0, left));
    }

    /** Why no release on this switch can ever count, if that is so. */
    static Optional<Problem> releasesNothing(ManagedSwitch managed, Platform platform, SavePolicy policy) {
        boolean needsSaving = platform.capabilities().contains(Capability.SAVE_CONFIG);
        boolean isSafe = platform.capabilities().contains(Capability.DURABLE_CHANGES)
                || (needsSaving && policy != SavePolicy.NEVER);
        if (isSafe || managed.releasesUnsaved()) {
            return Optional.empty();
        }
        String why = needsSaving
                ? "reconcile.save is never"
                : "platform " + platform.name() + " knows no way to save its configuration";
        String mend = needsSaving ? "Let Demarc save (reconcile.save: per-batch), or write" : "Write";
        return Optional.of(unsaved(managed, why, mend));
    }

    private static Problem unsaved(ManagedSwitch managed, String why, String mend) {
        return Problem.of(
                ProblemCode.RELEASE_UNSAVED,
                SWITCH + managed.name()
                        + " may come back in old VLANs when it restarts, so no VLAN on it is told to be free: " + why
                        + ".",
                mend
                        + " 'release-unsaved: allowed' at the switch in the inventory, once you have made sure that it keeps"
                        + " its ports over a restart.");
    }
}
