/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.snmp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WrappedOctetsTest {
    private static final int A_LINE = 16;
    private static final int ROUNDS = 500;

    @Test
    void undoesTheWrappingOfEveryListThatIsLongerThanALine() {
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            byte[] octets = new byte[A_LINE + 1 + random.nextInt(200)];
            random.nextBytes(octets);

            assertThat(WrappedOctets.unwrap(wrap(octets))).as("seed %d", seed).isEqualTo(octets);
        }
    }

    @Test
    void leavesListsAloneThatOnlyLookLikeIt() {
        byte[] exactlyALine = new byte[A_LINE];
        byte[] newlineByChance = new byte[A_LINE + 20];
        newlineByChance[A_LINE] = '\n';

        assertThat(WrappedOctets.unwrap(exactlyALine)).isSameAs(exactlyALine);
        assertThat(WrappedOctets.unwrap(newlineByChance)).isSameAs(newlineByChance);
    }

    private static byte[] wrap(byte[] octets) {
        ByteArrayOutputStream wrapped = new ByteArrayOutputStream();
        wrapped.writeBytes(Arrays.copyOf(octets, A_LINE));
        for (int from = A_LINE; from < octets.length; from += A_LINE) {
            byte[] line = Arrays.copyOfRange(octets, from, Math.min(octets.length, from + A_LINE));
            String text = "\n" + HexFormat.ofDelimiter(" ").withUpperCase().formatHex(line) + " ";
            wrapped.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
        }
        return wrapped.toByteArray();
    }
}
