/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.provision;

import io.demarc.switches.Observation;
import io.demarc.switches.PortName;
import io.demarc.switches.PortTraffic;
import io.demarc.switches.session.PortStep;
import io.demarc.switches.session.SwitchDraft;
import io.demarc.switches.session.SwitchDraft.Line;
import io.demarc.switches.session.SwitchReading;
import io.demarc.switches.session.SwitchSession;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A session in which nothing is written: what is to be written is noted in the very lines or varbinds of a run, and what is read is
 * what the switch would then say if it took everything. So a dry run goes through the code of the run. It reads the live session
 * and leaves it open; of that it has nothing but the half that reads. One caller at a time.
 *
 * <p>The switch is read once for the ports that are asked for first; what it says of them later than that is not noticed. Which
 * lines can't be foreseen, see {@link SwitchDraft}.
 */
public final class Rehearsal implements SwitchSession {
    private final SwitchReading live;
    private final SwitchDraft draft;
    private final List<PortStep> taken = new ArrayList<>();
    private final List<Batch> batches = new ArrayList<>();
    private final List<String> sent = new ArrayList<>();
    private int confirmed;
    private @Nullable Reading reading;

    public Rehearsal(SwitchSession live) {
        this(live, null);
    }

    private Rehearsal(SwitchReading live, @Nullable Reading reading) {
        this.live = live;
        this.draft = live.draft();
        this.reading = reading;
    }

    /** Another one that begins at the same reading, as if nothing had been written in this one. */
    public Rehearsal again() {
        return new Rehearsal(live, reading);
    }

    /** What the switch said of these ports; of all of them where the set is empty. */
    private record Reading(Set<PortName> ports, Observation seen) {
        boolean covers(Set<PortName> wanted) {
            return ports.isEmpty() || (!wanted.isEmpty() && ports.containsAll(wanted));
        }
    }

    /** Steps that were sent together, with every line that served them. */
    private record Batch(List<PortStep> steps, List<Line> lines) {
        Batch {
            lines = new ArrayList<>(lines);
        }

        /** The lines of these steps, and those that served the whole batch; none when it has none of these steps. */
        Stream<String> linesOf(Predicate<PortStep> wanted) {
            return steps.stream().noneMatch(wanted)
                    ? Stream.empty()
                    : lines.stream()
                            .filter(line -> line.step() == null || wanted.test(line.step()))
                            .map(Line::text);
        }
    }

    @Override
    public Observation observe(Set<PortName> ports) {
        Reading known = reading;
        if (known == null || !known.covers(ports)) {
            known = new Reading(Set.copyOf(ports), live.observe(ports));
            reading = known;
        }
        return StepEffects.on(known.seen(), taken).of(ports);
    }

    @Override
    public void apply(List<PortStep> steps) {
        Set<PortName> ports =
                steps.stream().flatMap(step -> Stream.ofNullable(step.target())).collect(Collectors.toSet());
        List<Line> lines =
                draft.apply(steps, ports.isEmpty() ? Map.of() : observe(ports).ports());
        confirmed = taken.size();
        taken.addAll(steps);
        batches.add(new Batch(steps, lines));
        note(lines);
    }

    @Override
    public void confirm() {
        serve(draft.confirm());
        confirmed = taken.size();
    }

    @Override
    public void rollBack() {
        List<Line> lines = draft.rollBack();
        if (!lines.isEmpty()) {
            serve(lines);
            taken.subList(confirmed, taken.size()).clear();
        }
    }

    /** These lines are the last batch's. */
    private void serve(List<Line> lines) {
        if (!batches.isEmpty()) {
            batches.get(batches.size() - 1).lines().addAll(lines);
        }
        note(lines);
    }

    @Override
    public void save() {
        note(draft.save());
    }

    private void note(List<Line> lines) {
        lines.forEach(line -> sent.add(line.text()));
    }

    /** Every line or varbind that would be sent, in order, secrets masked. */
    public List<String> sent() {
        return List.copyOf(sent);
    }

    /**
     * Those of {@link #sent} that this port needs: of its own steps, of the VLANs that it is put into, and what goes before and
     * after them. Saving is for all ports, and so for none.
     */
    public List<String> sentFor(PortName port) {
        Set<PortStep> own = new HashSet<>();
        for (Batch batch : batches) {
            batch.steps().stream().filter(step -> port.equals(step.target())).forEach(own::add);
        }
        Predicate<PortStep> isNeeded = step -> own.contains(step)
                || (step instanceof PortStep.CreateVlan create
                        && own.stream().anyMatch(one -> StepEffects.putsInto(one, create.vlan())));
        return batches.stream().flatMap(batch -> batch.linesOf(isNeeded)).toList();
    }

    /** One of the live session's: what was rehearsed is not done in it. */
    @Override
    public SwitchDraft draft() {
        return live.draft();
    }

    @Override
    public Optional<Duration> uptime() {
        return live.uptime();
    }

    @Override
    public Optional<PortName> locate(String mac) {
        return live.locate(mac);
    }

    @Override
    public Map<PortName, PortTraffic> traffic(Set<PortName> ports) {
        return live.traffic(ports);
    }

    @Override
    public List<String> transcript() {
        return live.transcript();
    }

    /** Nothing is to be closed: the live session is its owner's. */
    @Override
    public void close() {}
}
