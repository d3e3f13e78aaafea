/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.replica;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The statements that make a server a replica of a copy's moment. */
final class ReplicaStatements {
    /** Held by the session that loads: there is one at a time, and it can be found. */
    static final String LOAD_LOCK = "demarc-load";

    /** Two rows where one belongs: the client ends at once if another load holds the lock. */
    private static final String TAKE_LOCK =
            "SELECT IF(GET_LOCK('" + LOAD_LOCK + "', 60) = 1, 1, (SELECT 1 UNION SELECT 2))";

    /** Options of the connection to the primary that are kept, by their columns of the status and their kind. */
    private static final Map<String, String> KEPT = Map.of(
            "Master_SSL_CA_File", "MASTER_SSL_CA",
            "Master_SSL_CA_Path", "MASTER_SSL_CAPATH",
            "Master_SSL_Cert", "MASTER_SSL_CERT",
            "Master_SSL_Cipher", "MASTER_SSL_CIPHER",
            "Master_SSL_Key", "MASTER_SSL_KEY",
            "Master_SSL_Crl", "MASTER_SSL_CRL",
            "Master_SSL_Crlpath", "MASTER_SSL_CRLPATH",
            "Master_TLS_Version", "MASTER_TLS_VERSION");

    static final String ENABLED_EVENTS =
            "SELECT event_schema AS s, event_name AS e, definer AS d, character_set_client AS c,"
                    + " collation_connection AS o FROM information_schema.events WHERE status='ENABLED'";

    private ReplicaStatements() {}

    /**
     * Run right before the copy is loaded, in its session: from here on the server holds nothing that could be taken for a
     * replica's data, and it would start nothing of itself, were it restarted.
     */
    static List<String> prelude(ServerView replica, Collection<String> schemas) {
        List<String> statements = new ArrayList<>(loading(replica.dialect()));
        if (replica.isOn("event_scheduler")) {
            statements.add("SET GLOBAL event_scheduler=OFF");
        }
        statements.add(replica.dialect().thread("STOP", ""));
        statements.add(replica.dialect().forget());
        if (replica.isOn("log_bin")) {
            // What its own log tells of is about to be dropped; and its ids would contradict those of the copy.
            statements.add(replica.dialect().emptyLog());
        }
        schemas.forEach(schema -> statements.add("DROP DATABASE IF EXISTS " + SqlText.identifier(schema)));
        return statements;
    }

    /** As {@link #prelude}, for some tables: the dump itself drops and creates them. */
    static List<String> preludeForTables(Dialect dialect, String schema) {
        List<String> statements = new ArrayList<>(loading(dialect));
        statements.add("USE " + SqlText.identifier(schema));
        return statements;
    }

    /** One load at a time, which isn't logged, and takes what the source took. */
    private static List<String> loading(Dialect dialect) {
        return List.of(
                "SET SESSION sql_mode=''",
                TAKE_LOCK,
                "SET SESSION sql_log_bin=0, SESSION foreign_key_checks=0",
                dialect.takeEverything());
    }

    /** Run after the copy is loaded, in its session: accounts were loaded as rows. */
    static List<String> postlude() {
        return List.of("FLUSH PRIVILEGES");
    }

    /**
     * Makes an event run on the primary alone, and changes nothing else of it. ALTER EVENT takes whoever gives it for the definer unless
     * another is named, and the session's character set for that of the event's body. MariaDB is given it as text that was read before
     * that set was changed (EXECUTE IMMEDIATE). MySQL prepares no such statement: an event whose names the set may not have gets utf8mb4.
     *
     * @param event a row of {@link #ENABLED_EVENTS}
     */
    static List<String> leaveToPrimary(Dialect dialect, SqlRow event) {
        String alter = "ALTER DEFINER=" + account(event.text("d")) + " EVENT " + SqlText.identifier(event.text("s"))
                + "." + SqlText.identifier(event.text("e")) + " DISABLE ON SLAVE";
        boolean isSayable = dialect.isMariaDb()
                || event.text("c").startsWith("utf8")
                || alter.chars().allMatch(it -> it < 128);
        String asItsOwn = "SET SESSION character_set_client=" + SqlText.literal(isSayable ? event.text("c") : "utf8mb4")
                + ", collation_connection="
                + SqlText.literal(isSayable ? event.text("o") : "utf8mb4_general_ci");
        return dialect.isMariaDb()
                ? List.of(
                        "SET NAMES utf8mb4",
                        "SET @demarc=" + SqlText.anyText(alter),
                        asItsOwn,
                        "EXECUTE IMMEDIATE @demarc",
                        "SET NAMES utf8mb4")
                : List.of("SET NAMES utf8mb4", asItsOwn, alter, "SET NAMES utf8mb4");
    }

