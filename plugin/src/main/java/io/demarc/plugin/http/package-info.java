/* SPDX-License-Identifier: Apache-2.0 */
/** HTTP over a UNIX socket. */
@NullMarked
package io.demarc.plugin.http;

import org.jspecify.annotations.NullMarked;
