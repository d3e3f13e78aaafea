/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.provision;

import static org.assertj.core.api.Assertions.assertThat;

import io.demarc.switches.PortDescription;
import io.demarc.switches.PortName;
import io.demarc.switches.Vlan;
import io.demarc.switches.provision.PortTarget.Carry;
import io.demarc.switches.provision.PortTarget.Idle;
import io.demarc.switches.provision.PortTarget.Restore;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PortTargetTest {
    /** A set's own order is another one in every JVM, and a person's consent is to a word that is made of this text. */
    @Test
    void isTheSameTextInEveryRun() {
        PortName port = new PortName("p1");
        Vlan vlan = new Vlan(150);
        PortDescription label = new PortDescription("vpn");
        Set<Vlan> placed = IntStream.rangeClosed(151, 170).mapToObj(Vlan::new).collect(Collectors.toUnmodifiableSet());
        String inOrder =
                IntStream.rangeClosed(151, 170).mapToObj(Integer::toString).collect(Collectors.joining(", "));

        assertThat(Stream.of(
                        new Carry(port, vlan, label, placed),
                        new Restore(port, vlan, label, true, placed),
                        new Idle(port, placed)))
                .allSatisfy(target -> assertThat(target.toString()).endsWith("placed=[" + inOrder + "]]"));
    }
}
