/* SPDX-License-Identifier: Apache-2.0 */
/** How Demarc gets at machines: logins, secrets, deadlines, and text that may be shown. */
@NullMarked
package io.demarc.access;

import org.jspecify.annotations.NullMarked;
