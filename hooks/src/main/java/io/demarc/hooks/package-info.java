/* SPDX-License-Identifier: Apache-2.0 */
/** Guarded procedures around the network: storage, addresses, replicas. */
@NullMarked
package io.demarc.hooks;

import org.jspecify.annotations.NullMarked;
