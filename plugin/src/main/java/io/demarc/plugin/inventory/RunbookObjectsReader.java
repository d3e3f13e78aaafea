/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.inventory;

import io.demarc.access.yaml.YamlNode;
import io.demarc.plugin.words.Entrance;
import io.demarc.plugin.words.ManagedDatabase;
import io.demarc.plugin.words.ManagedGateway;
import io.demarc.plugin.words.ManagedPair;
import io.demarc.plugin.words.ManagedServer;
import io.demarc.plugin.words.RunbookObjects;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Reads what the inventory declares for runbooks. Names are unique over all of it: a run's object is a name. */
final class RunbookObjectsReader {
    private final YamlNode root;
    /** What each name stands for. */
    private final Map<String, String> taken = new HashMap<>();

    private RunbookObjectsReader(YamlNode root) {
        this.root = root;
    }

    /** The entries that are good enough; the problems of the others are noted. */
    static RunbookObjects read(YamlNode root) {
        RunbookObjectsReader reader = new RunbookObjectsReader(root);
        Map<String, ManagedPair> pairs = reader.all("storage-pairs", "storage pair", StoragePairReader::read);
        Map<String, ManagedServer> servers = reader.all("servers", "server", RunbookObjectsReader::server);
        Map<String, ManagedGateway> gateways = reader.all("gateways", "gateway", GatewayReader::read);
        Map<String, ManagedDatabase> databases = reader.all("databases", "database", DatabaseReader::read);
        RunbookObjects objects = new RunbookObjects(
                new TreeMap<>(pairs), new TreeMap<>(servers), new TreeMap<>(gateways), new TreeMap<>(databases));
        DatabaseReader.check(root.get("databases"), objects);
        return objects;
    }

    private <T> Map<String, T> all(String key, String kind, Function<YamlNode, Optional<T>> entry) {
        Map<String, T> all = new HashMap<>();
        for (YamlNode node : root.get(key).items()) {
            Optional<T> read = entry.apply(node);
            String name = node.get("name").optional(UnaryOperator.identity()).orElse("");
            read.ifPresent(it -> {
                String other = taken.putIfAbsent(name, kind);
                if (other != null) {
                    node.get("name").problem("there is another " + other + " named " + name);
                }
                all.put(name, it);
            });
        }
        return all;
    }

    private static Optional<ManagedServer> server(YamlNode node) {
        node.knowing("name", "address", "login");
        Optional<String> name = node.get("name").required(UnaryOperator.identity());
        Optional<Entrance> entrance = EntranceReader.read(node);
        try {
            return name.flatMap(it -> entrance.map(way -> new ManagedServer(it, way)));
        } catch (IllegalArgumentException e) {
            node.get("name").problem(String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }
}
