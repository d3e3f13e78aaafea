/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cloudstack.setup;

import java.util.Set;

/** Offerings that the set-up can make. */
public enum OfferingChoice {
    /** The VPN device is the gateway; the virtual router gives addresses and names only. */
    ISOLATED,
    /** The virtual router is the gateway, and the device is there as well. */
    ISOLATED_ROUTER,
    /** No addresses and no actions. */
    L2,
    /** CloudStack calls no extension when such a network is made: it has to be restarted once. */
    SHARED,
    /** A VPC with a private gateway can never be deleted. */
    VPC_TIER;

    /** Those that a real CloudStack 4.23 was seen to call Demarc for from their first day. */
    public static final Set<OfferingChoice> USUAL = Set.of(ISOLATED, ISOLATED_ROUTER, L2);
}
