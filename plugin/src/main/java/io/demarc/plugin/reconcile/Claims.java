/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.reconcile;

import io.demarc.plugin.books.ClaimTable;
import io.demarc.plugin.words.ManagedSwitch;
import io.demarc.plugin.words.NetworkId;
import io.demarc.plugin.words.NetworkRecord;
import io.demarc.plugin.words.PortAddress;
import io.demarc.plugin.words.PortClaim;
import io.demarc.switches.PortMode;
import io.demarc.switches.PortState;
import io.demarc.switches.Vlan;
import io.demarc.switches.provision.PortReport;
import io.demarc.switches.provision.PortReport.Outcome;
import io.demarc.switches.provision.PortTarget.Carry;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/**
 * Keeps the memory of which VLANs ports may carry in step with what was read: a claim goes only when the switch has said
 * that the port is without the VLAN, and comes wherever the switch says that an adopted port is in one. One caller at a time.
 */
final class Claims {
    private final Handle handle;
    private final ManagedSwitch managed;
    private final List<NetworkRecord> networks;
    private final List<PortClaim> claims;
    private final long now;
    private boolean isHeldBack;

    Claims(Handle handle, ManagedSwitch managed, List<NetworkRecord> networks, long now) {
        this.handle = handle;
        this.managed = managed;
        this.networks = networks;
        this.claims = ClaimTable.all(handle);
        this.now = now;
    }

    /** Whether a claim had to stay only because the switch may take back what was written, or come back without it. */
    boolean isHeldBack() {
        return isHeldBack;
    }

    /** Whether the port was read without a VLAN that it may have carried, by all that is remembered. */
    boolean isReleased(DesiredPort port, PortReport report) {
        return released(port, report).findAny().isPresent();
    }

    private Stream<PortClaim> released(DesiredPort port, PortReport report) {
        PortState after = report.after();
        return after == null || report.outcome() == Outcome.FAILED_UNKNOWN
                ? Stream.empty()
                : claims.stream()
                        .filter(claim -> claim.port().equals(port.address()))
                        .filter(claim -> after.isProvenWithout(claim.vlan()));
    }

    /**
     * @param mayBeTakenBack by the switch itself, in a while
     * @param isPersistent   what was read would be so after a restart of the switch
     */
    void update(DesiredPort port, PortReport report, boolean mayBeTakenBack, boolean isPersistent) {
        PortState after = report.after();
        if (after == null) {
            return;
        }
        // What a person took out of the VLAN on a port that isn't Demarc's is theirs to save.
        boolean mayComeBack =
                mayBeTakenBack || (!isPersistent && port.permission().isAdopted());
        released(port, report).forEach(claim -> release(claim, mayComeBack));
        if (report.isAsWanted()) {
            claims.stream()
                    .filter(claim -> claim.port().equals(port.address()))
                    .filter(claim -> isParking(claim.vlan()) || isSomebodyElses(claim, port))
                    .forEach(claim -> release(claim, mayBeTakenBack));
        }
        if (!port.permission().isAdopted()) {
            addIfAttached(port, after);
        } else if (port.target() instanceof Carry carry && after.carries(carry.vlan()) && port.network() != null) {
            add(port.address(), carry.vlan(), port.network());
        } else {
            networks.forEach(network -> addIfCarried(port.address(), after, network));
        }
    }

    /**
     * While the store is in doubt: a tenant's VLAN that the port carries and for which there is no claim belongs to
     * somebody whom the store has forgotten.
     */
    void addUnexplained(DesiredPort port, PortReport report) {
        PortState after = report.after();
        if (after == null || !(port.permission().isAdopted() || isLikeDemarcs(after))) {
            return;
        }
        Set<Vlan> explained = ClaimTable.all(handle).stream()
                .filter(claim -> claim.port().equals(port.address()))
                .map(PortClaim::vlan)
                .collect(Collectors.toSet());
        everyVlan()
                .filter(vlan -> managed.rules().tenants().contains(vlan))
                .filter(vlan -> after.carries(vlan) && !explained.contains(vlan))
                .forEach(vlan -> ClaimTable.add(handle, new PortClaim(port.address(), vlan, NetworkId.UNKNOWN), now));
    }

    /** Demarc makes access ports only: a trunk that nobody has adopted is somebody else's, and would hold every network back. */
    private static boolean isLikeDemarcs(PortState state) {
        return state.mode() != PortMode.TRUNK
                && (state.tagged() == null || state.tagged().isEmpty());
    }

    private void release(PortClaim claim, boolean mayComeBack) {
        if (mayComeBack) {
            isHeldBack = true;
        } else {
            ClaimTable.remove(handle, claim);
        }
    }

    /** The port carries the claim's VLAN, rightly, for another network that has the VLAN now. */
    private static boolean isSomebodyElses(PortClaim claim, DesiredPort port) {
        return port.target() instanceof Carry carry
                && carry.vlan().equals(claim.vlan())
                && port.network() != null
                && !port.network().id().equals(claim.network());
    }

    /**
     * A port that nobody adopted isn't Demarc's, and what it carries is no network's claim: one trunk with all VLANs would
     * hold back every network. Only the network that a device is attached to is claimed, if the port carries its VLAN.
     */
    private void addIfAttached(DesiredPort port, PortState after) {
        NetworkRecord network = port.network();
        if (network != null) {
            addIfCarried(port.address(), after, network);
        }
    }

    private void addIfCarried(PortAddress address, PortState after, NetworkRecord network) {
        Vlan vlan = network.vlan();
        if (vlan != null && !isParking(vlan) && after.carries(vlan) && managed.mayServe(network)) {
            add(address, vlan, network);
        }
    }

    /** Everybody's idle ports are in it, so it is nobody's claim of a network; no network gets a port in it. */
    private boolean isParking(Vlan vlan) {
        return managed.rules().parking().equals(vlan);
    }

    private void add(PortAddress address, Vlan vlan, NetworkRecord network) {
        ClaimTable.add(handle, new PortClaim(address, vlan, network.id()), now);
    }

    /** Whether the switch has said of every VLAN whether its frames pass the port. */
    static boolean isWhole(PortState state) {
        return everyVlan().allMatch(vlan -> state.carries(vlan) || state.isProvenWithout(vlan));
    }

    private static Stream<Vlan> everyVlan() {
        return IntStream.rangeClosed(1, 4094).mapToObj(Vlan::new);
    }
}
