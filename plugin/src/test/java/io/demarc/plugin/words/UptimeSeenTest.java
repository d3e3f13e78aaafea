/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.words;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UptimeSeenTest {
    @ParameterizedTest
    @CsvSource({
        "PT100H, PT101H, PT1H, false",
        "PT100H, PT100H59M, PT1H, false", // told in whole minutes
        "PT100H, PT99H59M, PT1H, true",
        "PT100H, PT1M, PT5M, true",
        "PT5M, PT40M, PT1H, true", // restarted, and already runs longer than before
        "PT5M, PT1H4M, PT1H, false",
        "PT2H, PT1H, -PT1H, true", // this machine's clock went back, and the switch restarted
        "PT2H, PT2H1M, -PT1H, false",
        "PT0S, PT719H, PT720H, false", // a clock that goes wrong by an hour a month
    })
    void aSwitchThatRunsShorterThanItShouldHasRestarted(
            Duration before, Duration now, Duration passed, boolean expected) {
        UptimeSeen first = new UptimeSeen(before.toMillis(), 0);

        assertThat(new UptimeSeen(now.toMillis(), passed.toMillis()).isAfterRestartSince(first))
                .isEqualTo(expected);
    }
}
