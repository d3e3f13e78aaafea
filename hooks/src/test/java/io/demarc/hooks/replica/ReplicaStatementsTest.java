/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.replica;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReplicaStatementsTest {
    private static final Database REPLICA =
            new Database("db-2", "host-2", null, "10.0.0.2", 3306, null, Database.USUAL_STOP, Database.USUAL_START);

    private static ServerView replica(String version, String scheduler) {
        Map<String, String> variables = Map.of("version", version, "event_scheduler", scheduler, "log_bin", "ON");
        return new ServerView(REPLICA, Dialect.of(REPLICA, variables), variables, List.of(), List.of(), List.of());
    }

    @Test
    void aSchedulerThatCannotBeTurnedOffIsLeftAlone() {
        assertThat(ReplicaStatements.prelude(replica("8.0.33", "DISABLED"), List.of("app")))
                .contains("RESET REPLICA ALL", "RESET MASTER", "DROP DATABASE IF EXISTS `app`")
                .doesNotContain("SET GLOBAL event_scheduler=OFF");
        assertThat(ReplicaStatements.prelude(replica("10.11.6-MariaDB", "ON"), List.of()))
                .contains("SET GLOBAL event_scheduler=OFF");
    }

    @Test
    void aSessionThatLoadsTakesWhatItsSourceTook() {
        Dialect old = replica("8.0.12", "ON").dialect();
        Dialect mysql = replica("8.0.33", "ON").dialect();

        assertThat(old.takeEverything()).isEqualTo("SET SESSION innodb_strict_mode=OFF");
        assertThat(mysql.takeEverything())
                .isEqualTo("SET SESSION innodb_strict_mode=OFF, SESSION sql_require_primary_key=OFF,"
                        + " SESSION sql_generate_invisible_primary_key=OFF");
        assertThat(ReplicaStatements.preludeForTables(mysql, "a`b")).endsWith("USE `a``b`");
    }

    private static SqlRow event(String name, String characterSet) {
        return new SqlRow(Map.of(
                "s", "app", "e", name, "d", "ada@home@10.%", "c", characterSet, "o", characterSet + "_general_ci"));
    }

    @Test
    void anEventOfMySqlStaysAsItIsButForWhereItRuns() {
        Dialect mysql = replica("8.0.33", "ON").dialect();

        assertThat(ReplicaStatements.leaveToPrimary(mysql, event("nightly", "latin1")))
                .containsSequence(
                        "SET SESSION character_set_client='latin1', collation_connection='latin1_general_ci'",
                        "ALTER DEFINER=`ada@home`@`10.%` EVENT `app`.`nightly` DISABLE ON SLAVE");
        assertThat(ReplicaStatements.leaveToPrimary(mysql, event("nächtlich", "latin1")))
                .as("a name that the session's set would garble")
                .contains("SET SESSION character_set_client='utf8mb4', collation_connection='utf8mb4_general_ci'");
    }
}
