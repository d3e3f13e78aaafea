/* SPDX-License-Identifier: Apache-2.0 */
/** The database: connections, migrations, leases. */
@NullMarked
package io.demarc.plugin.store;

import org.jspecify.annotations.NullMarked;
