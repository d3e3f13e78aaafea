/* SPDX-License-Identifier: Apache-2.0 */
/** What went wrong, in words that an operator can act on. */
@NullMarked
package io.demarc.problem;

import org.jspecify.annotations.NullMarked;
