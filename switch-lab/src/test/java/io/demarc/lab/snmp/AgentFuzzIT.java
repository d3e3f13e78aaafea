/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.snmp;

import static org.assertj.core.api.Assertions.assertThat;

import io.demarc.switches.Doubt;
import io.demarc.switches.Observation;
import io.demarc.switches.PortName;
import io.demarc.switches.PortState;
import io.demarc.switches.platform.Platform;
import io.demarc.switches.session.SwitchSession;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Agents with several vices at once: nothing is told that isn't so, and nothing takes longer or more than it may. A longer run,
 * with agents that no build has met: {@code -Dtest=AgentFuzzIT -Dfuzz.agents=20000 -Dfuzz.seed=SEED}.
 */
class AgentFuzzIT {
    private static final int AGENTS = Integer.getInteger("fuzz.agents", 500);
    private static final long SEED = Long.getLong("fuzz.seed", 20_261_129L);
    private static final int AT_ONCE = 4;
    /** Of these, each fault that is put back has to be found by one. */
    private static final int AGENTS_A_FAULT = 400;

    private final ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
    private final Platform qbridge = SnmpBench.load("snmp-qbridge", AgentFuzzIT::impatient);
    private final Platform cisco = SnmpBench.load("snmp-cisco", AgentFuzzIT::impatient);

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    private static String impatient(String definition) {
        return definition.replaceFirst("settle-millis: \\d+", "settle-millis: 60");
    }

    @Test
    void nothingIsToldThatIsNotSo() throws Exception {
        assertThat(wrong(SEED, AGENTS, UnaryOperator.identity()))
                .as("seed %d", SEED)
                .isEmpty();
    }

    /** What Demarc did wrong once. */
    enum Fault {
        DENIED_IS_ABSENT,
        THE_FIRST_OF_TWO_WORDS_IS_BELIEVED,
        A_SUSPENDED_VLAN_CARRIES,
        WHAT_CANNOT_BE_READ_IS_NOT_THERE;

        Observation seen(Observation seen) {
            return new Observation(
                    this == THE_FIRST_OF_TWO_WORDS_IS_BELIEVED || this == WHAT_CANNOT_BE_READ_IS_NOT_THERE
                            ? withoutDoubts(seen)
                            : seen.ports(),
                    seen.evidence(),
                    this == DENIED_IS_ABSENT ? Map.of() : seen.unavailable(),
                    seen.vlans(),
                    this == A_SUSPENDED_VLAN_CARRIES ? Set.of() : seen.suspended());
        }

        private Map<PortName, PortState> withoutDoubts(Observation seen) {
            Doubt.Kind kind = this == THE_FIRST_OF_TWO_WORDS_IS_BELIEVED ? Doubt.Kind.CONTRADICTION : Doubt.Kind.UNREAD;
            Map<PortName, PortState> states = new TreeMap<>();
            seen.ports()
                    .forEach((port, state) -> states.put(
                            port,
                            new PortState(
                                    port,
                                    state.mode(),
                                    state.untagged(),
                                    state.tagged(),
                                    state.adminUp(),
                                    state.linkUp(),
                                    state.description(),
                                    state.alsoUntagged(),
                                    state.doubts().stream()
                                            .filter(doubt -> doubt.kind() != kind)
                                            .toList())));
            return states;
        }
    }

    @ParameterizedTest
    @EnumSource
    void aFaultThatIsPutBackIsFound(Fault fault) throws Exception {
        List<String> found = List.of();
        for (long seed = SEED; found.isEmpty() && seed < SEED + AGENTS_A_FAULT; seed += AT_ONCE) {
            found = wrong(seed, AT_ONCE, session -> new FaultySession(session, fault::seen));
        }
        assertThat(found).isNotEmpty();
    }

    private List<String> wrong(long first, int agents, UnaryOperator<SwitchSession> believing) throws Exception {
        List<Callable<List<String>>> trials = LongStream.range(first, first + agents)
                .<Callable<List<String>>>mapToObj(seed -> () -> {
                    try (AgentTrial trial = new AgentTrial(seed, believing)) {
                        return trial.run(qbridge, cisco);
                    }
                })
                .toList();
        List<String> wrong = new ArrayList<>();
        for (Future<List<String>> trial : threads.invokeAll(trials)) {
            wrong.addAll(trial.get());
        }
        return wrong;
    }
}
