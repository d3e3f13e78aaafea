/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class DumpStreamTest {
    private static final long SEED = 20261128;

    private static byte[] zipped(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
            zip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private static String dump(int rows) {
        StringBuilder text = new StringBuilder("-- MASTER_LOG_FILE='b.000001', MASTER_LOG_POS=7;\n");
        for (int i = 0; i < rows; i++) {
            text.append("INSERT INTO t VALUES (").append(i * 31L % 1009).append(");\n");
        }
        return text.append("-- Dump completed on 2026-11-28  1:00:00\n").toString();
    }

    @Test
    void aDumpIsWholeHoweverItComesInPieces() throws IOException {
        Random random = new Random(SEED);
        for (int rows : new int[] {0, 10, 5_000, 50_000}) {
            byte[] octets = zipped(dump(rows));
            DumpStream stream = new DumpStream();
            for (int at = 0; at < octets.length; ) {
                assertThat(stream.isWhole()).as("seed %d, at %d", SEED, at).isFalse();
                int length = Math.min(octets.length - at, 1 + random.nextInt(5_000));
                byte[] piece = java.util.Arrays.copyOfRange(octets, at, at + length);
                stream.take(piece, length);
                at += length;
            }
            assertThat(stream.isWhole() && stream.isDumpCompleted())
                    .as("seed %d, %d rows", SEED, rows)
                    .isTrue();
            assertThat(stream.plainBytes()).isEqualTo(dump(rows).length());
            assertThat(new Dialect(Dialect.Make.MARIADB, 101106).positionIn(stream.head()))
                    .contains(new Coordinates("b.000001", 7));
        }
    }

    @Test
    void aDumpThatIsCutOrDamagedIsNotWhole() throws IOException {
        byte[] octets = zipped(dump(100));
        DumpStream cut = new DumpStream();
        cut.take(octets, octets.length - 1);
        assertThat(cut.isWhole()).isFalse();

        byte[] unfinished = zipped("INSERT INTO t VALUES (1);\n");
        DumpStream stream = new DumpStream();
        stream.take(unfinished, unfinished.length);
        assertThat(stream.isDumpCompleted())
                .as("the dump program did not say that it was done")
                .isFalse();

        octets[octets.length - 6] ^= 1;
        DumpStream damaged = new DumpStream();
        damaged.take(octets, octets.length);
        assertThat(damaged.isWhole()).isFalse();

        assertThatThrownBy(() -> new DumpStream().take("mariadb-dump: oh".getBytes(StandardCharsets.UTF_8), 16))
                .isInstanceOf(IOException.class);
    }
}
