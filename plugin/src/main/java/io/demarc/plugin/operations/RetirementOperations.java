/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.operations;

import io.demarc.plugin.words.Actor;
import java.util.List;
import java.util.Optional;

/**
 * A person's word that a switch, or some of its ports, exists no longer, so that nothing which is remembered of it can ever be proven
 * by reading. Thread-safe; every method throws {@code ProblemException}, and then nothing has changed.
 */
public interface RetirementOperations {
    /**
     * What is given up.
     *
     * @param lost a sentence for each wish that ends and each VLAN that is written off
     * @param seen all of them as one word: retiring takes it, and is refused if anything is otherwise by then
     * @param done false while it is only looked at
     */
    record Retirement(String switchName, List<String> lost, String seen, boolean done) {
        public Retirement {
            lost = List.copyOf(lost);
        }
    }

    /**
     * Ends what is wished of the ports, and forgets which VLANs they may carry, at once and journaled. Refused with {@code CONFLICT}
     * while the switch tells of them: they are released by being read.
     *
     * @param ports none for every one of the switch
     * @param seen  of the {@link Retirement} that a person has looked at; empty to look
     */
    Retirement retire(String switchName, List<String> ports, Optional<String> seen, Actor actor);
}
