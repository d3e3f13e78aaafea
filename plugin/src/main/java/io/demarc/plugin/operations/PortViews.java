/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.operations;

import io.demarc.access.Printable;
import io.demarc.plugin.operations.Views.PortView;
import io.demarc.plugin.reconcile.DesiredPort;
import io.demarc.plugin.reconcile.PortCondition;
import io.demarc.plugin.words.Adoption;
import io.demarc.plugin.words.Device;
import io.demarc.plugin.words.NetworkIdentity;
import io.demarc.plugin.words.NetworkRecord;
import io.demarc.plugin.words.PortSeen;
import io.demarc.switches.PortState;
import io.demarc.switches.Vlan;
import io.demarc.switches.provision.PortTarget.Carry;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** Ports' conditions as people see them. */
final class PortViews {
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneOffset.UTC);

    private PortViews() {}

    static PortView of(PortCondition condition) {
        PortSeen seen = condition.seen();
        Vlan observed = seen == null ? null : seen.observedVlan();
        DesiredPort desired = condition.desired();
        Adoption adoption = desired.permission().adoption();
        return new PortView(
                desired.address().switchName().value(),
                desired.address().port().value(),
                device(desired),
                network(desired),
                vlan(desired),
                desired.wanted(),
                seen == null ? null : seen.observed(),
                observed == null ? null : (Integer) observed.id(),
                seen == null ? null : seen.linkUp(),
                condition.state().id(),
                condition.problem(),
                seen == null ? null : seen.verified(),
                seen == null ? null : Instant.ofEpochMilli(seen.readAtMillis()).toString(),
                seen == null ? null : (Long) seen.tookMillis(),
                adoption != null,
                by(adoption),
                at(adoption),
                adoption == null ? null : adoption.was());
    }

    /** As {@link #of(PortCondition)}, with what was read just now. */
    static PortView of(PortCondition condition, PortState state, String transport, Instant now, long tookMillis) {
        DesiredPort desired = condition.desired();
        Adoption adoption = desired.permission().adoption();
        Vlan observed = state.untagged();
        return new PortView(
                desired.address().switchName().value(),
                desired.address().port().value(),
                device(desired),
                network(desired),
                vlan(desired),
                desired.wanted(),
                state.inWords(),
                observed == null ? null : (Integer) observed.id(),
                state.linkUp(),
                condition.state().id(),
                condition.problem(),
                "read over " + transport + " " + CLOCK.format(now),
                now.toString(),
                tookMillis,
                adoption != null,
                by(adoption),
                at(adoption),
                adoption == null ? null : adoption.was());
    }

    private static @Nullable String by(@Nullable Adoption adoption) {
        if (adoption == null) {
            return null;
        }
        return adoption.actor().name().isEmpty()
                ? "the upgrade to this version"
                : adoption.actor().name();
    }

    private static @Nullable String at(@Nullable Adoption adoption) {
        return adoption == null
                ? null
                : Instant.ofEpochMilli(adoption.atMillis()).toString();
    }

    private static @Nullable String device(DesiredPort desired) {
        Device device = desired.device();
        return device == null ? null : device.name().value();
    }

    private static @Nullable String network(DesiredPort desired) {
        NetworkRecord network = desired.network();
        NetworkIdentity identity = network == null ? null : network.identity();
        return identity == null ? null : Printable.of(identity.name());
    }

    private static @Nullable Integer vlan(DesiredPort desired) {
        return desired.target() instanceof Carry carry ? (Integer) carry.vlan().id() : null;
    }
}
