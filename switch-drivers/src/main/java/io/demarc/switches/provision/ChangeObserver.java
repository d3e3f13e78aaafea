/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.provision;

import io.demarc.switches.PortState;

/** Told of each change before its first write, so that it can be recorded durably. What it throws stops the batch. */
@FunctionalInterface
public interface ChangeObserver {
    void beginning(PortTarget target, PortState before);
}
