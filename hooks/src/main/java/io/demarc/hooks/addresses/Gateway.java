/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.addresses;

import io.demarc.hooks.node.NodeCommands;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A declared gateway of the servers' networks, and the way to ask it. Thread-safe. */
public interface Gateway {
    String name();

    /** Its own addresses in those networks. */
    List<IpAddress> addresses();

    /**
     * The MAC addresses that its ARP or neighbour table has for the address now.
     *
     * @param own its own address in that network
     * @return none when the table has no entry; several when it keeps several tables that differ
     * @throws io.demarc.problem.ProblemException when it can't be asked
     */
    Set<MacAddress> neighbour(IpAddress address, IpAddress own);

    /** Commands on it, where it is a Linux machine; else nothing. */
    Optional<NodeCommands> machine();
}
