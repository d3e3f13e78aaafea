/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.storage;

import io.demarc.hooks.runbook.StepContext;
import io.demarc.hooks.storage.NetworkCards.Change;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Network cards and addresses of a step's node, now and when it was shut down. */
final class NodeNetwork {
    private static final Pattern ADDRESS = Pattern.compile("\\d+: (\\S+?)(?:@\\S+)? +inet6? (\\S+) .*");

    private final Sighted sight;
    private final StepContext context;

    NodeNetwork(Sighted sight, StepContext context) {
        this.sight = sight;
        this.context = context;
    }

    /** Notes what has to be found again: before the node is shut down. */
    void remember() {
        StorageNode node = sight.node();
        context.save("cards-before-" + node, cards(node).inLines());
        context.save(
                "addresses-before-" + node,
                addresses(node).entrySet().stream()
                        .map(it -> it.getKey() + " " + String.join(" ", it.getValue()))
                        .collect(Collectors.joining("\n")));
    }

    NetworkCards cards(StorageNode node) {
        return NetworkCards.parse(
                sight.look(node, "sh", "-c", NetworkCards.LISTING).stdout());
    }

    NetworkCards before() {
        return NetworkCards.parse(context.value("cards-before-" + sight.node()).orElse(""));
    }

    /** Addresses that interfaces had before, without the service's. */
    Map<String, List<String>> addressesBefore() {
        Map<String, List<String>> all = new TreeMap<>();
        context.value("addresses-before-" + sight.node()).orElse("").lines().forEach(line -> {
            List<String> words = List.of(line.split(" ", -1));
            all.put(words.get(0), words.subList(1, words.size()));
        });
        return all;
    }

    Optional<List<Change>> changes(NetworkCards now) {
        return now.since(before(), sight.node().managementInterface(), loggedInThrough());
    }

    /** Lasting addresses by interface; none of loopback, none that every interface makes itself, none of the service. */
    Map<String, List<String>> addresses(StorageNode node) {
        Map<String, TreeSet<String>> all = new TreeMap<>();
        sight.look(node, "ip", "-o", "addr", "show", "scope", "global", "permanent")
                .stdout()
                .lines()
                .map(ADDRESS::matcher)
                .filter(Matcher::matches)
                .filter(matcher -> !sight.pair().addresses().contains(matcher.group(2)))
                .forEach(matcher -> all.computeIfAbsent(matcher.group(1), it -> new TreeSet<>())
                        .add(matcher.group(2)));
        Map<String, List<String>> lists = new TreeMap<>();
        all.forEach((name, addresses) -> lists.put(name, List.copyOf(addresses)));
        return lists;
    }

    /** The interface that has the address by which this session came; empty when the node doesn't say. */
    private String loggedInThrough() {
        StorageNode node = sight.node();
        String[] connection =
                sight.look(node, "printenv", "SSH_CONNECTION").stdout().strip().split(" ", -1);
        if (connection.length != 4) {
            return "";
        }
        return sight.look(node, "ip", "-o", "addr", "show", "to", connection[2])
                .stdout()
                .lines()
                .map(ADDRESS::matcher)
                .filter(Matcher::matches)
                .map(matcher -> matcher.group(1))
                .findFirst()
                .orElse("");
    }
}
