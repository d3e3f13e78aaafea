/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.words;

import io.demarc.access.Printable;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** What is declared for runbooks to work on. Immutable; no name stands for two things of which runs can be about. */
public record RunbookObjects(
        SortedMap<String, ManagedPair> pairs,
        SortedMap<String, ManagedServer> servers,
        SortedMap<String, ManagedGateway> gateways,
        SortedMap<String, ManagedDatabase> databases) {
    public static final RunbookObjects NONE =
            new RunbookObjects(new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), new TreeMap<>());

    public RunbookObjects {
        pairs = Collections.unmodifiableSortedMap(new TreeMap<>(pairs));
        servers = Collections.unmodifiableSortedMap(new TreeMap<>(servers));
        gateways = Collections.unmodifiableSortedMap(new TreeMap<>(gateways));
        databases = Collections.unmodifiableSortedMap(new TreeMap<>(databases));
    }

    /** The storage pair; throws {@code NOT_FOUND} naming those that there are. */
    public ManagedPair requirePair(String name) {
        return require("storage pair", "storage-pairs", pairs, name);
    }

    /** The database; throws {@code NOT_FOUND} naming those that there are. */
    public ManagedDatabase requireDatabase(String name) {
        return require("database", "databases", databases, name);
    }

    /**
     * How to reach a server, or a storage node whose name no other pair has as well; throws {@code NOT_FOUND} naming those
     * that there are.
     */
    public Entrance requireEntrance(String name) {
        return require("server", "servers", entrances(), name);
    }

    /** Of every server, of every such storage node and of every gateway that is asked by SSH, by name. */
    public SortedMap<String, Entrance> entrances() {
        SortedMap<String, Entrance> all = new TreeMap<>();
        Set<String> several = new TreeSet<>();
        for (ManagedPair pair : pairs.values()) {
            pair.entrances().forEach((node, entrance) -> {
                if (all.putIfAbsent(node, entrance) != null) {
                    several.add(node);
                }
            });
        }
        all.keySet().removeAll(several);
        gateways.values().forEach(gateway -> {
            if (gateway.login() instanceof LoginReference.Ssh login) {
                all.put(gateway.name(), new Entrance(gateway.host(), gateway.port(), login));
            }
        });
        servers.values().forEach(server -> all.put(server.name(), server.entrance()));
        return all;
    }

    private static <T> T require(String kind, String key, SortedMap<String, T> all, String name) {
        T found = all.get(name);
        if (found == null) {
            throw ProblemException.of(
                    ProblemCode.NOT_FOUND,
                    "There is no " + kind + " named '" + Printable.of(name) + "' in the inventory.",
                    all.isEmpty()
                            ? "Declare it under " + key + " and import it with 'demarc apply'."
                            : "Known: " + all.keySet() + ".");
        }
        return found;
    }

    /** Each kind of thing, as messages name it, and all of that kind by name. */
    public SortedMap<String, SortedMap<String, ?>> byKind() {
        return new TreeMap<>(
                Map.of("storage pair", pairs, "server", servers, "gateway", gateways, "database", databases));
    }

    /** All of this kind, by name. */
    public SortedMap<String, ?> ofKind(String kind) {
        return byKind().getOrDefault(kind, new TreeMap<>());
    }
}
