/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.ground;

/**
 * Who a simulated switch hears on a port.
 *
 * @param chassis      chassis id, a MAC address as six octets with colons
 * @param capabilities enabled capabilities by their letters, such as {@code B,R}; empty when it does not tell them
 */
public record LldpNeighbour(String chassis, String systemName, String portId, String capabilities) {
    public static LldpNeighbour bridge(String systemName, String portId) {
        return new LldpNeighbour("02:00:5e:00:10:01", systemName, portId, "B,R");
    }

    public static LldpNeighbour station(String systemName, String portId) {
        return new LldpNeighbour("02:00:5e:00:10:02", systemName, portId, "S");
    }
}
