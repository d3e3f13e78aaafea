/* SPDX-License-Identifier: Apache-2.0 */
/** The runbook engine: guarded procedures, persisted step by step. */
@NullMarked
package io.demarc.hooks.runbook;

import org.jspecify.annotations.NullMarked;
