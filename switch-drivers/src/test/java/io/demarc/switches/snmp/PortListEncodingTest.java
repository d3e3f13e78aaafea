/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.snmp;

import static org.assertj.core.api.Assertions.assertThat;

import io.demarc.switches.snmp.SnmpDefinition.BitOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PortListEncodingTest {
    private static final int ROUNDS = 20_000;

    private final long seed = Long.getLong("seed", System.nanoTime());
    private final Random random = new Random(seed);

    @Test
    void numbersWithCommasAreNumbers() {
        assertThat(of(ports(3, 490, 491), "3,490", "", "491")).isEqualTo(PortListEncoding.NUMBERS);
        assertThat(PortListEncoding.NUMBERS.decode(octets(" 3, 5-7,490 "), BitOrder.MSB_FIRST))
                .isEqualTo(ports(3, 5, 6, 7, 490));
    }

    @Test
    void pairsOfHexDigitsAreOctets() {
        assertThat(of(upTo(16), "ff 00", "00 01")).isEqualTo(PortListEncoding.HEX_PAIRS);
        assertThat(PortListEncoding.HEX_PAIRS.decode(octets("80 01"), BitOrder.MSB_FIRST))
                .isEqualTo(ports(1, 16));
    }

    @Test
    void octetsThatHappenToBePrintableAreBitsWhereOneOfTheOthersIsNot() {
        assertThat(of(upTo(48), "123456", "\0\0\0\u0080\0\0")).isEqualTo(PortListEncoding.BITS);
        assertThat(of(upTo(48), "ABCDEF")).isEqualTo(PortListEncoding.BITS);
    }

    @Test
    void numbersThatNameNoPortAreNotNumbers() {
        assertThat(of(upTo(28), "0000")).isEqualTo(PortListEncoding.BITS);
        assertThat(of(upTo(8), "9")).isEqualTo(PortListEncoding.BITS);
        assertThat(PortListEncoding.NUMBERS.decode(octets("7-3"), BitOrder.MSB_FIRST))
                .as("names port 0, which no switch has")
                .matches(ports -> ports.get(0));
    }

    @Test
    void whatCanBeReadInTwoWaysIsNotGuessedUnlessSomethingElseTells() {
        assertThat(of(upTo(8), "3")).isNull();
        assertThat(PortListEncoding.of(
                        List.of(octets("3")), BitOrder.MSB_FIRST, upTo(8), each -> each == PortListEncoding.NUMBERS))
                .isEqualTo(PortListEncoding.NUMBERS);
    }

    @Test
    void textThatNamesPortsWhichDoNotExistIsNotRead() {
        assertThat(of(upTo(8), "1,2,77")).isNull();
    }

    @Test
    void listsOfThousandsOfPortsAreRead() {
        String numbers =
                IntStream.rangeClosed(1, 9000).mapToObj(String::valueOf).collect(Collectors.joining(","));

        assertThat(PortListEncoding.NUMBERS.decode(octets(numbers), BitOrder.MSB_FIRST))
                .isEqualTo(upTo(9000));
        assertThat(PortListEncoding.HEX_PAIRS.decode(octets("ff ".repeat(9000)), BitOrder.MSB_FIRST))
                .isEqualTo(upTo(72_000));
    }

    @Test
    void emptyListsAreEmptyInEveryEncoding() {
        assertThat(of(upTo(8), "", "\0", "")).isEqualTo(PortListEncoding.BITS);
        assertThat(of(upTo(8), "1,2,3,4,5,6,7,8", "\0")).isEqualTo(PortListEncoding.NUMBERS);
    }

    /** Ports that are spread over VLANs at random: what bits say is never read as something else. */
    @Test
    void bitsAreNeverMisreadAsText() {
        for (int round = 0; round < ROUNDS; round++) {
            int ports = 1 + random.nextInt(60);
            List<BitSet> vlans =
                    Stream.generate(BitSet::new).limit(1 + random.nextInt(3)).toList();
            for (int port = 1; port <= ports; port++) {
                if (random.nextInt(4) > 0) {
                    vlans.get(random.nextInt(vlans.size())).set(port);
                }
            }
            List<byte[]> lists = new ArrayList<>();
            vlans.forEach(vlan -> lists.add(bits(vlan, random.nextBoolean() ? (ports + 7) / 8 : 0)));

            assertThat(PortListEncoding.of(lists, BitOrder.MSB_FIRST, upTo(ports), each -> true))
                    .as("seed %d: %s of %d ports", seed, vlans, ports)
                    .isIn(PortListEncoding.BITS, null);
        }
    }

    private static byte[] bits(BitSet ports, int length) {
        PortList list = PortList.of(new byte[length], BitOrder.MSB_FIRST);
        for (int port : ports.stream().toArray()) {
            list = list.with(port);
        }
        return list.octets();
    }

    private static @Nullable PortListEncoding of(BitSet existing, String... lists) {
        return PortListEncoding.of(
                Arrays.stream(lists).map(PortListEncodingTest::octets).toList(),
                BitOrder.MSB_FIRST,
                existing,
                each -> true);
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static BitSet upTo(int last) {
        BitSet ports = new BitSet();
        ports.set(1, last + 1);
        return ports;
    }

    private static BitSet ports(int... numbers) {
        BitSet ports = new BitSet();
        Arrays.stream(numbers).forEach(ports::set);
        return ports;
    }
}
