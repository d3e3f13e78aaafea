/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.addresses;

import io.demarc.hooks.node.NodeCommands;
import io.demarc.hooks.node.Servers;

/**
 * Where addresses live and who is asked about them.
 *
 * @param servers  the declared servers
 * @param gateways the declared gateways
 * @param owners   the cloud's addresses
 * @param own      the machine that Demarc runs on
 */
public record Places(Servers servers, Gateways gateways, AddressOwners owners, NodeCommands own) {}
