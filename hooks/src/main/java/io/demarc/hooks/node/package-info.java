/* SPDX-License-Identifier: Apache-2.0 */
/** Servers that runbooks work on, over SSH. */
@org.jspecify.annotations.NullMarked
package io.demarc.hooks.node;
