/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.replica;

import io.demarc.access.Printable;
import io.demarc.hooks.runbook.Finding;
import java.util.ArrayList;
import java.util.List;

/** Whether a copy can be made beside what a replica holds, and be put in its place: {@code exchange.sh} renames files, as root. */
final class ExchangeGuards {
    /** Where a server has files, and what it says when they are in its data directory. */
    private static final List<String> DIRECTORIES =
            List.of("innodb_data_home_dir", "innodb_log_group_home_dir", "innodb_undo_directory", "aria_log_dir_path");

    private static final double ROOM = 1.3;
    /** An empty server of MySQL has nearly 200 MB. */
    private static final long SMALLEST_ROOM = 256L << 20;

    static final String IN_PLACE = "or use --method in-place, which loses what is there before the copy has come.";

    private final SqlClient replica;
    private final ServerView to;
    private final Machine machine;

    ExchangeGuards(SqlClient replica, ServerView to, Machine machine) {
        this.replica = replica;
        this.to = to;
        this.machine = machine;
    }

    /** What a copy needs that a server of its own makes. */
    List<Finding> forServer(long bytes) {
        return List.of(
                hasPrograms(to, machine.fact("missing-scratch")),
                mayExchange(),
                comesBack(),
                isAtHome(),
                hasRoom(bytes + to.redoBytes()));
    }

    static Finding hasPrograms(ServerView view, String missing) {
        String claim = view.database().server() + " has the programs that the copy needs";
        return missing.isEmpty()
                ? Finding.met(claim, "it has")
                : Finding.notMet(
                        claim,
                        "missing: " + Printable.of(missing),
                        "Install them (Debian: mariadb-backup, mariadb-server, util-linux), or mend 'start-command' in the"
                                + " inventory.");
    }

    Finding mayExchange() {
        String claim = "the login may exchange the files of " + to.database();
        List<String> objections = new ArrayList<>();
        if (!machine.fact("user").equals("0")) {
            objections.add("it isn't root on " + to.database().server());
        }
        if (machine.fact("unfinished").equals("yes")) {
            objections.add(
                    to.variable("datadir") + ".demarc/old holds what an earlier exchange that didn't end put aside");
        }
        return objections.isEmpty()
                ? Finding.met(claim, "it may")
                : Finding.notMet(
                        claim,
                        String.join(", ", objections),
                        "Give this server a login as root, and remove what is left of an earlier exchange; "
                                + IN_PLACE);
    }

    /** The usual commands are MariaDB's. */
    Finding comesBack() {
        String claim = "it is known how " + to.database() + " is stopped and started";
        Database database = to.database();
        boolean isUsual = database.stopCommand().equals(Database.USUAL_STOP)
                || database.startCommand().equals(Database.USUAL_START);
        String found = "'" + database.stopCommand() + "', '" + database.startCommand() + "'";
        return to.dialect().isMariaDb() || !isUsual
                ? Finding.met(claim, found)
                : Finding.notMet(
                        claim,
                        found + ", and it is MySQL",
                        "Say 'stop-command' and 'start-command' in the inventory (Debian and Ubuntu: systemctl stop mysql;"
                                + " Red Hat: systemctl stop mysqld).");
    }

    Finding isAtHome() {
        String claim = "the files of " + to.database() + " are in its data directory";
        List<String> objections = new ArrayList<>();
        for (String name : DIRECTORIES) {
            String directory = to.variable(name);
            boolean isInside =
                    directory.isEmpty() || directory.matches("\\./?") || directory.equals(to.variable("datadir"));
            if (!isInside) {
                objections.add(name + " is " + directory);
            }
        }
        return objections.isEmpty()
                ? Finding.met(claim, to.variable("datadir"))
                : Finding.notMet(claim, String.join(", ", objections), "Move them there and restart it, " + IN_PLACE);
    }

    /** Its own files stay until the server runs on the others. */
    Finding hasRoom(long bytes) {
        String claim = to.database() + " has room for the copy beside what it holds";
        long needed = Math.max(SMALLEST_ROOM, (long) (bytes * ROOM));
        long free = Reachability.freeBytes(replica, to.variable("datadir"));
        String found = Estimate.size(free) + " free; needed " + Estimate.size(needed);
        return free >= needed ? Finding.met(claim, found) : Finding.notMet(claim, found, "Make room, " + IN_PLACE);
    }
}
