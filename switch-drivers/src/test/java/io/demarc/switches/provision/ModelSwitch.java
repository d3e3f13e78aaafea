/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.provision;

import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import io.demarc.switches.Doubt;
import io.demarc.switches.Observation;
import io.demarc.switches.PortEvidence;
import io.demarc.switches.PortMode;
import io.demarc.switches.PortName;
import io.demarc.switches.PortState;
import io.demarc.switches.PortTraffic;
import io.demarc.switches.Vlan;
import io.demarc.switches.session.PortStep;
import io.demarc.switches.session.PortStep.Attach;
import io.demarc.switches.session.PortStep.CreateVlan;
import io.demarc.switches.session.PortStep.Enable;
import io.demarc.switches.session.PortStep.Park;
import io.demarc.switches.session.PortStep.Shut;
import io.demarc.switches.session.SwitchDraft;
import io.demarc.switches.session.SwitchSession;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A switch in memory, for faults that a real one cannot be made to show at a chosen step: rejecting, ignoring or dying
 * at any single step. Atomic when told so: {@link #apply} is a commit that lasts only once confirmed.
 */
final class ModelSwitch implements SwitchSession {
    final Map<PortName, PortState> ports = new TreeMap<>();
    final Map<PortName, PortEvidence> evidence = new HashMap<>();
    final Map<PortEvidence.Kind, String> unavailable = new HashMap<>();
    final Set<Vlan> vlans = new TreeSet<>();
    final Set<Vlan> suspended = new TreeSet<>();
    /** What makes the switch's words about a port doubtful, until its VLAN is written. */
    final Map<PortName, Doubt> doubts = new HashMap<>();
    /** The doubts outlive a write. */
    boolean doubtsRemain;

    final List<PortStep> executed = new ArrayList<>();
    boolean saved;
    boolean saveFails;
    /** Steps that the switch rejects with an error. */
    Predicate<PortStep> rejects = step -> false;
    /** Steps that the switch accepts without an error and does not do. */
    Predicate<PortStep> ignores = step -> false;
    /** Steps before which the connection is lost. */
    Predicate<PortStep> losesBefore = step -> false;
    /** Steps for which the switch is busy. */
    Predicate<PortStep> busy = step -> false;
    /** Called after every state change: what could be seen from outside at that moment. */
    Consumer<ModelSwitch> watcher = model -> {};

    private final boolean atomic;
    private Map<PortName, PortState> confirmed = Map.of();
    private boolean lost;

    ModelSwitch(boolean atomic) {
        this.atomic = atomic;
    }

    void port(String name, int vlan, boolean up) {
        PortName port = new PortName(name);
        ports.put(port, new PortState(port, PortMode.ACCESS, new Vlan(vlan), List.of(), up, up, ""));
        vlans.add(new Vlan(vlan));
    }

    PortState state(String name) {
        return Optional.ofNullable(ports.get(new PortName(name))).orElseThrow();
    }

    @Override
    public Observation observe(Set<PortName> wanted) {
        checkAlive();
        Map<PortName, PortState> seen = new TreeMap<>(ports);
        if (!wanted.isEmpty()) {
            seen.keySet().retainAll(wanted);
        }
        doubts.forEach((port, doubt) -> seen.computeIfPresent(port, (key, state) -> state.doubting(List.of(doubt))));
        return new Observation(seen, evidence, unavailable, vlans, suspended);
    }

    @Override
    public SwitchDraft draft() {
        return new SwitchDraft() {
            @Override
            public List<Line> apply(List<PortStep> steps, Map<PortName, PortState> now) {
                return steps.stream()
                        .map(step -> new Line(step.toString(), step))
                        .toList();
            }

            @Override
            public List<Line> confirm() {
                return atomic ? List.of(new Line("confirm", null)) : List.of();
            }

            @Override
            public List<Line> rollBack() {
                return atomic ? List.of(new Line("roll back", null)) : List.of();
            }

            @Override
            public List<Line> save() {
                return List.of(new Line("save", null));
            }
        };
    }

    @Override
    public void apply(List<PortStep> steps) {
        checkAlive();
        if (atomic) {
            Map<PortName, PortState> before = new TreeMap<>(ports);
            try {
                steps.forEach(this::execute);
            } catch (ProblemException e) {
                ports.clear();
                ports.putAll(before);
                throw e;
            }
            confirmed = before;
            watcher.accept(this);
        } else {
            for (PortStep step : steps) {
                execute(step);
                watcher.accept(this);
            }
        }
    }

    private void execute(PortStep step) {
        if (losesBefore.test(step)) {
            lost = true;
            checkAlive();
        }
        if (busy.test(step)) {
            throw ProblemException.of(ProblemCode.SWITCH_BUSY, "sw: the configuration is locked.", "Try again.");
        }
        if (rejects.test(step)) {
            throw ProblemException.of(ProblemCode.SWITCH_REJECTED, "sw: % Rejected: " + step, "");
        }
        executed.add(step);
        if (ignores.test(step)) {
            return;
        }
        if (step instanceof CreateVlan create) {
            vlans.add(create.vlan());
        } else if (step instanceof Shut shut) {
            set(shut.port(), null, false);
        } else if (step instanceof Attach attach) {
            set(attach.port(), attach.vlan(), null);
        } else if (step instanceof Enable enable) {
            set(enable.port(), null, true);
        } else if (step instanceof Park park) {
            set(park.port(), park.parking(), park.down() ? Boolean.FALSE : null);
        }
    }

    private void set(PortName name, @Nullable Vlan vlan, @Nullable Boolean up) {
        PortState old = Optional.ofNullable(ports.get(name)).orElseThrow();
        boolean isUp = up == null ? Boolean.TRUE.equals(old.adminUp()) : up;
        Vlan in = vlan == null ? old.untagged() : vlan;
        if (vlan != null && !doubtsRemain) {
            doubts.remove(name);
        }
        List<Vlan> tagged = vlan == null ? old.tagged() : List.of();
        ports.put(
                name,
                new PortState(
                        name, vlan == null ? old.mode() : PortMode.ACCESS, in, tagged, isUp, isUp, old.description()));
    }

    private void checkAlive() {
        if (lost) {
            throw ProblemException.of(ProblemCode.SWITCH_UNREACHABLE, "sw: the connection was lost.", "Try again.");
        }
    }

    @Override
    public void confirm() {
        checkAlive();
        confirmed = Map.of();
    }

    @Override
    public void rollBack() {
        checkAlive();
        if (!confirmed.isEmpty()) {
            ports.clear();
            ports.putAll(confirmed);
            confirmed = Map.of();
        }
    }

    boolean isAtomic() {
        return atomic;
    }

    boolean isUnconfirmed() {
        return !confirmed.isEmpty();
    }

    @Override
    public void save() {
        checkAlive();
        if (saveFails) {
            throw ProblemException.of(ProblemCode.SAVE_FAILED, "sw: could not save.", "Save by hand.");
        }
        saved = true;
    }

    @Override
    public Optional<PortName> locate(String mac) {
        return Optional.empty();
    }

    @Override
    public Map<PortName, PortTraffic> traffic(Set<PortName> ports) {
        return Map.of();
    }

    @Override
    public Optional<Duration> uptime() {
        return Optional.empty();
    }

    @Override
    public List<String> transcript() {
        return List.of();
    }

    @Override
    public void close() {}
}
