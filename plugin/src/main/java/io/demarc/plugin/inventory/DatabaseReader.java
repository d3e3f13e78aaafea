/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.inventory;

import io.demarc.access.Printable;
import io.demarc.access.yaml.Durations;
import io.demarc.access.yaml.YamlNode;
import io.demarc.hooks.replica.Database;
import io.demarc.plugin.configuration.SecretReference;
import io.demarc.plugin.words.Address;
import io.demarc.plugin.words.CheckTimes;
import io.demarc.plugin.words.ManagedDatabase;
import io.demarc.plugin.words.ManagedDatabase.Replication;
import io.demarc.plugin.words.RunbookObjects;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the inventory's databases, and whether they fit each other. */
final class DatabaseReader {
    private static final int DATABASE_PORT = 3306;
    private static final Pattern USER = Pattern.compile("[A-Za-z0-9_.-]{1,80}");

    private DatabaseReader() {}

    /** Empty, with the problems noted, when the entry is not good enough. */
    static Optional<ManagedDatabase> read(YamlNode node) {
        node.knowing(
                "name",
                "server",
                "defaults-file",
                "address",
                "primary",
                "replication",
                "check",
                "stop-command",
                "start-command");
        Optional<String> name = node.get("name").required(UnaryOperator.identity());
        Optional<String> server = node.get("server").required(UnaryOperator.identity());
        Optional<Address> address = node.get("address").required(text -> Address.parse(text, DATABASE_PORT));
        @Nullable
        String file =
                node.get("defaults-file").optional(UnaryOperator.identity()).orElse(null);
        @Nullable
        String primary = node.get("primary").optional(UnaryOperator.identity()).orElse(null);
        @Nullable Replication replication = replication(node.get("replication"));
        @Nullable CheckTimes check = check(node.get("check"));
        if (name.isEmpty() || server.isEmpty() || address.isEmpty()) {
            return Optional.empty();
        }
        try {
            Database database = new Database(
                    name.get(),
                    server.get(),
                    file,
                    address.get().host(),
                    address.get().port(),
                    primary,
                    command(node, "stop-command", Database.USUAL_STOP),
                    command(node, "start-command", Database.USUAL_START));
            return Optional.of(new ManagedDatabase(database, replication, check));
        } catch (IllegalArgumentException e) {
            node.problem(String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private static String command(YamlNode node, String key, String usual) {
        return node.get(key).optional(UnaryOperator.identity()).orElse(usual);
    }

    private static @Nullable Replication replication(YamlNode node) {
        if (!node.isPresent()) {
            return null;
        }
        node.knowing("user", "password");
        Optional<String> user = node.get("user").required(text -> {
            if (!USER.matcher(text).matches()) {
                throw new IllegalArgumentException("'" + Printable.of(text) + "' is not the name of an account: 1 to 80"
                        + " letters, digits, dots, dashes or underscores");
            }
            return text;
        });
        Optional<SecretReference> password = node.get("password").required(SecretReference::parse);
        return user.isEmpty() || password.isEmpty() ? null : new Replication(user.get(), password.get());
    }

    private static @Nullable CheckTimes check(YamlNode node) {
        if (!node.isPresent()) {
            return null;
        }
        node.knowing("every", "at");
        Optional<Duration> every =
                node.get("every").required(text -> Durations.parse(text, CheckTimes.SHORTEST, CheckTimes.LONGEST));
        return node.get("at")
                .required(text -> CheckTimes.of(every.orElse(CheckTimes.SHORTEST), text))
                .filter(it -> every.isPresent())
                .orElse(null);
    }

    /** Notes what one entry alone doesn't show. */
    static void check(YamlNode list, RunbookObjects objects) {
        Map<String, ManagedDatabase> all = objects.databases();
        for (YamlNode node : list.items()) {
            String name = node.get("name").optional(UnaryOperator.identity()).orElse("");
            ManagedDatabase it = all.get(name);
            if (it == null) {
                continue;
            }
            if (!objects.entrances().containsKey(it.database().server())) {
                node.get("server")
                        .problem("there is no server named "
                                + Printable.of(it.database().server()));
            }
            String primary = it.database().primary();
            if (primary == null) {
                if (it.check() != null) {
                    node.get("check").problem("only a replica is compared, and this one has no 'primary'");
                }
                continue;
            }
            ManagedDatabase source = all.get(primary);
            if (source == null) {
                node.get("primary").problem("there is no database named " + Printable.of(primary));
            } else if (it.replication() == null && source.replication() == null) {
                node.problem(
                        "neither it nor " + primary + " says as whom it replicates: give one of them 'replication'");
            }
        }
    }
}
