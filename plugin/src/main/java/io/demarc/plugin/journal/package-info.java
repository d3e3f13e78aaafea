/* SPDX-License-Identifier: Apache-2.0 */
/** The append-only record of every change and every refused change. */
@NullMarked
package io.demarc.plugin.journal;

import org.jspecify.annotations.NullMarked;
