/* SPDX-License-Identifier: Apache-2.0 */
/** A world in memory for tests: time, switches and a CloudStack, with faults that simulators of real protocols can't time. */
@NullMarked
package io.demarc.plugin.world;

import org.jspecify.annotations.NullMarked;
