/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.replica;

import io.demarc.hooks.runbook.StepContext;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import java.util.List;
import java.util.Optional;

/** The replica that a run is about, its primary, what it is copied from, and what the run's parameters say. */
final class Rebuild {
    /** The parameter's value for the primary itself, whatever its name is. */
    static final String PRIMARY = "primary";

    private static final String NOBODY = "none";

    private final Databases databases;
    private final StepContext context;
    private final Database replica;
    private final Database primary;

    Rebuild(Databases databases, StepContext context) {
        this.databases = databases;
        this.context = context;
        this.replica = databases.database(context.object());
        String name = replica.primary();
        if (name == null) {
            throw ProblemException.of(
                    ProblemCode.INPUT_INVALID,
                    "Database " + replica + " is no replica: the inventory names no primary of it.",
                    "Name its primary in the inventory ('primary:'), or name the replica that you mean.");
        }
        this.primary = databases.database(name);
    }

    Databases databases() {
        return databases;
    }

    Database replica() {
        return replica;
    }

    Database primary() {
        return primary;
    }

    /** What is dumped: the primary, or another replica of it. */
    Database source() {
        String name = context.parameters().getOrDefault("source", PRIMARY);
        if (name.equals(PRIMARY) || name.equals(primary.name())) {
            return primary;
        }
        Database other = databases.database(name);
        if (other.equals(replica) || !primary.name().equals(other.primary())) {
            throw ProblemException.of(
                    ProblemCode.INPUT_INVALID,
                    other.equals(replica)
                            ? "Replica " + replica + " can't be rebuilt from itself."
                            : "Database " + other + " is no replica of " + primary + ", of which " + replica
                                    + " is one.",
                    "Copy from the primary, or from one of its other replicas: " + siblings() + ".");
        }
        return other;
    }

    boolean isFromPrimary() {
        return source().equals(primary);
    }

    /** The other declared replicas of the same primary. */
    List<Database> siblings() {
        return databases.all().stream()
                .filter(it -> primary.name().equals(it.primary()) && !it.equals(replica))
                .toList();
    }

    SqlClient client(Database database) {
        return new SqlClient(databases, database);
    }

    /** How it is copied: as this run has begun, else as its parameter says; empty: that is to be chosen. */
    Optional<CopyMethod> method() {
        Optional<CopyMethod> begun = context.value(ReplicaStep.METHOD).flatMap(CopyMethod::saved);
        return begun.isPresent() ? begun : CopyMethod.named(context.parameters().getOrDefault("method", "auto"));
    }

    /** The only ones that are copied; empty: everything. */
    List<String> tables() {
        return TableNames.of(context.parameters().getOrDefault("tables", ""));
    }

    /** The replica whose data may be lost when a copy fails: its name has been said. */
    String losable() {
        return context.parameters().getOrDefault("lose", "");
    }

    /** Accounts that the copy is to have as the replica has them now: {@code monitor@localhost}. */
    List<String> keptAccounts() {
        String named = context.parameters().getOrDefault("keep-accounts", NOBODY);
        return named.equals(NOBODY) ? List.of() : List.of(named.split(",", -1));
    }

    boolean isAllowed(String parameter) {
        return "yes".equals(context.parameters().get(parameter));
    }

    long seconds(String parameter, long usual) {
        String text = context.parameters().getOrDefault(parameter, "");
        return text.matches("\\d{1,9}") ? Long.parseLong(text) : usual;
    }
}
