/* SPDX-License-Identifier: Apache-2.0 */
/** Simulated switches with a real command line behind real SSH: stateful, in the vendors' own words, with faults to switch on. */
@NullMarked
package io.demarc.lab.ssh;

import org.jspecify.annotations.NullMarked;
