/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.snmp;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.UncheckedIOException;
import java.net.BindException;
import org.junit.jupiter.api.Test;

class SimulatedSnmpSwitchIT {
    /** Or else the kernel gives one free port to two of them, and each answers what the other was asked. */
    @Test
    void sharesItsPortWithNoOtherSwitch() {
        try (SimulatedSnmpSwitch first = SimulatedSnmpSwitch.named("sw1").start()) {
            SimulatedSnmpSwitch.Builder second =
                    SimulatedSnmpSwitch.named("sw2").udpPort(first.address().getPort());

            assertThatExceptionOfType(UncheckedIOException.class)
                    .isThrownBy(second::start)
                    .withCauseInstanceOf(BindException.class);
        }
    }
}
