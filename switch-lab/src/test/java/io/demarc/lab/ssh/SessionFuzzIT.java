/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import io.demarc.switches.catalogue.Platforms;
import io.demarc.switches.cli.CliPlatform;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Sessions whose text is spoilt in several ways at once, on switches that have vices of their own: nothing is told that isn't so, and
 * nothing takes longer or more than it may. Time is virtual: nobody waits. What only agents can do wrong, in indexes, types and the
 * size of a request, has no place in text. A prompt that stands for a while in the middle of an output isn't among the vices: it can't
 * be told from the end. A longer run, with sessions that no build has met:
 * {@code -Dtest=SessionFuzzIT -Dfuzz.sessions=50000 -Dfuzz.seed=SEED}.
 */
final class SessionFuzzIT {
    private static final int SESSIONS = Integer.getInteger("fuzz.sessions", 2000);
    private static final long SEED = Long.getLong("fuzz.seed", 20_261_130L);
    private static final int AT_ONCE = 2;
    private static final int BATCH = 50;
    /** Many times what a trial takes: nobody waits for one that has no end. */
    private static final long MOST_SECONDS_A_TRIAL = 2;

    /** Of these, each fault that is put back has to be found by one. */
    private static final int SESSIONS_A_FAULT = 3000;

    private final ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
    private final CliPlatform ios = (CliPlatform) Platforms.builtIn().find("cisco-ios");

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void nothingIsToldThatIsNotSo() throws Exception {
        assertThat(wrong(SEED, SESSIONS / SessionTrial.SESSIONS, SessionFault.NONE))
                .as("seed %d", SEED)
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void aFaultThatIsPutBackIsFound(SessionFault fault) throws Exception {
        List<String> found = List.of();
        long end = SEED + SESSIONS_A_FAULT / SessionTrial.SESSIONS;
        for (long seed = SEED; found.isEmpty() && seed < end; seed += BATCH) {
            found = wrong(seed, BATCH, fault);
        }
        assertThat(found).isNotEmpty();
    }

    private List<String> wrong(long first, int trials, SessionFault fault) throws Exception {
        List<Callable<List<String>>> all = LongStream.range(first, first + trials)
                .<Callable<List<String>>>mapToObj(seed -> () -> new SessionTrial(seed, fault, ios).run())
                .toList();
        List<String> wrong = new ArrayList<>();
        long limit = 60 + trials * MOST_SECONDS_A_TRIAL;
        for (Future<List<String>> trial : threads.invokeAll(all, limit, TimeUnit.SECONDS)) {
            wrong.addAll(trial.get());
        }
        return wrong;
    }
}
