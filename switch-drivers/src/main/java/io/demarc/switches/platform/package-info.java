/* SPDX-License-Identifier: Apache-2.0 */
/** What a switch speaks: platform definitions as data, loaded and checked. */
@NullMarked
package io.demarc.switches.platform;

import org.jspecify.annotations.NullMarked;
