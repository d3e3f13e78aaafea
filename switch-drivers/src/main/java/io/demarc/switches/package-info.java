/* SPDX-License-Identifier: Apache-2.0 */
/** Reads and writes switch ports: the vocabulary. */
@NullMarked
package io.demarc.switches;

import org.jspecify.annotations.NullMarked;
