/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.reconcile;

import io.demarc.plugin.words.ManagedSwitch;
import io.demarc.problem.Problem;
import io.demarc.switches.PortName;
import io.demarc.switches.PortState;
import io.demarc.switches.Vlan;
import io.demarc.switches.provision.PortTarget;
import io.demarc.switches.provision.PortTarget.Carry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Which changes of one switch's ports are to be made: not those that nobody allowed, or that somebody froze. Immutable. */
final class ChangeGate {
    private final ManagedSwitch managed;
    private final Map<PortName, Permission> permissions = new HashMap<>();

    ChangeGate(ManagedSwitch managed, List<DesiredPort> desired) {
        this.managed = managed;
        desired.forEach(port -> permissions.put(port.address().port(), port.permission()));
    }

    /** Why the port is left as it is. */
    Optional<Problem> objection(PortTarget target, PortState before) {
        Permission permission = Objects.requireNonNull(permissions.get(target.port()));
        Problem frozen = takesTenantOff(target, before) ? null : permission.frozen();
        return Optional.ofNullable(permission.observed()).or(() -> Optional.ofNullable(frozen));
    }

    /**
     * Neither a freeze nor a limit may keep a port in a VLAN that it has no right to: a VLAN that is released is somebody
     * else's next.
     */
    boolean takesTenantOff(PortTarget target, PortState before) {
        Vlan kept = target instanceof Carry carry ? carry.vlan() : null;
        Stream<Vlan> unproven = target.placed().stream().filter(vlan -> !before.isProvenWithout(vlan));
        Stream<Vlan> carried = before.carried().stream().filter(managed.rules().tenants()::contains);
        return Stream.concat(unproven, carried).anyMatch(vlan -> !vlan.equals(kept));
    }
}
