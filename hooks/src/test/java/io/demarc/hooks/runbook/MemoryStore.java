/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.runbook;

import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A store as the contract wants it, whose process can be killed before or after any save. One caller at a time. */
public final class MemoryStore implements RunStore {
    private final Map<Long, Run> runs = new TreeMap<>();
    private final Map<Long, List<Evidence>> evidence = new TreeMap<>();
    private long ids;
    private int savesLeft = -1;
    private boolean isKilledAfter;
    public int saves;

    /** The process dies at the save after this many, before or after it is durable. */
    public void killAt(int savesBefore, boolean after) {
        savesLeft = savesBefore;
        isKilledAfter = after;
    }

    @Override
    public RunId newId() {
        return new RunId(++ids);
    }

    @Override
    public Optional<Run> save(Run run) {
        boolean isFatal = savesLeft-- == 0;
        if (isFatal && !isKilledAfter) {
            throw new Killed();
        }
        Run before = runs.get(run.id().value());
        if ((before == null ? 0 : before.version()) != run.version()) {
            return Optional.empty();
        }
        Optional<Run> other = active(run.object()).filter(it -> !it.id().equals(run.id()));
        if (run.state().isActive() && other.isPresent()) {
            throw ProblemException.of(ProblemCode.CONFLICT, "Run " + other.get().id() + " is active.", "Wait.");
        }
        saves++;
        runs.put(run.id().value(), run.saved());
        if (isFatal) {
            throw new Killed();
        }
        return Optional.of(run.saved());
    }

    @Override
    public Optional<Run> load(RunId id) {
        return Optional.ofNullable(runs.get(id.value()));
    }

    @Override
    public Optional<Run> active(String object) {
        List<Run> active = runs.values().stream()
                .filter(run -> run.object().equals(object) && run.state().isActive())
                .toList();
        if (active.size() > 1) {
            throw new AssertionError("two active runs on " + object);
        }
        return active.stream().findFirst();
    }

    @Override
    public List<Run> list() {
        return runs.values().stream()
                .sorted(Comparator.comparing((Run run) -> run.id().value()).reversed())
                .toList();
    }

    @Override
    public List<Run> newestOn(String object, int most) {
        return list().stream()
                .filter(run -> run.object().equals(object))
                .limit(most)
                .toList();
    }

    @Override
    public void appendEvidence(RunId id, Evidence line) {
        evidence.computeIfAbsent(id.value(), ignored -> new ArrayList<>()).add(line);
    }

    @Override
    public List<Evidence> evidence(RunId id) {
        return List.copyOf(evidence.getOrDefault(id.value(), List.of()));
    }
}
