/* SPDX-License-Identifier: Apache-2.0 */
/** Pairs of storage nodes, and the steps that take them through maintenance with one primary at every moment. */
@org.jspecify.annotations.NullMarked
package io.demarc.hooks.storage;
