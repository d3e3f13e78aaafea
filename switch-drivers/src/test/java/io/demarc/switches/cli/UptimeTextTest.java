/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.demarc.access.yaml.YamlBinding;
import io.demarc.access.yaml.YamlProblems;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UptimeTextTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "cisco-ios | tor-a1 uptime is 1 year, 3 weeks, 2 days, 4 hours, 1 minute | P388DT4H1M",
                "cisco-ios | C2950-1 uptime is 7 minutes                                 | PT7M",
                "junos     | System booted: 2026-11-01 10:00:03 UTC (4w0d 05:59 ago)     | P28DT5H59M",
                "junos     | System booted: 2026-11-29 10:00:03 UTC (1d 00:01 ago)       | P1DT1M",
                "junos     | System booted: 2026-11-29 10:00:03 UTC (00:21:49 ago)       | PT21M49S",
                "aruba-aoscx | Up Time                : 6 hours, 23 minutes                  | PT6H23M",
                "arista-eos | Uptime: 3 weeks, 0 days, 20 hours and 45 minutes           | P21DT20H45M",
                "cisco-nxos | Kernel uptime is 311 day(s), 0 hour(s), 27 minute(s), 35 second(s) | P311DT27M35S",
                "cisco-smb | System Up Time (days,hour:min:sec):       431,14:32:21      | P431DT14H32M21S",
                "fastpath  | System Up Time................................. 2 days 3 hrs 24 mins 33 secs | P2DT3H24M33S",
                "mikrotik-routeros7 |                   uptime: 2w1d3h4m5s               | P15DT3H4M5S",
                "cumulus-nvue | 350735.47 234388.90                                      | PT97H25M35S",
                "dell-os10 | Up Time: 1 week 2 days 03:04:05                             | P9DT3H4M5S",
                "openvswitch | 350735.47 234388.90                                       | PT97H25M35S"
            })
    void eachPlatformsOwnWordsAreRead(String platform, String line, Duration expected) throws IOException {
        assertThat(UptimeText.find(match(platform), "uptime", List.of("Current time: now", line)))
                .contains(expected);
    }

    private static Pattern match(String platform) throws IOException {
        try (InputStream file = UptimeTextTest.class.getResourceAsStream("/platforms/" + platform + ".yaml")) {
            String yaml = new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
            CliDefinition definition = YamlBinding.read(yaml, CliDefinition.class, new YamlProblems());
            CliDefinition.Uptime uptime =
                    Objects.requireNonNull(Objects.requireNonNull(definition).uptime());
            return Objects.requireNonNull(uptime.match());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a while", "3 fortnights", "3 weeks, and some", "12 : 30", "-5"})
    void whatIsNotUnderstoodAsAWholeIsNoTime(String text) {
        assertThat(UptimeText.parse(text)).isEmpty();
    }

    @Test
    void aSwitchThatRefusesToSayHasNoUptime() {
        assertThat(UptimeText.find(
                        Pattern.compile("uptime is (?<uptime>.+)"), "uptime", List.of("% Invalid input detected")))
                .isEqualTo(Optional.empty());
    }
}
