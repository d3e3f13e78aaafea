/* SPDX-License-Identifier: Apache-2.0 */
@NullMarked
package io.demarc.switches.platform;

import org.jspecify.annotations.NullMarked;
