/* SPDX-License-Identifier: Apache-2.0 */
/** The direction in which an operator's own workstation scrolls: the smallest runbook, and the example for others. */
@org.jspecify.annotations.NullMarked
package io.demarc.hooks.pointer;
