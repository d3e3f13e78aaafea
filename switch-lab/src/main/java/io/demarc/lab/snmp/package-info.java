/* SPDX-License-Identifier: Apache-2.0 */
/** Simulated switches behind real SNMP. */
@NullMarked
package io.demarc.lab.snmp;

import org.jspecify.annotations.NullMarked;
