/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.snmp;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.UnsignedInteger32;
import org.snmp4j.smi.Variable;

/** Makes one time out of the clocks that an agent has. */
final class Uptime {
    static final List<OID> OBJECTS =
            List.of(StandardObjects.HOST_UP_TIME, StandardObjects.SYS_UP_TIME, StandardObjects.ENGINE_TIME);

    private static final Duration WRAPS_AFTER = Duration.ofMillis(10L << 32);

    private Uptime() {}

    /**
     * The host's clock, else the agent's; once either may have wrapped, the one that doesn't. An agent without the last
     * one seems to have restarted every 497 days.
     */
    static Optional<Duration> of(Map<OID, Variable> values) {
        Integer engineSeconds = Column.number(values.get(StandardObjects.ENGINE_TIME));
        if (engineSeconds != null && Duration.ofSeconds(engineSeconds).compareTo(WRAPS_AFTER) >= 0) {
            return Optional.of(Duration.ofSeconds(engineSeconds));
        }
        return ticks(values.get(StandardObjects.HOST_UP_TIME)).or(() -> ticks(values.get(StandardObjects.SYS_UP_TIME)));
    }

    private static Optional<Duration> ticks(@Nullable Variable value) {
        return value instanceof UnsignedInteger32 ticks
                ? Optional.of(Duration.ofMillis(10 * ticks.getValue()))
                : Optional.empty();
    }
}
