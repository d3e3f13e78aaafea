/* SPDX-License-Identifier: Apache-2.0 */
/** What every bench and simulated switch stands on: a bench's script, this machine's commands, the passing of time, who is heard on a wire. */
@NullMarked
package io.demarc.lab.ground;

import org.jspecify.annotations.NullMarked;
