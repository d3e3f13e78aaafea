/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.replica;

import io.demarc.access.Printable;
import io.demarc.hooks.runbook.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Whether files of one database server can take the place of another's: {@code mariadb-backup} copies them, and nothing translates
 * them ("Mariabackup Overview" and "Compatibility of mariadb-backup Releases" in MariaDB's manual).
 */
final class BackupGuards {
    private static final List<String> LAYOUT = List.of("innodb_page_size", "innodb_data_file_path");
    private static final String ENCRYPTING = "SELECT COUNT(*) AS n FROM information_schema.plugins WHERE"
            + " plugin_type='ENCRYPTION' AND plugin_status='ACTIVE'";

    private final SqlClient source;
    private final ServerView from;
    private final List<String> elsewhere;
    private final ServerView to;
    private final Machine fromMachine;
    private final Machine toMachine;
    private final ExchangeGuards exchange;

    /**
     * @param from what was seen of the source, and {@code to} of the replica; both MariaDB
     * @param data what the source holds
     */
    BackupGuards(SqlClient source, ServerView from, DataView data, SqlClient replica, ServerView to) {
        this.source = source;
        this.from = from;
        this.elsewhere = data.elsewhere();
        this.to = to;
        this.fromMachine = Machine.look(source, from);
        this.toMachine = Machine.look(replica, to);
        this.exchange = new ExchangeGuards(replica, to, toMachine);
    }

    CopyChoice.Files look() {
        return new CopyChoice.Files(
                CopyMethod.BACKUP,
                fromMachine.bytes(),
                List.of(
                        ExchangeGuards.hasPrograms(from, fromMachine.fact("missing")),
                        ExchangeGuards.hasPrograms(to, toMachine.fact("missing")),
                        versionsFit(),
                        mayRead(),
                        exchange.mayExchange(),
                        exchange.isAtHome(),
                        isLaidOutAlike(),
                        isWhole(),
                        exchange.hasRoom(fromMachine.bytes())));
    }

    private Finding versionsFit() {
        String claim = "servers and mariadb-backup are of one series";
        String found = from.database() + " " + from.version() + ", mariadb-backup there "
                + Printable.of(fromMachine.fact("backup")) + "; " + to.database() + " " + to.version()
                + ", mariadb-backup there " + Printable.of(toMachine.fact("backup"));
        boolean isSame = Stream.of(fromMachine.fact("backup"), toMachine.fact("backup"), to.version())
                .allMatch(it -> ServerView.series(it) == from.series());
        return isSame
                ? Finding.met(claim, found)
                : Finding.notMet(claim, found, "Use --method dump, or make the versions the same.");
    }

    private Finding mayRead() {
        String claim = "the login may read the files of " + from.database();
        return fromMachine.fact("readable").equals("yes")
                ? Finding.met(claim, "it may")
                : Finding.notMet(
                        claim,
                        "it can't read " + from.variable("datadir") + " on "
                                + from.database().server(),
                        "Give that server a login as root, or use --method dump.");
    }

    private Finding isLaidOutAlike() {
        String claim = "the files of " + to.database() + " are laid out as those of " + from.database();
        List<String> objections = new ArrayList<>();
        for (String name : LAYOUT) {
            if (!from.variable(name).equals(to.variable(name))) {
                objections.add(name + " is " + from.variable(name) + " and " + to.variable(name));
            }
        }
        return objections.isEmpty()
                ? Finding.met(claim, to.variable("innodb_data_file_path"))
                : Finding.notMet(claim, String.join(", ", objections), "Use --method dump.");
    }

    private Finding isWhole() {
        String claim = "the files of " + from.database() + " are in its data directory, and not encrypted";
        long encrypting = source.ask(ENCRYPTING).get(0).number("n");
        return elsewhere.isEmpty() && encrypting == 0
                ? Finding.met(claim, from.variable("datadir"))
                : Finding.notMet(
                        claim,
                        elsewhere.size() + " tablespaces elsewhere, " + encrypting + " plugins that encrypt",
                        "Use --method dump.");
    }
}
