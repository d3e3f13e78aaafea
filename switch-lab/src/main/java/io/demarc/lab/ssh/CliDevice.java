/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.ssh;

import io.demarc.switches.PortState;
import java.util.Set;

/** The state of a simulated switch behind its command line. Confined to its own monitor. */
interface CliDevice {
    /** Names of the ports that anybody but the console wrote to. */
    Set<String> written();

    /** @throws IllegalArgumentException for a port that the switch doesn't have */
    PortState state(String port);

    /** @throws IllegalArgumentException for a port that the switch doesn't have */
    Cable cable(String port);

    /** What a restart does to it. */
    void restart();
}
