/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.demarc.hooks.replica.TableShape.Column;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChunkTest {
    private static final Column NUMBER = new Column("id", "bigint", "", "", "");
    private static final Column TEXT = new Column("a`b", "varchar", "latin1", "latin1_german1_ci", "");
    private static final TableShape TABLE = new TableShape(
            "it's", "x` -- ", "BASE TABLE", "InnoDB", 10, 100, List.of(NUMBER, TEXT), List.of(NUMBER, TEXT));

    @Test
    void hostileNamesStayNames() {
        assertThat(Chunk.whole(TABLE).checksum())
                .contains("FROM `it's`.`x`` -- `")
                .contains("CAST(`a``b` AS BINARY)");
    }

    @Test
    void aRangeOfAKeyOfSeveralColumnsIsSpeltOut() {
        Chunk chunk = new Chunk(TABLE, List.of("7", "E4"), List.of("9", ""));

        assertThat(chunk.checksum())
                .contains("((`id`>7) OR (`id`=7 AND `a``b`>(CONVERT(X'E4' USING latin1) COLLATE latin1_german1_ci)))")
                .contains(
                        "NOT ((`id`>9) OR (`id`=9 AND `a``b`>(CONVERT(X'' USING latin1) COLLATE latin1_german1_ci)))");
        assertThat(chunk.end(100)).contains("ORDER BY `id`,`a``b` LIMIT 1 OFFSET 99");
    }

    @Test
    void whatAServerSaysIsAKeyOnlyIfItLooksLikeOne() {
        for (String hostile : List.of("1 OR 1=1", "", "1;DROP", "--1", "NULL", "0x41")) {
            assertThatThrownBy(() -> new Chunk(TABLE, List.of(hostile, "E4"), List.of()))
                    .as(hostile)
                    .isInstanceOf(IllegalArgumentException.class);
        }
        for (String hostile : List.of("'", "E", "e4", "E4'", "E4 ")) {
            assertThatThrownBy(() -> new Chunk(TABLE, List.of("1", hostile), List.of()))
                    .as(hostile)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void aTextColumnWhoseCollationIsNoPlainWordIsNoKeyToChunkBy() {
        Column odd = new Column("k", "varchar", "utf8mb4", "utf8mb4'--", "");

        assertThat(new TableShape("s", "t", "BASE TABLE", "InnoDB", 1, 1, List.of(odd), List.of(odd)).isChunked())
                .isFalse();
        assertThat(TABLE.isChunked()).isTrue();
    }

    @Test
    void largeValuesCountByTheirHashSoThatARowIsNeverTooLong() {
        Column blob = new Column("b", "longblob", "", "", "");
        TableShape table = new TableShape("s", "t", "BASE TABLE", "InnoDB", 1, 1, List.of(blob), List.of());

        assertThat(Chunk.whole(table).checksum()).contains("MD5(CAST(`b` AS BINARY))");
    }

    @Test
    void numbersWithAPointCountWithEachOfTheirBits() {
        assertThat(checksumOf(new Column("f", "float", "", "", "")))
                .contains("CONCAT(`f`*1e0,' ',`f`*1e0-(CAST(`f`*1e0 AS CHAR)+0e0),' ',ATAN2(0,`f`))");
    }

    @Test
    void jsonCountsAsItWouldBeAfterADump() {
        assertThat(checksumOf(new Column("j", "json", "", "", "")))
                .contains("MD5(CAST(CAST(CAST(CAST(`j` AS CHAR) AS JSON) AS CHAR) AS BINARY))");
    }

    private static String checksumOf(Column column) {
        return Chunk.whole(new TableShape("s", "t", "BASE TABLE", "InnoDB", 1, 1, List.of(column), List.of()))
                .checksum();
    }

    @Test
    void aVersionedTableCountsWithAllThatItEverHeld() {
        TableShape table =
                new TableShape("s", "t", "SYSTEM VERSIONED", "InnoDB", 1, 1, List.of(NUMBER), List.of(NUMBER));

        assertThat(Chunk.whole(table).checksum()).endsWith("FROM `s`.`t` FOR SYSTEM_TIME ALL");
        assertThat(new Chunk(table, List.of("7"), List.of()).end(10)).contains("`t` FOR SYSTEM_TIME ALL WHERE");
    }

    @Test
    void namesWithDotsDoNotCollide() {
        assertThat(TableShape.id("a.b", "c")).isNotEqualTo(TableShape.id("a", "b.c"));
        assertThat(TableShape.id("app", "orders")).isEqualTo("app.orders");
    }
}
