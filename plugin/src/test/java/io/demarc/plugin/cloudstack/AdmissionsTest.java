/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cloudstack;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class AdmissionsTest {
    private Instant now = Instant.parse("2026-11-23T07:03:58Z");
    private final Admissions admissions = new Admissions("deliveries", () -> now);

    @Test
    void refusalsAreToldOnceAMinuteAtMostAndNeverWithUnprintableText() {
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        Logger log = (Logger) LoggerFactory.getLogger(Admissions.class);
        log.addAppender(lines);
        lines.start();
        try {
            for (int second = 0; second <= 120; second++) {
                admissions.refuse("of a\nline break");
                now = now.plus(Duration.ofSeconds(1));
            }
        } finally {
            log.detachAppender(lines);
        }

        assertThat(lines.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .isEqualTo(List.of(
                        "Refused 1 deliveries; the last one because of a?line break",
                        "Refused 60 deliveries; the last one because of a?line break",
                        "Refused 60 deliveries; the last one because of a?line break"));
    }

    @Test
    void saysHowManyWereAcceptedAndRefused() {
        assertThat(admissions.inWords()).isEqualTo("0 accepted, 0 refused");

        admissions.refuse("it has no signature");
        assertThat(admissions.isAllRefused()).isTrue();
        admissions.accept();

        assertThat(admissions.isAllRefused()).isFalse();
        assertThat(admissions.inWords())
                .isEqualTo("1 accepted (the last at 2026-11-23T07:03:58Z), 1 refused (the last because it has no"
                        + " signature)");
    }
}
