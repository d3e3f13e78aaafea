/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.replica;

import io.demarc.hooks.runbook.Finding;
import java.time.Duration;
import java.util.Locale;

/** How large and how long a copy will be, from what the source's catalogue says, and whether there is room and time for it. */
record Estimate(DataView source, DataView replica, CopyChoice choice) {
    private static final double ROOM = 1.3;
    private static final long SMALLEST_ROOM = 64L << 20;

    Duration duration() {
        return choice.duration();
    }

    String inWords() {
        return size(source.rowBytes()) + " of rows in " + source.tables() + " tables (" + size(source.bytes())
                + " with indexes), to be copied " + size(choice.bytes()) + ", about " + inWords(duration()) + " at "
                + size(choice.method().bytesPerSecond()) + "/s";
    }

    /** @param free octets on the file system of the replica's data directory */
    Finding hasRoom(Database database, long free) {
        String claim = database + " has room for the copy";
        long needed = Math.max(SMALLEST_ROOM, (long) (source.bytes() * ROOM));
        // What it holds now is dropped before the copy comes.
        long available = free + replica.bytes();
        String found = size(free) + " free and " + size(replica.bytes()) + " to be dropped; needed " + size(needed);
        return available >= needed
                ? Finding.met(claim, found)
                : Finding.notMet(claim, found, "Make room, or enlarge the file system of its data directory.");
    }

    /** Replication goes on where the copy began: that part of the log has to be there still. */
    Finding logIsKept(ServerView primary) {
        String claim = primary.database() + " keeps its binary log for longer than the copy takes";
        Duration needed = duration().multipliedBy(3);
        if (primary.logKept().isEmpty()) {
            return Finding.met(claim, "for ever");
        }
        Duration kept = primary.logKept().get();
        String found = "for " + inWords(kept) + "; the copy takes about " + inWords(duration());
        return kept.compareTo(needed) >= 0
                ? Finding.met(claim, found)
                : Finding.notMet(
                        claim,
                        found,
                        "Raise binlog_expire_logs_seconds to " + needed.toSeconds() + " or more for now.");
    }

    /** The kind of hold that the copy needs, and whether it is short enough. */
    Finding hold(Database from, boolean isFromPrimary, Duration lockLimit) {
        String tables = source.nonTransactional().isEmpty()
                ? "all " + source.tables() + " tables are transactional"
                : "not transactional: " + String.join(", ", source.nonTransactional());
        if (!isFromPrimary) {
            return Finding.met(
                    "the primary isn't touched; " + from + " doesn't apply its log while it is dumped",
                    tables + "; about " + inWords(duration()));
        }
        if (source.nonTransactional().isEmpty()) {
            return Finding.met(
                    "no lock is held on " + from
                            + (choice.method().isOfStatements() ? ": a snapshot does" : " but for moments"),
                    tables);
        }
        String claim =
                "the read lock on " + from + ", which stops every write, is held for less than " + inWords(lockLimit);
        Duration locked = choice.locked(source);
        String found = tables + "; about " + inWords(locked);
        return locked.compareTo(lockLimit) < 0
                ? Finding.met(claim, found)
                : Finding.notMet(
                        claim,
                        found,
                        "Copy from a replica (--from-replica), convert these tables to InnoDB, or allow more with --lock-limit.");
    }

    static String inWords(Duration duration) {
        long seconds = duration.toSeconds();
        if (seconds < 120) {
            return seconds + " s";
        }
        return seconds < 7200 ? seconds / 60 + " min" : seconds / 3600 + " h";
    }

    static String size(long bytes) {
        if (bytes < 1_000_000) {
            return (bytes + 999) / 1000 + " kB";
        }
        return bytes < 1_000_000_000
                ? String.format(Locale.ROOT, "%.1f MB", bytes / 1e6)
                : String.format(Locale.ROOT, "%.1f GB", bytes / 1e9);
    }
}
