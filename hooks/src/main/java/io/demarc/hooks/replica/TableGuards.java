/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.replica;

import io.demarc.hooks.runbook.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Claims about a rebuild of some tables only: the replica goes on being one, from the point that it has reached. */
final class TableGuards {
    private TableGuards() {}

    static List<Finding> findings(List<String> tables, DataView source, ServerView primary, ServerView replica) {
        List<Finding> findings = new ArrayList<>();
        findings.add(areThere(tables, source));
        findings.add(isOneDatabase(tables));
        findings.add(keepsUp(primary, replica));
        return findings;
    }

    private static Finding areThere(List<String> tables, DataView source) {
        String claim = "the tables that are named are there";
        List<String> missing =
                tables.stream().filter(it -> !source.names().contains(it)).toList();
        return missing.isEmpty()
                ? Finding.met(claim, String.join(", ", tables))
                : Finding.notMet(
                        claim, "no such tables: " + missing, "Name them as DATABASE.TABLE; views have no rows.");
    }

    private static Finding isOneDatabase(List<String> tables) {
        String claim = "the tables are of one database";
        Set<String> databases =
                tables.stream().map(TableNames::database).collect(Collectors.toCollection(TreeSet::new));
        return databases.size() == 1
                ? Finding.met(claim, databases.iterator().next())
                : Finding.notMet(claim, "of " + databases, "Rebuild those of one database after those of the other.");
    }

    /** Whether the rest of it is good, and it can be brought to the moment of the tables. */
    private static Finding keepsUp(ServerView primary, ServerView replica) {
        String claim = replica.database() + " is good but for these tables, and can go on";
        String advice = "Rebuild the whole replica: leave out --tables.";
        if (replica.only().isEmpty()) {
            return Finding.notMet(claim, "it replicates from nobody", advice);
        }
        ReplicationStatus status = replica.replication().get(0);
        if (status.row().number("Last_IO_Errno") != 0) {
            return Finding.notMet(claim, "it doesn't get its primary's log: " + status.errors(), advice);
        }
        return status.row().number("Last_SQL_Errno") != 0 && !isLeavingOut(primary)
                ? Finding.notMet(
                        claim,
                        status.errors() + "; and the primary's binlog_format is " + primary.variable("binlog_format")
                                + ", where changes of one table can't be told from those of others",
                        advice)
                : Finding.met(claim, status.inWords());
    }

    /** Whether changes of these tables can be left out until they are replaced: only rows say whose they are. */
    static boolean isLeavingOut(ServerView primary) {
        return primary.variable("binlog_format").equals("ROW");
    }
}
