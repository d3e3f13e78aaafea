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
    /** Where a server has files, and what it says when they are in its data directory. */
    private static final List<String> DIRECTORIES =
            List.of("innodb_data_home_dir", "innodb_log_group_home_dir", "innodb_undo_directory", "aria_log_dir_path");

    private static final List<String> LAYOUT = List.of("innodb_page_size", "innodb_data_file_path");
    private static final double ROOM = 1.1;
    private static final long SMALLEST_ROOM = 256L << 20;

    private static final String ELSEWHERE =
            "SELECT COUNT(*) AS n FROM information_schema.innodb_sys_tablespaces WHERE filename LIKE '/%'";
    private static final String ENCRYPTING = "SELECT COUNT(*) AS n FROM information_schema.plugins WHERE"
            + " plugin_type='ENCRYPTION' AND plugin_status='ACTIVE'";

    private final SqlClient source;
    private final SqlClient replica;
    private final ServerView from;
    private final ServerView to;
    private final Machine fromMachine;
    private final Machine toMachine;

    /** @param from what was seen of the source, and {@code to} of the replica; both MariaDB */
    BackupGuards(SqlClient source, ServerView from, SqlClient replica, ServerView to) {
        this.source = source;
        this.replica = replica;
        this.from = from;
        this.to = to;
        this.fromMachine = Machine.look(source, from);
        this.toMachine = Machine.look(replica, to);
    }

    CopyChoice.Files look() {
        return new CopyChoice.Files(
                fromMachine.bytes(),
                List.of(
                        hasPrograms(from, fromMachine),
                        hasPrograms(to, toMachine),
                        versionsFit(),
                        mayCopy(),
                        isAtHome(),
                        isWhole(),
                        hasRoom()));
    }

    private static Finding hasPrograms(ServerView view, Machine machine) {
        String claim = view.database().server() + " has the programs that a copy of files needs";
        String missing = machine.fact("missing");
        return missing.isEmpty()
                ? Finding.met(claim, "it has")
                : Finding.notMet(
                        claim,
                        "missing: " + Printable.of(missing),
                        "Install them (Debian: mariadb-backup, util-linux), or mend 'start-command' in the inventory.");
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

    private Finding mayCopy() {
        String claim = "the login may read the files of " + from.database() + " and exchange those of " + to.database();
        List<String> objections = new ArrayList<>();
        if (!fromMachine.fact("readable").equals("yes")) {
            objections.add("it can't read " + from.variable("datadir") + " on "
                    + from.database().server());
        }
        if (!toMachine.fact("user").equals("0")) {
            objections.add("it isn't root on " + to.database().server());
        }
        if (toMachine.fact("unfinished").equals("yes")) {
            objections.add(
                    to.variable("datadir") + ".demarc/old holds what an earlier exchange that didn't end put aside");
        }
        return objections.isEmpty()
                ? Finding.met(claim, "it may")
                : Finding.notMet(
                        claim,
                        String.join(", ", objections),
                        "Give these servers a login as root, and remove what is left of an earlier exchange.");
    }

    private Finding isAtHome() {
        String claim = "the files of " + to.database() + " are in its data directory, and laid out as those of "
                + from.database();
        List<String> objections = new ArrayList<>();
        for (String name : DIRECTORIES) {
            String directory = to.variable(name);
            boolean isInside =
                    directory.isEmpty() || directory.matches("\\./?") || directory.equals(to.variable("datadir"));
            if (!isInside) {
                objections.add(name + " is " + directory);
            }
        }
        for (String name : LAYOUT) {
            if (!from.variable(name).equals(to.variable(name))) {
                objections.add(name + " is " + from.variable(name) + " and " + to.variable(name));
            }
        }
        return objections.isEmpty()
                ? Finding.met(claim, to.variable("datadir"))
                : Finding.notMet(claim, String.join(", ", objections), "Use --method dump.");
    }

    private Finding isWhole() {
        String claim = "the files of " + from.database() + " are in its data directory, and not encrypted";
        List<List<SqlRow>> answers = source.askAll(SqlClient.USUAL, List.of(ELSEWHERE, ENCRYPTING));
        long elsewhere = answers.get(0).get(0).number("n");
        long encrypting = answers.get(1).get(0).number("n");
        return elsewhere == 0 && encrypting == 0
                ? Finding.met(claim, from.variable("datadir"))
                : Finding.notMet(
                        claim,
                        elsewhere + " tablespaces elsewhere, " + encrypting + " plugins that encrypt",
                        "Use --method dump.");
    }

    /** Its own files stay until the server runs on the others. */
    private Finding hasRoom() {
        String claim = to.database() + " has room for the copy beside what it holds";
        long needed = Math.max(SMALLEST_ROOM, (long) (fromMachine.bytes() * ROOM));
        long free = Reachability.freeBytes(replica, to.variable("datadir"));
        String found = Estimate.size(free) + " free; needed " + Estimate.size(needed);
        return free >= needed
                ? Finding.met(claim, found)
                : Finding.notMet(
                        claim, found, "Make room, or use --method dump: it drops what is there before it loads.");
    }
}
