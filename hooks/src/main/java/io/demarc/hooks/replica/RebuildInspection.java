/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.replica;

import io.demarc.hooks.runbook.Finding;
import io.demarc.problem.ProblemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Looks at every server of a rebuild once, and says what is to be said before anything is touched. One caller at a time. */
final class RebuildInspection {
    static final long USUAL_LOCK_SECONDS = 60;
    static final long USUAL_LAG_SECONDS = 30;

    private final Rebuild rebuild;
    private final SqlClient replicaClient;
    private final SqlClient sourceClient;
    private final ServerView primary;
    private final ServerView replica;
    private final ServerView source;
    private final CopyChoice choice;
    private final Estimate estimate;
    /** Once somebody has asked. */
    private @Nullable Hindrances hindrances;

    private RebuildInspection(Rebuild rebuild) {
        this.rebuild = rebuild;
        this.replicaClient = rebuild.client(rebuild.replica());
        this.sourceClient = rebuild.client(rebuild.source());
        this.primary = ServerReader.read(rebuild.client(rebuild.primary()));
        this.replica = ServerReader.read(replicaClient);
        this.source = rebuild.isFromPrimary() ? primary : ServerReader.read(sourceClient);
        List<String> tables = rebuild.tables();
        DataView data = DataView.read(sourceClient, source.dialect(), tables);
        this.choice = tables.isEmpty()
                ? CopyChoice.of(rebuild.method(), data, () -> files(data))
                : CopyChoice.ofTables(rebuild.method(), data);
        this.estimate = new Estimate(data, DataView.read(replicaClient, replica.dialect(), tables), choice);
    }

    private CopyChoice.Files files(DataView data) {
        return source.dialect().isMariaDb()
                ? new BackupGuards(sourceClient, source, data, replicaClient, replica).look()
                : new CloneGuards(
                                sourceClient,
                                source,
                                data,
                                replicaClient,
                                replica,
                                rebuild.databases().replicationLogin(rebuild.replica()))
                        .look(rebuild.isFromPrimary());
    }

    static RebuildInspection of(Rebuild rebuild) {
        return new RebuildInspection(rebuild);
    }

    ServerView primary() {
        return primary;
    }

    ServerView replica() {
        return replica;
    }

    ServerView source() {
        return source;
    }

    CopyMethod method() {
        return choice.method();
    }

    Estimate estimate() {
        return estimate;
    }

    boolean isLocking() {
        return rebuild.isFromPrimary() && !estimate.source().nonTransactional().isEmpty();
    }

    Duration lockLimit() {
        return Duration.ofSeconds(rebuild.seconds("lock-limit", USUAL_LOCK_SECONDS));
    }

    /** Every claim that has to hold before the first thing is done. */
    List<Finding> findings() {
        List<Finding> findings = new ArrayList<>(lasting());
        findings.add(RebuildGuards.nobodyReads(replica, rebuild.isAllowed("allow-readers")));
        findings.add(RebuildGuards.nobodyReplicates(replica, rebuild.isAllowed("allow-sources")));
        if (rebuild.tables().isEmpty()) {
            findings.add(RebuildGuards.noneIsLost(
                    estimate.source(), estimate.replica(), replica, rebuild.isAllowed("drop-extra")));
        }
        return findings;
    }

    /** Those that have to hold again when the copy begins anew. */
    List<Finding> lasting() {
        List<Finding> findings = new ArrayList<>();
        boolean isUnverifiedAllowed = rebuild.isAllowed("unverified-version");
        Stream.of(primary, source, replica)
                .distinct()
                .map(it -> RebuildGuards.wordsAreProven(it, isUnverifiedAllowed))
                .forEach(findings::add);
        findings.add(RebuildGuards.primaryIsPrimary(primary));
        findings.add(RebuildGuards.replicaOfThisPrimary(primary, replica));
        Stream.of(primary, source)
                .distinct()
                .map(it -> RebuildGuards.versionsFit(it, replica))
                .forEach(findings::add);
        findings.add(RebuildGuards.settingsFit(source, replica));
        findings.add(RebuildGuards.serverIdIsItsOwn(replica, otherIds()));
        if (!rebuild.isFromPrimary()) {
            findings.add(RebuildGuards.sourceIsHealthy(source, primary, rebuild.seconds("max-lag", USUAL_LAG_SECONDS)));
        }
        if (!rebuild.tables().isEmpty()) {
            findings.addAll(TableGuards.findings(rebuild.tables(), estimate.source(), primary, replica));
        }
        findings.add(Reachability.account(
                replicaClient,
                rebuild.primary(),
                rebuild.databases().replicationLogin(rebuild.replica()),
                primary.serverId()));
        findings.add(choice.finding());
        if (isOneMake()) {
            findings.addAll(hindrances().findings());
        }
        if (isOneMake() && !rebuild.isFromPrimary() && primary.isOn("gtid_mode")) {
            findings.add(RebuildGuards.hasNoTransactionsOfItsOwn(source, rebuild.client(rebuild.primary())));
        }
        findings.add(Finding.met("the size of the copy is known", estimate.inWords()));
        findings.addAll(choice.findings());
        if (choice.method().isOfStatements()) {
            findings.addAll(ofDump());
        }
        findings.add(estimate.logIsKept(primary));
        findings.add(estimate.hold(rebuild.source(), rebuild.isFromPrimary(), lockLimit()));
        return findings;
    }

    /** Whether the copy's server can be asked as the replica is, over its socket, which is all that it has: yes or no. */
    String loginProof() {
        return isOneMake() && hindrances().isLoginLocal() ? "yes" : "no";
    }

    private Hindrances hindrances() {
        Hindrances known = hindrances;
        if (known == null) {
            known = new Hindrances(rebuild, primary, choice.method());
            hindrances = known;
        }
        return known;
    }

    private boolean isOneMake() {
        return Stream.of(source, replica)
                .allMatch(it -> it.dialect().make() == primary.dialect().make());
    }

    private List<Finding> ofDump() {
        List<Finding> findings = new ArrayList<>(List.of(
                Reachability.programs(sourceClient),
                Reachability.programs(replicaClient),
                RebuildGuards.dumpKeepsEverything(source, estimate.source())));
        if (choice.method() == CopyMethod.DUMP) {
            findings.add(RebuildGuards.nothingIsElsewhere(source, estimate.source()));
            findings.addAll(new ExchangeGuards(replicaClient, replica, Machine.look(replicaClient, replica))
                    .forServer(estimate.source().bytes()));
            return findings;
        }
        findings.add(estimate.hasRoom(
                rebuild.replica(), Reachability.freeBytes(replicaClient, replica.variable("datadir"))));
        if (rebuild.tables().isEmpty()) {
            findings.add(RebuildGuards.lossIsMeant(replica, estimate.replica(), rebuild.losable()));
        }
        return findings;
    }

    private Map<Long, String> otherIds() {
        Map<Long, String> ids = new HashMap<>();
        rebuild.siblings().forEach(it -> idOf(it).ifPresent(id -> ids.put(id, it.name())));
        ids.put(primary.serverId(), rebuild.primary().name());
        return ids;
    }

    /** Empty for a sibling that doesn't answer: it must not keep another one from being rebuilt. */
    private Optional<Long> idOf(Database sibling) {
        if (sibling.equals(source.database())) {
            return Optional.of(source.serverId());
        }
        try {
            return Optional.of(ServerReader.read(rebuild.client(sibling)).serverId());
        } catch (ProblemException e) {
            return Optional.empty();
        }
    }
}
