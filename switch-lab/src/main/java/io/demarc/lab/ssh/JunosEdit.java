/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.ssh;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A session's stay in configuration mode: its candidate and what it has edited. A private candidate is a copy; its edits
 * are applied to what is committed by then. Confined to the device's monitor.
 */
final class JunosEdit {
    enum Kind {
        SHARED,
        PRIVATE,
        EXCLUSIVE
    }

    private record Step(boolean isDelete, List<String> path, boolean isList) {}

    private final JunosDevice device;
    private final Kind kind;
    private final List<Step> steps = new ArrayList<>();
    private JunosConfig privateCopy;

    JunosEdit(JunosDevice device, Kind kind) {
        this.device = device;
        this.kind = kind;
        this.privateCopy = device.committed().copy();
    }

    Kind kind() {
        return kind;
    }

    JunosConfig candidate() {
        return kind == Kind.PRIVATE ? privateCopy : device.shared();
    }

    boolean isModified() {
        return kind == Kind.PRIVATE ? !steps.isEmpty() : device.isSharedModified();
    }

    void set(List<String> path, boolean isList) {
        steps.add(new Step(false, path, isList));
        candidate().set(path, isList);
    }

    boolean delete(List<String> path) {
        steps.add(new Step(true, path, false));
        return candidate().delete(path);
    }

    /** Puts the candidate back to an older configuration. */
    void load(JunosConfig older) {
        steps.clear();
        JunosConfig candidate = candidate();
        candidate.all().stream().filter(path -> !older.all().contains(path)).forEach(path -> {
            steps.add(new Step(true, path, false));
            candidate.delete(path);
        });
        older.all().stream().filter(path -> !candidate.all().contains(path)).forEach(path -> {
            steps.add(new Step(false, path, true));
            candidate.set(path, true);
        });
        if (older.isSameAs(device.committed())) {
            steps.clear();
            privateCopy = device.committed().copy();
        }
    }

    /** What a commit would make the configuration. */
    JunosConfig outcome() {
        if (kind != Kind.PRIVATE) {
            return device.shared().copy();
        }
        JunosConfig merged = device.committed().copy();
        for (Step step : steps) {
            if (step.isDelete) {
                merged.delete(step.path);
            } else {
                merged.set(step.path, step.isList);
            }
        }
        return merged;
    }

    /** The interfaces that the edits name. */
    Set<String> portsEdited() {
        Set<String> ports = new TreeSet<>();
        for (Step step : steps) {
            if (step.path.size() > 1 && step.path.get(0).equals("interfaces")) {
                ports.add(step.path.get(1));
            } else if (step.path.size() == 1 && step.path.get(0).equals("interfaces")) {
                ports.addAll(device.ports());
            }
        }
        return ports;
    }

    void committed() {
        steps.clear();
        privateCopy = device.committed().copy();
    }
}
