/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.demarc.hooks.replica.TableShape.Column;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which tables' rows are never replaced. */
class RepairGuardsTest {
    private static final Column ID = new Column("id", "int", "", "", "");

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "BASE TABLE; InnoDB; true; 1000000; ''",
                "BASE TABLE; InnoDB; false; 16; ''",
                "BASE TABLE; InnoDB; false; 17; it has no key by which it could be read in parts",
                "BASE TABLE; MyISAM; true; 1; it has no transactions",
                "BASE TABLE; Aria; true; 1; it has no transactions",
                "SEQUENCE; InnoDB; true; 1; it has no transactions",
                "SYSTEM VERSIONED; InnoDB; true; 1; its history would not be the primary's",
            })
    void aTableThatCannotBeRepairedExactlyIsRefused(
            String kind, String engine, boolean hasKey, long megabytes, String why) {
        TableShape table = new TableShape(
                "app", "t", kind, engine, megabytes, 1 << 20, List.of(ID), hasKey ? List.of(ID) : List.of());

        assertThat(RepairGuards.refusal(table, Set.of("app.other")).orElse("")).isEqualTo(why);
    }

    @ParameterizedTest
    @CsvSource({"app.t,true", "app.u,false"})
    void aTableWithTriggersIsRefused(String triggered, boolean isRefused) {
        TableShape table = new TableShape("app", "t", "BASE TABLE", "InnoDB", 1, 1, List.of(ID), List.of(ID));

        assertThat(RepairGuards.refusal(table, Set.of(triggered)).isPresent()).isEqualTo(isRefused);
    }
}
