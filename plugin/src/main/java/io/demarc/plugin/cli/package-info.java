/* SPDX-License-Identifier: Apache-2.0 */
/** The demarc command. */
@NullMarked
package io.demarc.plugin.cli;

import org.jspecify.annotations.NullMarked;
