/* SPDX-License-Identifier: Apache-2.0 */
/** The vocabulary: switches, ports, VLANs, and what was read from them. */
@NullMarked
package io.demarc.switches;

import org.jspecify.annotations.NullMarked;
