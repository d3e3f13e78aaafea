/* SPDX-License-Identifier: Apache-2.0 */
/** The inventory as a network engineer writes it: strictly read, and compared with the one before. */
@NullMarked
package io.demarc.plugin.inventory;

import org.jspecify.annotations.NullMarked;
