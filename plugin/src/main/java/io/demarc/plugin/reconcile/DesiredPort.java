/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.reconcile;

import io.demarc.plugin.words.Device;
import io.demarc.plugin.words.NetworkRecord;
import io.demarc.plugin.words.PortAddress;
import io.demarc.problem.Problem;
import io.demarc.switches.provision.PortTarget;
import io.demarc.switches.provision.PortTarget.Member;
import org.jspecify.annotations.Nullable;

/**
 * What a managed port should be, and why.
 *
 * @param device  plugged into it; null when none is
 * @param network the one that the device is attached to, if Demarc knows it; null otherwise
 * @param why     one clause for a person: {@code device alice-vpn is attached to network 204 'web'}
 * @param permission what may be done about it
 * @param refusal why the device's wish is not followed, null when it is or there is none
 */
public record DesiredPort(
        PortAddress address,
        PortTarget target,
        @Nullable Device device,
        @Nullable NetworkRecord network,
        String why,
        Permission permission,
        @Nullable Problem refusal) {
    /** The same, where the switch proved itself with this host key; null where it has none. */
    DesiredPort on(@Nullable String hostKey) {
        return new DesiredPort(address, target, device, network, why, permission.on(address, hostKey), refusal);
    }

    /** {@code idle} or {@code VLAN 150 untagged}. */
    public String wanted() {
        return inWords(target);
    }

    public static String inWords(PortTarget target) {
        return target instanceof Member member
                ? "VLAN " + member.vlan() + " untagged" + (member.up() ? "" : ", down")
                : "idle";
    }
}
