/* SPDX-License-Identifier: Apache-2.0 */
/** A change of ports: read, guard, plan, write, read back, park on failure, save. */
@NullMarked
package io.demarc.switches.provision;

import org.jspecify.annotations.NullMarked;
