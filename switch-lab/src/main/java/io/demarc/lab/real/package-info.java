/* SPDX-License-Identifier: Apache-2.0 */
/** A real switch on one machine: Open vSwitch behind sshd and net-snmp. */
@NullMarked
package io.demarc.lab.real;

import org.jspecify.annotations.NullMarked;
