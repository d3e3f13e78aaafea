/* SPDX-License-Identifier: Apache-2.0 */
/** CloudStack's networks: who owns them, which VLAN they have, and what CloudStack tells of their lives. */
@NullMarked
package io.demarc.plugin.networks;

import org.jspecify.annotations.NullMarked;
