/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PortTrafficTest {
    @Test
    void addressesAreOfStationsInOneFormAndOrder() {
        PortTraffic traffic = PortTraffic.of(
                List.of("02:00:5E:00:53:08", "02:00:5e:00:53:07", "02:00:5e:00:53:08", "01:00:5e:00:00:fb", "02:00"),
                Duration.ofSeconds(2));

        assertThat(traffic.macs()).containsExactly("02:00:5e:00:53:07", "02:00:5e:00:53:08");
        assertThat(traffic.learned()).isEqualTo(2);
        assertThat(traffic.lastFrame()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void ofManyTheFirstAreKeptAndAllAreCounted() {
        PortTraffic traffic = PortTraffic.of(
                IntStream.range(0, 230)
                        .mapToObj("02:00:5e:00:53:%02x"::formatted)
                        .toList(),
                null);

        assertThat(traffic.macs()).hasSize(PortTraffic.MOST_MACS).startsWith("02:00:5e:00:53:00");
        assertThat(traffic.learned()).isEqualTo(230);
    }

    @Test
    void noneLearnedIsNotTheSameAsNotTold() {
        assertThat(PortTraffic.of(List.of(), null).macs()).isEmpty();
        assertThat(PortTraffic.of(null, null).macs()).isNull();
    }

    @Test
    void whatCannotBeIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PortTraffic(List.of("nobody"), 1, null))
                .withMessageContaining("'nobody' is not a station's MAC address");
        assertThatIllegalArgumentException().isThrownBy(() -> new PortTraffic(List.of("02:00:5e:00:53:07"), 0, null));
        assertThatIllegalArgumentException().isThrownBy(() -> new PortTraffic(null, 0, Duration.ofSeconds(-1)));
    }
}
