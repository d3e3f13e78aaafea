/* SPDX-License-Identifier: Apache-2.0 */
/** What a switch speaks, as the rest of Demarc sees it. */
@NullMarked
package io.demarc.switches.platform;

import org.jspecify.annotations.NullMarked;
