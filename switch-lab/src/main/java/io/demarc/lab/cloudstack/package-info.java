/* SPDX-License-Identifier: Apache-2.0 */
/** A simulated CloudStack management server: its API, and what it tells its network extension, both as recorded from a real 4.23. */
@NullMarked
package io.demarc.lab.cloudstack;

import org.jspecify.annotations.NullMarked;
