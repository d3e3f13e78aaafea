/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cloudstack.setup;

import io.demarc.plugin.configuration.DaemonConfig.CloudStackAccess;
import io.demarc.plugin.configuration.SecretReference;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is to be set up, and with whose keys.
 *
 * @param access           CloudStack's address, and the files that the daemon's keys go to
 * @param adminApiKey      of a root administrator; kept nowhere
 * @param adminSecretKey   of a root administrator; kept nowhere
 * @param physicalNetworks names or UUIDs; none means the only one that can be meant
 * @param zone             name or UUID of their zone; null for any
 * @param offerings        to be made
 * @param tenantsMayPlug   whether tenants may attach and detach their own devices
 * @param users            of this machine
 * @param rotateKeys       whether the daemon gets new keys
 */
public record SetupOrder(
        CloudStackAccess access,
        SecretReference adminApiKey,
        SecretReference adminSecretKey,
        List<String> physicalNetworks,
        @Nullable String zone,
        Set<OfferingChoice> offerings,
        boolean tenantsMayPlug,
        Users users,
        boolean rotateKeys) {
    public SetupOrder {
        physicalNetworks = List.copyOf(physicalNetworks);
        offerings = Set.copyOf(offerings);
    }

    /**
     * Users of a management server.
     *
     * @param script     owns the entry point
     * @param daemon     that Demarc's daemon runs as
     * @param management that the management server runs as
     */
    public record Users(String script, String daemon, String management) {}
}
