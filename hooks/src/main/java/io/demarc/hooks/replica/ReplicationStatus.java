/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.replica;

import java.util.Optional;
import java.util.OptionalLong;

/** What a replica says of its replication: one row of {@code SHOW SLAVE STATUS}, by the column names of MariaDB. */
record ReplicationStatus(SqlRow row) {
    boolean isReceiving() {
        return row.text("Slave_IO_Running").equals("Yes");
    }

    boolean isApplying() {
        return row.text("Slave_SQL_Running").equals("Yes");
    }

    /** Whether the thread that receives is at it, even if it has no connection at the moment. */
    boolean isReceiverStarted() {
        return !row.text("Slave_IO_Running").equals("No");
    }

    /** The thread that fetches the primary's log. */
    ReplicaThread receiver() {
        return ReplicaThread.of(row.text("Slave_IO_Running"), error("IO"));
    }

    /** The thread that executes it. */
    ReplicaThread applier() {
        return ReplicaThread.of(row.text("Slave_SQL_Running"), error("SQL"));
    }

    /** Whether that is where it replicates from, as it is declared. */
    boolean isFrom(Database database) {
        return row.text("Master_Host").equalsIgnoreCase(database.address())
                && row.number("Master_Port") == database.port();
    }

    String source() {
        return row.text("Master_Host") + ":" + row.text("Master_Port");
    }

    /** 0 when it has never been connected. */
    long sourceServerId() {
        return row.number("Master_Server_Id");
    }

    /**
     * How far it has applied the primary's log: Relay_Master_Log_File and Exec_Master_Log_Pos. Not how far it has read it,
     * Master_Log_File and Read_Master_Log_Pos: the difference is transactions that would be lost.
     */
    Optional<Coordinates> applied() {
        String file = row.text("Relay_Master_Log_File");
        return file.isEmpty()
                ? Optional.empty()
                : Optional.of(new Coordinates(file, row.number("Exec_Master_Log_Pos")));
    }

    /** Seconds; empty when it doesn't know. */
    OptionalLong lag() {
        String text = row.text("Seconds_Behind_Master");
        return text.matches("\\d{1,18}") ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
    }

    /** By which it is behind on purpose; 0 when by nothing. */
    long delaySeconds() {
        return row.number("SQL_Delay");
    }

    boolean isByGtid() {
        String used = row.text("Using_Gtid");
        return used.isEmpty() ? row.text("Auto_Position").equals("1") : !used.equals("No");
    }

    /** Whether it leaves a part of the primary's data out. */
    boolean isFiltered() {
        return !(row.text("Replicate_Do_DB")
                        + row.text("Replicate_Ignore_DB")
                        + row.text("Replicate_Do_Table")
                        + row.text("Replicate_Ignore_Table")
                        + row.text("Replicate_Wild_Do_Table")
                        + row.text("Replicate_Wild_Ignore_Table")
                        + row.text("Replicate_Ignore_Domain_Ids")
                        + row.text("Replicate_Do_Domain_Ids")
                        + row.text("Replicate_Rewrite_DB"))
                .isEmpty();
    }

    /** What keeps it from going on; empty when nothing does. */
    String errors() {
        return error("IO") + (error("IO").isEmpty() || error("SQL").isEmpty() ? "" : "; ") + error("SQL");
    }

    /** An error that no waiting mends: a thread has stopped for it. */
    boolean isBroken() {
        return (!isApplying() && row.number("Last_SQL_Errno") != 0)
                || (!isReceiverStarted() && row.number("Last_IO_Errno") != 0);
    }

    private String error(String thread) {
        long number = row.number("Last_" + thread + "_Errno");
        return number == 0 ? "" : thread + " " + number + ": " + row.text("Last_" + thread + "_Error");
    }

    /** {@code IO Yes, SQL No, lag unknown, applied to binlog.000007:42}. */
    String inWords() {
        return "IO " + row.text("Slave_IO_Running") + ", SQL " + row.text("Slave_SQL_Running") + ", "
                + (lag().isPresent() ? lag().getAsLong() + " s behind" : "lag unknown")
                + applied().map(it -> ", applied to " + it).orElse("")
                + (errors().isEmpty() ? "" : ", " + errors());
    }
}
