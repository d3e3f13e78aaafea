/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.snmp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.snmp4j.smi.Integer32;
import org.snmp4j.smi.TimeTicks;

class UptimeTest {
    @Test
    void theHostsClockComesBeforeTheAgents() {
        assertThat(Uptime.of(Map.of(
                        StandardObjects.SYS_UP_TIME, new TimeTicks(500),
                        StandardObjects.HOST_UP_TIME, new TimeTicks(360_000))))
                .contains(Duration.ofHours(1));
        assertThat(Uptime.of(Map.of(StandardObjects.SYS_UP_TIME, new TimeTicks(500))))
                .contains(Duration.ofSeconds(5));
    }

    @Test
    void aClockThatWrappedIsNotARestartWhereTheEngineSaysOtherwise() {
        int engineSeconds = 43_000_000;

        assertThat(Uptime.of(Map.of(
                        StandardObjects.SYS_UP_TIME, new TimeTicks(5_000_000),
                        StandardObjects.ENGINE_TIME, new Integer32(engineSeconds))))
                .contains(Duration.ofSeconds(engineSeconds));
    }

    @Test
    void anAgentWithoutClocksTellsNothing() {
        assertThat(Uptime.of(Map.of(StandardObjects.ENGINE_TIME, new Integer32(77))))
                .isEmpty();
    }
}
