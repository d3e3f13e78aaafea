/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.words;

import org.jspecify.annotations.Nullable;

/**
 * Who a network is, as CloudStack's API tells it.
 *
 * @param uuid  CloudStack's public id
 * @param name  the tenant's name for it: hostile text, fit for no command line
 * @param owner the account or project
 * @param zone  null when it was not told
 */
public record NetworkIdentity(
        String uuid, String name, Owner owner, @Nullable Zone zone) {}
