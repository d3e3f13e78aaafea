/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.inventory;

import io.demarc.access.Printable;
import io.demarc.access.yaml.YamlNode;
import io.demarc.hooks.storage.StorageNode;
import io.demarc.hooks.storage.StoragePair;
import io.demarc.plugin.words.Entrance;
import io.demarc.plugin.words.ManagedPair;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads one entry of the inventory's storage pairs. */
final class StoragePairReader {
    private static final Pattern ADDRESS = Pattern.compile("[0-9a-fA-F:.]{2,45}");
    private static final Pattern CIDR = Pattern.compile("[0-9a-fA-F:.]{2,45}/\\d{1,3}");
    private static final Pattern MOUNT = Pattern.compile("(/[A-Za-z0-9._-]+)+");
    private static final Pattern RESOURCE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");
    private static final Pattern MAINTENANCE = Pattern.compile("restart-node|replace-nodes");
    private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private StoragePairReader() {}

    private record Entry(StorageNode node, Entrance entrance, Optional<String> host) {}

    /** Empty, with the problems noted, when the entry is not good enough. */
    static Optional<ManagedPair> read(YamlNode node) {
        node.knowing("name", "cluster", "resources", "service", "nodes", "pool", "maintenance");
        Optional<String> name = node.get("name").required(UnaryOperator.identity());
        if (!node.get("cluster").isPresent()) {
            node.get("cluster").problem("is missing: heartbeat, pacemaker-crm, pacemaker-pcs, drbd-reactor or none");
        }
        Optional<StoragePair.Cluster> cluster = node.get("cluster").choice(StoragePair.Cluster.class);
        Set<String> resources = new TreeSet<>(texts(node.get("resources"), RESOURCE, "the name of a DRBD resource"));
        YamlNode service = node.get("service").knowing("addresses", "mounts");
        List<String> addresses = texts(service.get("addresses"), CIDR, "an address with its prefix, as 10.0.0.10/24");
        List<String> mounts = texts(service.get("mounts"), MOUNT, "an absolute path of a mounted file system");
        @Nullable
        String pool = node.get("pool")
                .optional(matching(UUID, "the UUID of a storage pool"))
                .orElse(null);
        ManagedPair.Maintenance maintenance = maintenance(node.get("maintenance"));
        List<Entry> nodes = nodes(node.get("nodes"));
        if (name.isEmpty() || cluster.isEmpty() || nodes.size() != 2) {
            return Optional.empty();
        }
        try {
            StoragePair pair = new StoragePair(
                    name.get(), nodes.get(0).node(), nodes.get(1).node(), cluster.get(), resources, addresses, mounts);
            Map<String, Entrance> entrances = new HashMap<>();
            nodes.forEach(entry -> entrances.put(entry.node().name(), entry.entrance()));
            Map<String, String> hosts = new HashMap<>();
            nodes.forEach(entry ->
                    entry.host().ifPresent(host -> hosts.put(entry.node().name(), host)));
            return Optional.of(new ManagedPair(pair, entrances, pool, hosts, maintenance));
        } catch (IllegalArgumentException e) {
            node.problem(String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private static ManagedPair.Maintenance maintenance(YamlNode node) {
        node.knowing("runbook", "start");
        String runbook = node.get("runbook")
                .optional(matching(MAINTENANCE, "restart-node or replace-nodes"))
                .orElse(ManagedPair.Maintenance.USUAL.runbook());
        boolean isStarting = node.get("start").flag(ManagedPair.Maintenance.USUAL.isStarting());
        return new ManagedPair.Maintenance(runbook, isStarting);
    }

    private static List<Entry> nodes(YamlNode list) {
        List<YamlNode> items = list.items();
        if (items.size() != 2) {
            list.problem("a pair has two nodes, and this one " + items.size());
        }
        List<Entry> entries = new ArrayList<>();
        items.forEach(item -> entry(item).ifPresent(entries::add));
        return entries;
    }

    private static Optional<Entry> entry(YamlNode node) {
        node.knowing("name", "address", "login", "management", "replication", "host");
        Optional<String> name = node.get("name").required(UnaryOperator.identity());
        Optional<Entrance> entrance = EntranceReader.read(node);
        Optional<String> management = node.get("management").required(UnaryOperator.identity());
        Optional<String> host = node.get("host").optional(matching(UUID, "the UUID of a host"));
        YamlNode replication = node.get("replication").knowing("interface", "address");
        if (!replication.isPresent()) {
            replication.problem(
                    "is missing: say over which interface, such as { interface: repl0, address: 10.9.0.1 }");
            return Optional.empty();
        }
        Optional<String> link = replication.get("interface").required(UnaryOperator.identity());
        Optional<String> linkAddress = replication.get("address").required(matching(ADDRESS, "an IP address"));
        if (name.isEmpty() || entrance.isEmpty() || management.isEmpty()) {
            return Optional.empty();
        }
        if (link.isEmpty() || linkAddress.isEmpty()) {
            return Optional.empty();
        }
        try {
            StorageNode storageNode = new StorageNode(name.get(), linkAddress.get(), link.get(), management.get());
            return Optional.of(new Entry(storageNode, entrance.get(), host));
        } catch (IllegalArgumentException e) {
            node.problem(String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private static List<String> texts(YamlNode list, Pattern form, String what) {
        List<String> texts = new ArrayList<>();
        list.items().forEach(item -> item.required(matching(form, what)).ifPresent(texts::add));
        return texts;
    }

    private static Function<String, String> matching(Pattern form, String what) {
        return text -> {
            if (!form.matcher(text).matches()) {
                throw new IllegalArgumentException("'" + Printable.of(text) + "' is not " + what);
            }
            return text;
        };
    }
}
