/* SPDX-License-Identifier: Apache-2.0 */
/** Switches to try and test with. */
@NullMarked
package io.demarc.lab;

import org.jspecify.annotations.NullMarked;
