/* SPDX-License-Identifier: Apache-2.0 */
/** The domain's values, as docs and messages call them. They do no input or output. */
@NullMarked
package io.demarc.plugin.words;

import org.jspecify.annotations.NullMarked;
