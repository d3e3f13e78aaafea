/* SPDX-License-Identifier: Apache-2.0 */
/** Which platforms there are: the built-in definitions and those of an operator's folder, each with the driver that it names. */
@NullMarked
package io.demarc.switches.catalogue;

import org.jspecify.annotations.NullMarked;
