/* SPDX-License-Identifier: Apache-2.0 */
/** SSH shells: host keys, logins, and a transcript without secrets. */
@NullMarked
package io.demarc.switches.ssh;

import org.jspecify.annotations.NullMarked;
