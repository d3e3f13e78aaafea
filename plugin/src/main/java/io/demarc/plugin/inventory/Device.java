/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.inventory;

import io.demarc.plugin.networks.Owner;

/** A customer's appliance: whose it is and the managed port that it is plugged into. */
public record Device(DeviceName name, Owner owner, PortAddress port) {}
