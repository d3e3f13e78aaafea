/* SPDX-License-Identifier: Apache-2.0 */
/** Platforms that are driven through SNMP. */
@NullMarked
package io.demarc.switches.snmp;

import org.jspecify.annotations.NullMarked;
