/* SPDX-License-Identifier: Apache-2.0 */
/** Everything that a person may ask of Demarc, and the answers as they are shown. */
@NullMarked
package io.demarc.plugin.operations;

import org.jspecify.annotations.NullMarked;
