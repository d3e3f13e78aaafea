/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.reconcile;

import io.demarc.plugin.inventory.PortAddress;
import io.demarc.plugin.networks.NetworkId;
import io.demarc.switches.Vlan;

/** The port may still carry the VLAN, which it was given for the network. */
public record PortClaim(PortAddress port, Vlan vlan, NetworkId network) {}
