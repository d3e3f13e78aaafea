/* SPDX-License-Identifier: Apache-2.0 */
/** From wishes to desired port states, and from those to switches. */
@NullMarked
package io.demarc.plugin.reconcile;

import org.jspecify.annotations.NullMarked;
