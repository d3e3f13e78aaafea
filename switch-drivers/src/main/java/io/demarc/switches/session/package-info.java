/* SPDX-License-Identifier: Apache-2.0 */
/** One conversation with one switch, whatever it speaks. */
@NullMarked
package io.demarc.switches.session;

import org.jspecify.annotations.NullMarked;
