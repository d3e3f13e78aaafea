/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.words;

import io.demarc.switches.Vlan;

/** The port may still carry the VLAN, which it was given for the network. */
public record PortClaim(PortAddress port, Vlan vlan, NetworkId network) {}
