/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.operations;

import io.demarc.access.Deadline;
import io.demarc.plugin.operations.Views.Outcome;
import io.demarc.plugin.words.Actor;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which ports are handed over to Demarc, and what is to be left as it is for now. Thread-safe; every method throws
 * {@code ProblemException}, and then nothing has changed. Names come as text; no port names every one that it concerns.
 */
public interface AdoptionOperations {
    /**
     * What adopting would do, from a reading of this moment.
     *
     * @param seen  what was read, as one word: adopting takes it, and is refused if anything is otherwise by then
     * @param live  how many of the ports have a link or carry a VLAN now
     * @param lines everything that would be sent, in order
     */
    record AdoptionPlan(String switchName, String seen, int live, List<PortPlan> ports, List<String> lines) {
        public AdoptionPlan {
            ports = List.copyOf(ports);
            lines = List.copyOf(lines);
        }
    }

    /**
     * One port.
     *
     * @param change     {@code =} it is as wanted, {@code ~} it would be changed, {@code !} it would be left as it is
     * @param observed   what it is, in words; null when the switch says nothing of such a port
     * @param alive      why it counts as live; empty when it doesn't
     * @param vlansNow   of which frames may pass
     * @param vlansThen  after the change
     * @param neighbour  by LLDP
     * @param macs       addresses learned on it
     * @param learned    how many there are, of which {@code macs} has the first
     * @param lastFrame  how long ago its last frame came, by the switch's own count, if it tells
     * @param lines      what would be sent for it
     * @param problem    why it would be left as it is
     * @param waits      whether it waits until the first minute is over: no more ports are changed in one
     */
    record PortPlan(
            String port,
            String change,
            @Nullable String observed,
            String wanted,
            String why,
            List<String> alive,
            List<Integer> vlansNow,
            List<Integer> vlansThen,
            @Nullable String neighbour,
            List<String> macs,
            int learned,
            @Nullable String lastFrame,
            List<String> lines,
            @Nullable String problem,
            boolean waits) {}

    /** What {@link #adopt} would do. */
    AdoptionPlan look(String switchName, List<String> ports, Deadline deadline);

    /**
     * Hands the ports over, and waits until they are what they should be.
     *
     * @param seen of the {@link AdoptionPlan} that a person has looked at
     * @param live of the same: how many live ports they mean to hand over
     */
    Outcome adopt(String switchName, List<String> ports, String seen, int live, Actor actor, Deadline deadline);

    /**
     * Gives the ports back to people, as they are; or with {@code restore} as they were when they were adopted, which
     * is read back.
     */
    Outcome unadopt(
            String switchName, List<String> ports, boolean restore, boolean dryRun, Actor actor, Deadline deadline);

    /**
     * Nothing is changed from now on but what takes a tenant's VLAN off a port.
     *
     * @param switchName empty for every switch
     * @return what was done, for a person
     */
    String freeze(Optional<String> switchName, String why, Actor actor);

    /** Ends a freeze. */
    String thaw(Optional<String> switchName, Actor actor);
}
