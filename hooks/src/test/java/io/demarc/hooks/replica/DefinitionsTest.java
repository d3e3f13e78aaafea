/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.replica;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** From rows as the catalogues give them; real ones are in the laboratory. */
class DefinitionsTest {
    private static final String TABLE = "k\ts\tn\tengine\n\tapp\tt\tInnoDB";

    private static Definitions of(String... answers) {
        return Definitions.of(List.of(answers).stream()
                .map(it -> SqlRow.parse(it.lines().toList()))
                .toList());
    }

    private static String things(String... things) {
        return "k\ts\tn\tt\tw\n\tapp\tt\t" + String.join("\n\tapp\tt\t", things);
    }

    private static List<String> differences(Definitions there, Definitions here) {
        return there.differences(here, List.of());
    }

    @Test
    void whatOnlyOneOfThemHasIsOneLine() {
        assertThat(differences(of(TABLE, things("column a\tint", "column b\tint")), of()))
                .containsExactly("app.t: only on the primary");
        assertThat(differences(of(), of("k\ts\tn\tdefiner\ntrigger\tapp\tnew\troot@localhost")))
                .containsExactly("trigger app.new: only on the replica");
    }

    @Test
    void aThingThatDiffersIsToldInTheServersWords() {
        assertThat(differences(
                        of(TABLE, things("column a\tint NOT NULL", "index k\tBTREE on a", "index k\tb DESC")),
                        of("k\ts\tn\tengine\n\tapp\tt\tMyISAM", things("column a\tbigint NOT NULL", "column c\tdate"))))
                .containsExactly(
                        "app.t: engine is InnoDB on the primary, MyISAM on the replica",
                        "app.t: column a is int NOT NULL on the primary, bigint NOT NULL on the replica",
                        "app.t: index k is only on the primary: BTREE on a, b DESC",
                        "app.t: column c is only on the replica: date");
    }

    @Test
    void namesThatServersGaveAreNoDifferenceButNamesOfPeopleAre() {
        String to = "\tON UPDATE CASCADE: p to app.parent.id";
        assertThat(differences(
                        of(TABLE, things("foreign key t_ibfk_1" + to, "check CONSTRAINT_1\t`a` > 0")),
                        of(TABLE, things("foreign key t_ibfk_2" + to, "check t_chk_4\t`a` > 0"))))
                .isEmpty();
        assertThat(differences(of(TABLE, things("check small\t`a` > 0")), of(TABLE, things("check big\t`a` > 0"))))
                .hasSize(2);
    }

    @Test
    void columnsInAnotherOrderAreToldSinceRowsAreReplicatedByTheirPlaces() {
        assertThat(differences(
                        of(TABLE, things("column a\tint", "column b\tint")),
                        of(TABLE, things("column b\tint", "column a\tint"))))
                .containsExactly("app.t: its columns are in another order");
    }

    @Test
    void ofLongTextsThePlaceIsShownWhereTheyPart() {
        String body = "x".repeat(500);

        List<String> differences = differences(
                of("k\ts\tn\tbody\nprocedure\tapp\tp\t" + body + "one"),
                of("k\ts\tn\tbody\nprocedure\tapp\tp\t" + body + "other"));

        assertThat(differences).hasSize(1);
        assertThat(differences.get(0))
                .startsWith("procedure app.p: body is ...x")
                .contains("xone on the primary")
                .endsWith("xother on the replica")
                .hasSizeLessThan(300);
    }

    @Test
    void onlyTheTablesThatAreWantedCount() {
        assertThat(of(TABLE).differences(of(), List.of("app.other"))).isEmpty();
    }
}
