/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.words;

/** A customer's appliance: whose it is and the managed port that it is plugged into. */
public record Device(DeviceName name, Owner owner, PortAddress port) {}