    /** @param definer {@code user@host}, of which the user may hold an @; {@code role@} for a role */
    private static String account(String definer) {
        int at = definer.lastIndexOf('@');
        String user = SqlText.identifier(definer.substring(0, Math.max(0, at)));
        String host = definer.substring(at + 1);
        return host.isEmpty() ? user : user + "@" + SqlText.identifier(host);
    }

    /** Makes it as read-only as that server is, in the order in which it may be said: the one of MySQL sets the other one, too. */
    static String readOnly(ServerView server) {
        if (server.isOn("super_read_only")) {
            return "SET GLOBAL super_read_only=ON";
        }
        String other = server.variable("super_read_only").isEmpty() ? "" : "GLOBAL super_read_only=OFF, ";
        return "SET " + other + "GLOBAL read_only=" + (server.isOn("read_only") ? "ON" : "OFF");
    }

    /** Those of the replica's connection options that don't come from the inventory, quoted. */
    static Map<String, String> kept(ReplicationStatus status) {
        Map<String, String> kept = new LinkedHashMap<>();
        SqlRow row = status.row();
        if (row.text("Master_SSL_Allowed").equals("Yes")) {
            kept.put("MASTER_SSL", "1");
            KEPT.forEach((column, option) -> {
                if (!row.text(column).isEmpty()) {
                    kept.put(option, SqlText.literal(row.text(column)));
                }
            });
            boolean isVerifying = row.text("Master_SSL_Verify_Server_Cert").equals("Yes");
            kept.put("MASTER_SSL_VERIFY_SERVER_CERT", isVerifying ? "1" : "0");
        }
        if (row.number("Connect_Retry") > 0) {
            kept.put("MASTER_CONNECT_RETRY", String.valueOf(row.number("Connect_Retry")));
        }
        // MySQL's caching_sha2_password needs TLS or the primary's public key.
        if (row.text("Get_Master_public_key").equals("1")) {
            kept.put("GET_MASTER_PUBLIC_KEY", "1");
        }
        if (!row.text("Master_public_key_path").isEmpty()) {
            kept.put("MASTER_PUBLIC_KEY_PATH", SqlText.literal(row.text("Master_public_key_path")));
        }
        if (!row.text("Master_Bind").isEmpty()) {
            kept.put("MASTER_BIND", SqlText.literal(row.text("Master_Bind")));
        }
        if (row.number("SQL_Delay") > 0) {
            kept.put("MASTER_DELAY", String.valueOf(row.number("SQL_Delay")));
        }
        return kept;
    }

    /** The one statement that makes it a replica of that moment. Holds the password. */
    static String connect(
            Dialect dialect,
            Database primary,
            ReplicationLogin login,
            Point point,
            boolean isByGtid,
            Map<String, String> kept) {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("MASTER_HOST", SqlText.literal(primary.address()));
        options.put("MASTER_PORT", String.valueOf(primary.port()));
        options.put("MASTER_USER", SqlText.literal(login.user()));
        options.put("MASTER_PASSWORD", SqlText.literal(login.password().reveal()));
        options.putAll(kept);
        if (!isByGtid) {
            options.put("MASTER_LOG_FILE", SqlText.literal(point.coordinates().file()));
            options.put("MASTER_LOG_POS", String.valueOf(point.coordinates().position()));
        }
        return dialect.connect(options, isByGtid);
    }

    /** For a replica that is set up already: another login, and nothing else, so that its position stays. */
    static String relogin(Dialect dialect, ReplicationLogin login) {
        return dialect.connect() + dialect.connectWord("MASTER_USER") + "=" + SqlText.literal(login.user()) + ", "
                + dialect.connectWord("MASTER_PASSWORD") + "="
                + SqlText.literal(login.password().reveal());
    }
}
