/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.reconcile;

import io.demarc.plugin.words.Device;
import io.demarc.plugin.words.NetworkRecord;
import io.demarc.plugin.words.PortAddress;
import io.demarc.problem.Problem;
import io.demarc.switches.provision.PortTarget;
import io.demarc.switches.provision.PortTarget.Carry;
import org.jspecify.annotations.Nullable;

/**
 * What a managed port should be, and why.
 *
 * @param device  plugged into it; null when none is
 * @param network the one that the device is attached to, if Demarc knows it; null otherwise
 * @param why     one clause for a person: {@code device alice-vpn is attached to network 204 'web'}
 * @param refusal why the device's wish is not followed, null when it is or there is none
 */
public record DesiredPort(
        PortAddress address,
        PortTarget target,
        @Nullable Device device,
        @Nullable NetworkRecord network,
        String why,
        @Nullable Problem refusal) {
    /** {@code idle} or {@code VLAN 150 untagged}. */
    public String wanted() {
        return inWords(target);
    }

    public static String inWords(PortTarget target) {
        return target instanceof Carry carry ? "VLAN " + carry.vlan() + " untagged" : "idle";
    }
}
