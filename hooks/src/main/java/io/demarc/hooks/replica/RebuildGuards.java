/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.replica;

import io.demarc.hooks.runbook.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Claims about the servers of a rebuild, each made of what was seen. */
final class RebuildGuards {
    private RebuildGuards() {}

    static Finding primaryIsPrimary(ServerView primary) {
        String claim =
                primary.database() + " really is the primary: it replicates from nobody, takes writes, and logs them";
        List<String> objections = new ArrayList<>();
        primary.replication().forEach(it -> objections.add("it is a replica of " + it.source()));
        if (primary.isOn("read_only")) {
            objections.add("it is read-only");
        }
        if (!primary.isOn("log_bin")) {
            objections.add("its binary log is off");
        }
        return objections.isEmpty()
                ? Finding.met(claim, "server id " + primary.serverId() + ", " + primary.version())
                : Finding.notMet(
                        claim,
                        String.join(", ", objections),
                        "Name the real primary in the inventory; nothing is copied from a server that isn't one.");
    }

    /** What the statements of a dump don't say: some digits of a FLOAT, with both makes; history, before MariaDB 10.11. */
    static Finding dumpKeepsEverything(ServerView source, DataView data) {
        String claim = "a dump of " + source.database() + " keeps every bit of its rows, and their history";
        List<String> objections = new ArrayList<>();
        if (!data.inexact().isEmpty()) {
            objections.add("it rounds FLOATs: " + String.join(", ", data.inexact()));
        }
        if (!data.versioned().isEmpty() && !source.dialect().dumpsHistory()) {
            objections.add(source.version() + " doesn't dump the history of " + String.join(", ", data.versioned()));
        }
        if (objections.isEmpty()) {
            return Finding.met(
                    claim,
                    data.versioned().isEmpty()
                            ? "no FLOAT, no history"
                            : "no FLOAT; with history: " + String.join(", ", data.versioned()));
        }
        return Finding.notMet(
                claim,
                String.join("; ", objections),
                source.dialect().isMariaDb()
                        ? "Use --method backup, which copies files."
                        : "Use --method clone, which copies pages.");
    }

    /** The copy's server would make them where the replica's own server has its own. */
    static Finding nothingIsElsewhere(ServerView source, DataView data) {
        String claim = "the tables of " + source.database() + " are in its data directory";
        return data.elsewhere().isEmpty()
                ? Finding.met(claim, source.variable("datadir"))
                : Finding.notMet(
                        claim,
                        "elsewhere (DATA DIRECTORY): " + String.join(", ", data.elsewhere()),
                        "Move them there, " + ExchangeGuards.IN_PLACE);
    }

    static Finding lossIsMeant(ServerView replica, DataView data, String losable) {
        String claim = "what " + replica.database() + " holds may be lost before the copy is whole";
        String found = Estimate.size(data.bytes()) + " in " + String.join(", ", data.schemas());
        return losable.equals(replica.database().name())
                ? Finding.met(claim, found + "; it was named")
                : Finding.notMet(
                        claim,
                        found,
                        "Make room and leave out '--method in-place': then it keeps them until the copy is proven. Or say"
                                + " '--lose " + replica.database() + "'.");
    }

    static Finding wordsAreProven(ServerView server, boolean isAllowed) {
        String claim = "the words that " + server.database() + " understands are proven";
        if (server.dialect().isProven()) {
            return Finding.met(claim, server.version());
        }
        String found = server.version() + " has those of its manual, which were never sent to a real server; proven: "
                + Dialect.proven();
        return isAllowed
                ? Finding.met(claim + ", or that is allowed", found + "; allowed")
                : Finding.notMet(
                        claim, found, "Try it on servers that nobody needs first, then say --unverified-version.");
    }

    static Finding versionsFit(ServerView from, ServerView replica) {
        String claim = replica.database() + " can hold what " + from.database() + " has";
        String found = from.version() + " to " + replica.version();
        if (from.dialect().make() != replica.dialect().make()) {
            return Finding.notMet(claim, found, "MariaDB and MySQL don't replicate to each other safely.");
        }
        return replica.series() >= from.series()
                ? Finding.met(claim, found)
                : Finding.notMet(
                        claim, found, "Upgrade " + replica.database() + " first: a replica may be newer, not older.");
    }

    /** Settings that make the same statement mean something else. */
    static Finding settingsFit(ServerView from, ServerView replica) {
        String claim = from.database() + " and " + replica.database() + " treat names and large rows alike";
        List<String> objections = new ArrayList<>();
        if (!from.variable("lower_case_table_names").equals(replica.variable("lower_case_table_names"))) {
            objections.add("lower_case_table_names is " + from.variable("lower_case_table_names") + " and "
                    + replica.variable("lower_case_table_names"));
        }
        if (from.number("max_allowed_packet") > replica.number("max_allowed_packet")) {
            objections.add("max_allowed_packet is " + from.number("max_allowed_packet") + " and only "
                    + replica.number("max_allowed_packet"));
        }
        return objections.isEmpty()
                ? Finding.met(claim, "they do")
                : Finding.notMet(
                        claim, String.join(", ", objections), "Make them the same on " + replica.database() + ".");
    }

