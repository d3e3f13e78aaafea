/* SPDX-License-Identifier: Apache-2.0 */
/** Runs of runbooks: where they are kept, and what people see and say of them. */
@NullMarked
package io.demarc.plugin.runbooks;

import org.jspecify.annotations.NullMarked;
