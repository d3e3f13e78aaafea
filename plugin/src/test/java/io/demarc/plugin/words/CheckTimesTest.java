/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.words;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.demarc.plugin.words.CheckTimes.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CheckTimesTest {
    @ParameterizedTest
    @CsvSource({
        "02:00-05:00, 2026-11-25T01:59:59Z, ",
        "02:00-05:00, 2026-11-25T02:00:00Z, 2026-11-25T02:00:00Z",
        "02:00-05:00, 2026-11-25T04:59:59Z, 2026-11-25T02:00:00Z",
        "02:00-05:00, 2026-11-25T05:00:00Z, ",
        "22:30-04:00, 2026-11-25T22:29:59Z, ",
        "22:30-04:00, 2026-11-25T22:30:00Z, 2026-11-25T22:30:00Z",
        "22:30-04:00, 2026-11-26T03:59:59Z, 2026-11-25T22:30:00Z",
        "22:30-04:00, 2026-11-26T04:00:00Z, ",
    })
    void aWindowIsOpenFromItsBeginningAndAcrossMidnight(String window, Instant now, Instant begin) {
        assertThat(CheckTimes.of(Duration.ofDays(1), window).openAt(now).map(Window::from))
                .isEqualTo(Optional.ofNullable(begin));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "02:00", "2:00-5:00", "02:00-24:00", "02:60-05:00", "02:00 - 05:00", "02:00-02:00"})
    void whatIsNoWindowIsRefused(String text) {
        assertThatThrownBy(() -> CheckTimes.of(Duration.ofDays(1), text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void lessThanADayFromOneToTheNextIsRefused() {
        assertThatThrownBy(() -> CheckTimes.of(Duration.ofHours(23), "02:00-05:00"))
                .hasMessageContaining("not within 1 to 366 days");
    }
}