    static Finding replicaOfThisPrimary(ServerView primary, ServerView replica) {
        String claim = replica.database() + " is a replica of " + primary.database() + ", or of nobody";
        if (replica.replication().isEmpty()) {
            return Finding.met(claim, "of nobody");
        }
        if (replica.only().isEmpty()
                || !replica.replication().get(0).row().text("Connection_name").isEmpty()) {
            return Finding.notMet(
                    claim,
                    "it replicates over connections that have names, or over several",
                    "Such a replica has to be rebuilt by hand.");
        }
        ReplicationStatus status = replica.replication().get(0);
        if (status.sourceServerId() != 0 && status.sourceServerId() != primary.serverId()) {
            return Finding.notMet(
                    claim,
                    "it is one of " + status.source() + ", server id " + status.sourceServerId(),
                    "Look whether you mean this replica, and whether the inventory names its primary.");
        }
        return status.isFiltered()
                ? Finding.notMet(
                        claim,
                        "it leaves out a part of the data (replication filters)",
                        "A copy of everything would not be what it holds: rebuild it by hand, or lift the filters.")
                : Finding.met(claim, "of " + status.source() + ": " + status.inWords());
    }

    static Finding nobodyReads(ServerView replica, boolean isAllowed) {
        String claim = "nobody reads from " + replica.database();
        if (replica.users().isEmpty()) {
            return Finding.met(claim, "no session but replication's");
        }
        String found = replica.users().size() + " sessions: " + String.join("; ", new TreeSet<>(replica.users()));
        return isAllowed
                ? Finding.met(claim + ", or that is allowed", found + "; allowed")
                : Finding.notMet(
                        claim,
                        found,
                        "They would find tables gone. Take it out of your load balancer, or say --allow-readers.");
    }

    static Finding nobodyReplicates(ServerView replica, boolean isAllowed) {
        String claim = replica.database() + " is the source of no other replica";
        if (replica.replicas().isEmpty()) {
            return Finding.met(claim, "nobody reads its binary log");
        }
        String found = String.join(", ", new TreeSet<>(replica.replicas())) + " reads its binary log";
        return isAllowed
                ? Finding.met(claim + ", or that is allowed", found + "; allowed")
                : Finding.notMet(
                        claim,
                        found,
                        "What is done to it is not in its log: they would have to be rebuilt after it. Move them to "
                                + "another source, or say --allow-sources.");
    }

    /** @param ids names of servers by their ids, those of the replica itself left out */
    static Finding serverIdIsItsOwn(ServerView replica, java.util.Map<Long, String> ids) {
        String claim = "the server id of " + replica.database() + " is its own";
        String other = ids.get(replica.serverId());
        if (replica.serverId() == 0) {
            return Finding.notMet(claim, "it is 0", "Set server_id there and restart it.");
        }
        String others = ids.entrySet().stream()
                .map(it -> it.getValue() + " " + it.getKey())
                .sorted()
                .collect(Collectors.joining(", "));
        return other == null
                ? Finding.met(claim, replica.serverId() + "; others: " + others)
                : Finding.notMet(
                        claim,
                        other + " has " + replica.serverId() + " too",
                        "Two replicas with one id throw each other out again and again, and neither says why. Change"
                                + " one.");
    }

    static Finding sourceIsHealthy(ServerView source, ServerView primary, long longestLag) {
        String claim = source.database() + " is a replica of " + primary.database() + " that runs and is not behind";
        String advice = "Copy from the primary, or mend " + source.database() + " first.";
        if (source.only().isEmpty()) {
            return Finding.notMet(
                    claim, "it replicates from " + source.replication().size() + " servers", advice);
        }
        ReplicationStatus status = source.replication().get(0);
        boolean isWell = status.isReceiving()
                && status.isApplying()
                && status.errors().isEmpty()
                && status.sourceServerId() == primary.serverId()
                && !status.isFiltered()
                && status.lag().orElse(Long.MAX_VALUE) <= longestLag;
        String found = status.inWords() + ", of server id " + status.sourceServerId()
                + (status.isFiltered() ? ", with replication filters" : "");
        return isWell ? Finding.met(claim, found) : Finding.notMet(claim, found, advice);
    }

    /** MySQL: what only the copied one has would be missing at the primary, and be sent to every replica that ever replicates from it. */
    static Finding hasNoTransactionsOfItsOwn(ServerView source, SqlClient primary) {
        String claim = source.database() + " has no transaction that " + primary.database() + " lacks";
        String own = primary.ask("SELECT GTID_SUBTRACT(" + SqlText.literal(source.gtidExecuted())
                        + ", @@GLOBAL.gtid_executed) AS own")
                .get(0)
                .text("own");
        return own.isEmpty()
                ? Finding.met(claim, "none (gtid_executed)")
                : Finding.notMet(
                        claim,
                        "only there: " + own.replaceAll("\\s", ""),
                        "Copy from the primary; a copy of this one would hold changes that the primary doesn't have.");
    }

    static Finding noneIsLost(DataView source, DataView replica, ServerView seen, boolean isAllowed) {
        String claim = seen.database() + " has no database that the copy lacks";
        TreeSet<String> extra = new TreeSet<>(replica.schemas());
        extra.removeAll(source.schemas());
        if (extra.isEmpty()) {
            return Finding.met(claim, "none");
        }
        return isAllowed
                ? Finding.met(claim + ", or it is dropped", extra + " will be dropped; allowed")
                : Finding.notMet(
                        claim,
                        "only there: " + extra,
                        "They would be dropped. Copy them elsewhere if they matter, then say --drop-extra.");
    }
}
