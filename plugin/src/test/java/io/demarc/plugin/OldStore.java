/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin;

import io.demarc.plugin.books.PrivateFiles;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.Flyway;

/** Stores as other versions of Demarc leave them. */
public final class OldStore {
    private OldStore() {}

    /** Before stores had an identity. The file is new. */
    public static void makeVersion2(Path database) {
        make(database, "2");
    }

    /** Before ports were adopted, with this inventory in force. The file is new. */
    public static void makeVersion5(Path database, String inventory) {
        make(database, "5");
        execute(
                database,
                "INSERT INTO inventory (document, applied_at_millis, actor_kind, actor_name) VALUES ('"
                        + inventory.replace("'", "''") + "', 0, 'OPERATOR', 'root')");
    }

    private static void make(Path database, String version) {
        PrivateFiles.create(database);
        Flyway.configure()
                .dataSource("jdbc:sqlite:" + database, null, null)
                .locations("classpath:io/demarc/plugin/books/sqlite")
                .target(version)
                .load()
                .migrate();
    }

    /** A version that nobody knows yet. */
    public static void bringToVersion900(Path database) {
        execute(
                database,
                "INSERT INTO flyway_schema_history (installed_rank, version, description, type, script, checksum,"
                        + " installed_by, execution_time, success) SELECT 900, '900', 'later', 'SQL',"
                        + " 'V900__later.sql', 1, '', 1, 1");
    }

    /** Any statements. */
    public static void execute(Path database, String... statements) {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement statement = connection.createStatement()) {
            for (String one : statements) {
                statement.execute(one);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
