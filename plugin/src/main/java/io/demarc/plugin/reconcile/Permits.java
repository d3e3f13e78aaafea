/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.reconcile;

import io.demarc.plugin.reconcile.DryRuns.DryRun;
import io.demarc.switches.PortState;
import io.demarc.switches.SwitchName;
import io.demarc.switches.provision.PortTarget;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What may go through now: in spite of a freeze what somebody approved of, exactly, and of everything else so much in a
 * minute. Thread-safe.
 */
public final class Permits {
    private final ChangeRate rate;
    private final Set<Permit> permits = new HashSet<>();

    Permits(ChangeRate rate) {
        this.rate = rate;
    }

    private record Permit(SwitchName name, PortTarget target, String before) {}

    /** Allows what these dry runs would change for as long as the action takes. */
    public <T> T during(List<DryRun> runs, Supplier<T> action) {
        List<Permit> granted = runs.stream()
                .flatMap(run -> run.ports().stream())
                .filter(DryRuns.Port::isChanged)
                .map(port -> new Permit(
                        port.desired().address().switchName(),
                        port.desired().target(),
                        Objects.requireNonNull(port.before()).inWords()))
                .toList();
        synchronized (permits) {
            permits.addAll(granted);
        }
        try {
            return action.get();
        } finally {
            synchronized (permits) {
                granted.forEach(permits::remove);
            }
        }
    }

    /** Of every switch together. */
    ChangeRate rate() {
        return rate;
    }

    boolean allows(SwitchName name, PortTarget target, PortState before) {
        synchronized (permits) {
            return permits.contains(new Permit(name, target, before.inWords()));
        }
    }
}
