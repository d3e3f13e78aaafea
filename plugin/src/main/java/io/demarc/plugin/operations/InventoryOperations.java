/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.operations;

import io.demarc.access.Deadline;
import io.demarc.plugin.operations.Views.SwitchPlan;
import io.demarc.plugin.words.Actor;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a person may ask of the inventory in force and of those before it. Thread-safe; every method throws
 * {@code ProblemException}, and then nothing has changed.
 */
public interface InventoryOperations {
    /** Versions that are told at one time: each has to be read to say what it changed. */
    int MOST_VERSIONS = 200;

    /**
     * What an order to change the inventory would do or did. Each line names one thing: {@code switch tor-a1: port Gi1/0/7}.
     *
     * @param parked    live ports that would leave what they carry and be parked, with why: more than a few have to be counted
     * @param left      ports that are let go of, with what each was when last read: nothing is written to them
     * @param warnings  what is dangerous about it: a sentence each
     * @param basedOn   the version that was in force, with which the text was compared; 0 when there was none
     * @param version   the one in force now
     * @param rewritten the text is another, but comments or order alone differ
     * @param applied   false for a dry run
     */
    record InventoryChange(
            List<String> added,
            List<String> changed,
            List<String> removed,
            List<String> parked,
            List<String> left,
            List<String> warnings,
            long basedOn,
            long version,
            boolean rewritten,
            boolean applied) {
        public InventoryChange {
            added = List.copyOf(added);
            changed = List.copyOf(changed);
            removed = List.copyOf(removed);
            parked = List.copyOf(parked);
            left = List.copyOf(left);
            warnings = List.copyOf(warnings);
        }

        /** Whether nothing is added, changed or removed. */
        public boolean isEmpty() {
            return added.isEmpty() && changed.isEmpty() && removed.isEmpty();
        }
    }

    /**
     * One version of the inventory, as it was written.
     *
     * @param appliedAt ISO-8601 instant
     * @param actorName the UNIX user
     */
    record InventoryText(long version, String appliedAt, String actorKind, String actorName, String text) {}

    /**
     * One version, and how many things it added, changed and removed.
     *
     * @param appliedAt ISO-8601 instant
     * @param added     null, as are the others, when this version or the one before it can't be read any more
     */
    record InventoryVersion(
            long version,
            String appliedAt,
            String actorKind,
            String actorName,
            @Nullable Integer added,
            @Nullable Integer changed,
            @Nullable Integer removed) {}

    /**
     * What a person has looked at before they give an order.
     *
     * @param basedOn refused with {@code CONFLICT} unless this version is in force; empty: whichever it is
     * @param yesPark how many live ports they mean to park; has to be right where there are more than {@value #FEW}
     */
    record Consent(Optional<Long> basedOn, Optional<Long> yesPark) {
        public static final Consent NONE = new Consent(Optional.empty(), Optional.empty());
    }

    /** Live ports that an inventory may park without anybody having counted them. */
    int FEW = 3;

    /** Makes the inventory what the YAML text says; with {@code dryRun} only tells what would change. */
    InventoryChange apply(String yaml, Consent consent, boolean dryRun, Actor actor);

    /** As {@link #apply}, with the text of that version, as a new one. */
    InventoryChange rollBack(String version, Consent consent, boolean dryRun, Actor actor);

    /** What would be sent to the switches that such an apply touches: read now. */
    List<SwitchPlan> plan(String yaml, Deadline deadline);

    /** The text in force; throws {@code NOT_FOUND} before the first. */
    InventoryText inForce();

    /** The text of that version; throws {@code NOT_FOUND} naming those that there are. */
    InventoryText version(String version);

    /** The newest versions, oldest first, at most {@code limit} (1 to {@value #MOST_VERSIONS}). */
    List<InventoryVersion> history(int limit);
}
