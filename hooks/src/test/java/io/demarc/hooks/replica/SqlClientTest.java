/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.demarc.access.Secret;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import java.util.List;
import org.junit.jupiter.api.Test;

class SqlClientTest {
    @Test
    void answersToSeveralStatementsAreToldApart() {
        String printed = "a\tb\n1\tx\\ty\\nz\\\\\n2\tNULL\ndemarc-next\ndemarc-next\ndemarc-next\ndemarc-next\n";

        List<List<SqlRow>> rows = SqlClient.parse(printed, 2);

        assertThat(rows.get(0)).hasSize(2);
        assertThat(rows.get(0).get(0).text("b")).isEqualTo("x\ty\nz\\");
        assertThat(rows.get(1)).isEmpty();
    }

    @Test
    void anAnswerThatIsCutIsNoAnswer() {
        assertThatThrownBy(() -> SqlClient.parse("a\n1\n", 1)).isInstanceOf(ProblemException.class);
    }

    @Test
    void aServerThatRepeatsAStatementTellsNoPassword() {
        Secret secret = new Secret("it's");

        assertThat(SqlClient.masked("ERROR 1064 near 'PASSWORD='it''s', X' or it's", List.of(secret)))
                .isEqualTo("ERROR 1064 near 'PASSWORD='***', X' or ***");
    }

    @Test
    void namesAndTextsAreQuoted() {
        assertThat(SqlText.identifier("a`b")).isEqualTo("`a``b`");
        assertThat(SqlText.literal("it's \\")).isEqualTo("'it''s \\\\'");
        assertThatThrownBy(() -> SqlText.literal("a\nb")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theServersReasonComesFirstAndWholeHoweverLongTheStatementIs() {
        Database database =
                new Database("db-2", "host-2", null, "10.0.0.2", 3306, null, Database.USUAL_STOP, Database.USUAL_START);
        String reason = "Unknown column '" + "x".repeat(300) + "' in 'SELECT'";
        String complaint = "--------------\nSELECT " + "y".repeat(1_000)
                + "\n--------------\n\nERROR 1054 (42S22) at line 5: " + reason + "\n";

        ProblemException refused = SqlClient.refused(database, complaint, 1);

        assertThat(refused.problem().code()).isEqualTo(ProblemCode.DATABASE_REFUSED);
        assertThat(refused.problem().summary())
                .isEqualTo("Database db-2: ERROR 1054 (42S22): " + reason + " (the client on host-2 ended with 1).");
        assertThat(refused.problem().message()).as("the statement, for the log").contains("y".repeat(1_000));
    }
}
