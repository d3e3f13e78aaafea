/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.demarc.hooks.replica.TableShape.Column;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a value is read as, and what it becomes in a statement. */
class RowValuesTest {
    private static final String TRAP = "x'); DROP TABLE `t`; --";

    private static TableShape table(Column... columns) {
        return new TableShape("app", "it's `t`", "BASE TABLE", "InnoDB", 1, 1, List.of(columns), List.of());
    }

    private static Column column(String type, String characterSet) {
        return new Column("c", type, characterSet, characterSet.isEmpty() ? "" : characterSet + "_bin", "");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '"',
            value = {
                "bigint;; `c`; 18446744073709551615; 18446744073709551615",
                "decimal;; `c`; -0.000000000000000000000000000001; -0.000000000000000000000000000001",
                "bit;; CAST(`c` AS UNSIGNED); 5461; 5461",
                "enum; latin1; CAST(`c` AS UNSIGNED); 0; 0",
                "set; latin1; CAST(`c` AS UNSIGNED); 5; 5",
                "date;; `c`; 0000-00-00; '0000-00-00'",
                "time;; `c`; -838:59:59.00; '-838:59:59.00'",
                "varchar; latin1; HEX(`c`); E9; X'E9'",
                "text; cp1251; HEX(`c`); ; X''",
                "varbinary;; HEX(`c`); 00FF5C27; X'00FF5C27'",
                "longblob;; HEX(`c`); 00; X'00'",
                "geometry;; HEX(`c`); E6100000; X'E6100000'",
                "json;; HEX(CAST(`c` AS CHAR)); 7B7D; CONVERT(X'7B7D' USING utf8mb4)",
                "uuid;; HEX(CAST(`c` AS CHAR)); 3132; CONVERT(X'3132' USING utf8mb4)",
                "double;; HEX(ST_AsWKB(POINT(`c`,0))); 010100000094BE22F6713D6E960000000000000000; ST_X(ST_GeomFromWKB(X'010100000094BE22F6713D6E960000000000000000'))",
                "double;; HEX(ST_AsWKB(POINT(`c`,0))); 010100000000000000000000800000000000000000; ST_X(ST_GeomFromWKB(X'010100000000000000000000800000000000000000'))",
                "float;; HEX(ST_AsWKB(POINT(`c`,0))); 010100000000000000000000800000000000000000; -1e-300",
            })
    void aValueOfEachTypeGoesAsItIs(String type, String characterSet, String read, String value, String literal) {
        TableShape table = table(column(type, characterSet == null ? "" : characterSet));
        RowValues values = new RowValues(table);

        assertThat(values.select(Chunk.whole(table))).isEqualTo("SELECT " + read + " AS c0 FROM `app`.`it's ``t```");
        assertThat(values.literals(new SqlRow(Map.of("c0", value == null ? "" : value))))
                .isEqualTo("(" + literal + ")");
        assertThat(values.literals(new SqlRow(Map.of("c0", "NULL")))).isEqualTo("(NULL)");
    }

    @ParameterizedTest
    @CsvSource({"int", "bit", "enum", "date", "varchar", "blob", "geometry", "json", "uuid", "double", "float"})
    void whatItsTypeDoesNotPrintNeverGoesIntoAStatement(String type) {
        RowValues values = new RowValues(table(column(type, "")));

        assertThatThrownBy(() -> values.literals(new SqlRow(Map.of("c0", TRAP))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no value of column app.it's `t`.c, which is of type " + type);
    }

    @Test
    void everyColumnIsNamedButThoseThatTheServerGenerates() {
        TableShape table = table(
                new Column("id", "int", "", "", ""),
                new Column("twice", "int", "", "", "`id` * 2"),
                new Column("`; --", "int", "", "", ""));
        RowValues values = new RowValues(table);

        assertThat(values.insert()).isEqualTo("INSERT INTO `app`.`it's ``t``` (`id`,```; --`) VALUES ");
        assertThat(values.select(Chunk.whole(table))).startsWith("SELECT `id` AS c0,```; --` AS c1 FROM ");
        assertThat(values.literals(new SqlRow(Map.of("c0", "1", "c1", "-2")))).isEqualTo("(1,-2)");
    }
}
