/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.world;

import io.demarc.access.Deadline;
import io.demarc.problem.Problem;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import io.demarc.switches.Observation;
import io.demarc.switches.PortMode;
import io.demarc.switches.PortName;
import io.demarc.switches.PortState;
import io.demarc.switches.PortTraffic;
import io.demarc.switches.Vlan;
import io.demarc.switches.session.PortStep;
import io.demarc.switches.session.SwitchDraft;
import io.demarc.switches.session.SwitchSession;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A conversation with a {@link FakeSwitch}: each step takes time. One caller at a time. */
final class FakeSession implements SwitchSession {
    private static final Duration STEP = Duration.ofMillis(20);

    private final FakeSwitch model;
    private final VirtualTime time;
    private final Deadline deadline;
    private final List<String> transcript = new ArrayList<>();
    private boolean isOpen = true;

    FakeSession(FakeSwitch model, VirtualTime time, Deadline deadline) {
        this.model = model;
        this.time = time;
        this.deadline = deadline;
        model.sessions++;
        model.openSessions++;
        model.mostOpenSessions = Math.max(model.mostOpenSessions, model.openSessions);
    }

    @Override
    public Optional<String> hostKey() {
        return Optional.of(model.hostKey);
    }

    private void ask(String what) {
        time.spend(STEP);
        if (!isOpen || deadline.isOver()) {
            isOpen = false;
            throw ProblemException.of(ProblemCode.SWITCH_TIMEOUT, "The switch did not answer in time.", "Try again.");
        }
        model.tick(time.instant());
        model.fault.accept(what);
        if (model.unreachable != null) {
            isOpen = false;
            throw model.unreachable.exception();
        }
        transcript.add(what);
    }

    @Override
    public Observation observe(Set<PortName> wanted) {
        ask("observe");
        Map<PortName, PortState> seen = new TreeMap<>(model.ports);
        if (!wanted.isEmpty()) {
            seen.keySet().retainAll(wanted);
        }
        return new Observation(seen, model.evidence, model.vlans);
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
                return model.isAtomic ? List.of(new Line("confirm", null)) : List.of();
            }

            @Override
            public List<Line> rollBack() {
                return model.isAtomic ? List.of(new Line("roll back", null)) : List.of();
            }

            @Override
            public List<Line> save() {
                return List.of(new Line("save", null));
            }
        };
    }

    @Override
    public void apply(List<PortStep> steps) {
        if (model.isAtomic) {
            Map<PortName, PortState> before = new TreeMap<>(model.ports);
            steps.forEach(step -> ask(step.toString()));
            steps.forEach(this::execute);
            model.commit(before, time.instant());
        } else {
            for (PortStep step : steps) {
                ask(step.toString());
                execute(step);
                model.isUnsaved = true;
                model.watcher.accept(model);
            }
        }
        ask("applied");
    }

    private void execute(PortStep step) {
        PortName port = step.target();
        if (port != null) {
            model.written.add(port);
        }
        if (step instanceof PortStep.CreateVlan create) {
            model.vlans.add(create.vlan());
        } else if (step instanceof PortStep.Shut shut) {
            change(shut.port(), null, false);
        } else if (step instanceof PortStep.Attach attach) {
            change(attach.port(), attach.vlan(), null);
        } else if (step instanceof PortStep.Enable enable) {
            change(enable.port(), null, true);
        } else if (step instanceof PortStep.Park park) {
            change(park.port(), park.parking(), park.down() ? Boolean.FALSE : null);
        }
    }

    private void change(PortName port, @Nullable Vlan vlan, @Nullable Boolean up) {
        PortState old = Objects.requireNonNull(model.ports.get(port));
        boolean isUp = up == null ? Boolean.TRUE.equals(old.adminUp()) : up;
        Vlan in = vlan == null ? old.untagged() : vlan;
        model.ports.put(port, new PortState(port, PortMode.ACCESS, in, List.of(), isUp, isUp, old.description()));
    }

    @Override
    public void confirm() {
        ask("confirm");
        model.confirm();
    }

    @Override
    public void rollBack() {
        ask("roll back");
        model.takeBackUnconfirmed();
    }

    @Override
    public void save() {
        try {
            ask("save");
        } catch (ProblemException e) {
            throw new ProblemException(
                    Problem.of(
                            ProblemCode.SAVE_FAILED,
                            "The configuration was not saved: " + e.problem().summary(),
                            "Save it by hand."),
                    e);
        }
        model.save();
    }

    @Override
    public Optional<Duration> uptime() {
        ask("uptime");
        return model.tellsUptime ? Optional.of(model.uptime(time.instant())) : Optional.empty();
    }

    @Override
    public Optional<PortName> locate(String mac) {
        ask("locate " + mac);
        return mac.endsWith(":07") ? Optional.of(model.names().get(0)) : Optional.empty();
    }

    @Override
    public Map<PortName, PortTraffic> traffic(Set<PortName> ports) {
        ask("traffic " + ports);
        return Map.of();
    }

    @Override
    public List<String> transcript() {
        return List.copyOf(transcript);
    }

    @Override
    public void close() {
        isOpen = false;
        model.openSessions--;
    }
}
