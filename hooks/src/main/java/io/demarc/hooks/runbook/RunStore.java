/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.runbook;

import java.util.List;
import java.util.Optional;

/** Where runs and their evidence are kept. What a method has returned from is durable. Thread-safe. */
public interface RunStore {
    /** A number that no run has had. */
    RunId newId();

    /**
     * Saves the run if the store has it in the version that it was loaded in; a run of version 0 is new.
     *
     * @return as it is saved, with its new version; empty when somebody else was first, and then nothing has changed
     * @throws io.demarc.problem.ProblemException {@code CONFLICT} when it is active and another run on its object is
     */
    Optional<Run> save(Run run);

    Optional<Run> load(RunId id);

    /** The active run on the object, if there is one. */
    Optional<Run> active(String object);

    /** Every run, the newest first. */
    List<Run> list();

    /** The newest runs on the object, the newest first, at most so many. */
    List<Run> newestOn(String object, int most);

    void appendEvidence(RunId id, Evidence evidence);

    /** Oldest first. */
    List<Evidence> evidence(RunId id);
}
