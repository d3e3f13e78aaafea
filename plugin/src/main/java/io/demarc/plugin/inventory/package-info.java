/* SPDX-License-Identifier: Apache-2.0 */
/** Switches, managed ports and devices, as a network engineer declares them. */
@NullMarked
package io.demarc.plugin.inventory;

import org.jspecify.annotations.NullMarked;
