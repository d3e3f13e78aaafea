/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.words;

import org.jspecify.annotations.Nullable;

/**
 * Who a network is, as CloudStack's API tells it.
 *
 * @param uuid  CloudStack's public id
 * @param name  the tenant's name for it: hostile text, fit for no command line
 * @param owner the account or project, by the names that it has now
 * @param zone  null when it was not told
 * @param ownerKey the same owner by CloudStack's ids, as far as {@code listNetworks} tells them; null when it doesn't
 */
public record NetworkIdentity(
        String uuid,
        String name,
        Owner owner,
        @Nullable Zone zone,
        @Nullable OwnerKey ownerKey) {
    /** Of an owner of whom nothing but the names is known. */
    public NetworkIdentity(String uuid, String name, Owner owner, @Nullable Zone zone) {
        this(uuid, name, owner, zone, null);
    }
}
