/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.storage;

import io.demarc.hooks.runbook.Finding;
import io.demarc.hooks.runbook.Progress;
import io.demarc.hooks.runbook.Setting;
import io.demarc.hooks.runbook.StepContext;
import io.demarc.hooks.runbook.StepKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** {@code network-verify}: every address that the node had is there again, on an interface that has a link. */
final class NetworkVerify implements StepKind {
    private static final String CARRIER = "cat /sys/class/net/\"$0\"/carrier 2>/dev/null; true";

    private final StoragePairs pairs;

    NetworkVerify(StoragePairs pairs) {
        this.pairs = pairs;
    }

    @Override
    public String name() {
        return "network-verify";
    }

    @Override
    public List<Setting> settings() {
        return List.of(Sighted.NODE);
    }

    @Override
    public Progress poll(StepContext context) {
        List<Finding> open = verify(context).stream().filter(it -> !it.isMet()).toList();
        return open.isEmpty()
                ? Progress.done()
                : Progress.waiting(
                        open.stream().map(it -> it.claim() + ": " + it.found()).collect(Collectors.joining("; ")));
    }

    @Override
    public List<Finding> verify(StepContext context) {
        Sighted sight = new Sighted(pairs, context);
        NodeNetwork network = new NodeNetwork(sight, context);
        StorageNode node = sight.node();
        Map<String, List<String>> now = network.addresses(node);
        List<Finding> findings = new ArrayList<>();
        network.addressesBefore().forEach((name, addresses) -> {
            TreeSet<String> missing = new TreeSet<>(addresses);
            String holder = holder(now, name, addresses);
            now.getOrDefault(holder, List.of()).forEach(missing::remove);
            boolean hasLink = sight.look(node, "sh", "-c", CARRIER, holder)
                    .stdout()
                    .strip()
                    .equals("1");
            String claim = node + " " + name + " has a link and " + String.join(", ", addresses);
            if (missing.isEmpty() && hasLink) {
                findings.add(Finding.met(claim, holder.equals(name) ? "it has" : "it has, as " + holder));
            } else {
                findings.add(Finding.notMet(
                        claim,
                        (hasLink ? "" : "no link; ")
                                + (missing.isEmpty() ? "" : "missing: " + String.join(", ", missing)),
                        "Plug the cable in, and look at the network's configuration on the node."));
            }
        });
        return findings;
    }

    /** The management interface keeps its new card's name until the next boot. */
    private static String holder(Map<String, List<String>> now, String name, List<String> addresses) {
        return now.containsKey(name)
                ? name
                : now.entrySet().stream()
                        .filter(it -> it.getValue().containsAll(addresses))
                        .map(Map.Entry::getKey)
                        .findFirst()
                        .orElse(name);
    }
}
