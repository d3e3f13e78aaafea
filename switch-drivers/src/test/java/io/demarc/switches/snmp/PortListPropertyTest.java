/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.snmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.demarc.switches.snmp.SnmpDefinition.BitOrder;
import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PortListPropertyTest {
    private static final int ROUNDS = 2000;
    private static final int LONGEST = 600;

    private final long seed = Long.getLong("seed", System.nanoTime());
    private final Random random = new Random(seed);

    @Test
    void portOneIsTheMostSignificantBitOfTheFirstOctet() {
        assertThat(PortList.empty(BitOrder.MSB_FIRST).with(1).octets()).containsExactly(0x80);
        assertThat(PortList.empty(BitOrder.MSB_FIRST).with(10).octets()).containsExactly(0, 0x40);
        assertThat(PortList.empty(BitOrder.LSB_FIRST).with(10).octets()).containsExactly(0, 0x02);
    }

    @ParameterizedTest
    @EnumSource
    void changesOneBitAndNoOtherAndNeverGetsShorter(BitOrder order) {
        for (int round = 0; round < ROUNDS; round++) {
            PortList list = randomList(order);
            int bit = 1 + random.nextInt(LONGEST * 8);
            BitSet expected = list.bits();

            PortList with = list.with(bit);
            expected.set(bit);
            assertThat(with.bits()).as("seed %d", seed).isEqualTo(expected);
            assertThat(with.octets()).as("seed %d", seed).hasSize(Math.max(list.octets().length, (bit + 7) / 8));

            PortList without = with.without(bit);
            expected.clear(bit);
            assertThat(without.bits()).as("seed %d", seed).isEqualTo(expected);
            assertThat(without.octets()).as("seed %d", seed).hasSameSizeAs(with.octets());
            assertThat(with.differences(without, bit).isEmpty()).isTrue();
            assertThat(with.differences(without, bit + 1).get(bit)).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatLiesPastTheEndIsNotSetAndChangesNothing(BitOrder order) {
        for (int round = 0; round < ROUNDS; round++) {
            PortList list = randomList(order);
            int past = list.octets().length * 8 + 1 + random.nextInt(100);

            assertThat(list.contains(past)).as("seed %d", seed).isFalse();
            assertThat(list.without(past).octets()).as("seed %d", seed).isEqualTo(list.octets());
        }
    }

    @Test
    void listsOfDifferentLengthsMayBeTheSamePorts() {
        assertThat(PortList.of(new byte[] {0x40}, BitOrder.MSB_FIRST))
                .isEqualTo(PortList.of(new byte[] {0x40, 0, 0}, BitOrder.MSB_FIRST));
    }

    @Test
    void thereIsNoPortZero() {
        assertThat(PortList.of(new byte[] {-1}, BitOrder.MSB_FIRST).contains(0)).isFalse();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PortList.empty(BitOrder.MSB_FIRST).with(0));
    }

    private PortList randomList(BitOrder order) {
        byte[] octets = new byte[random.nextInt(LONGEST)];
        random.nextBytes(octets);
        return PortList.of(octets, order);
    }
}
