/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.provision;

import io.demarc.switches.PortState;
import java.util.Map;

/** Told of a batch's changes before its first write, so that they can be recorded durably. What it throws stops the batch. */
@FunctionalInterface
public interface ChangeObserver {
    /** @param changes never empty: what each port is to be, and what it was read to be before */
    void beginning(Map<PortTarget, PortState> changes);
}
