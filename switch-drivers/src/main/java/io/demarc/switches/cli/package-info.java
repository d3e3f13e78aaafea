/* SPDX-License-Identifier: Apache-2.0 */
/** Platforms that are driven through a command line. */
@NullMarked
package io.demarc.switches.cli;

import org.jspecify.annotations.NullMarked;
