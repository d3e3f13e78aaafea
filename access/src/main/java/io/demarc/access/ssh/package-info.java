/* SPDX-License-Identifier: Apache-2.0 */
/** SSH: connections, host keys, algorithms of old machines, and a transcript without secrets. */
@NullMarked
package io.demarc.access.ssh;

import org.jspecify.annotations.NullMarked;
