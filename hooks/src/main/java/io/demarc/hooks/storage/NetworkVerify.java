/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.storage;

import io.demarc.hooks.runbook.Finding;
import io.demarc.hooks.runbook.StepContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** {@code network-verify}: every address that the node had is there again, on an interface that has a link. */
final class NetworkVerify extends PairStep {
    private static final String CARRIER = "cat /sys/class/net/\"$0\"/carrier 2>/dev/null; true";

    NetworkVerify(StoragePairs pairs) {
        super(pairs);
    }

    @Override
    public String name() {
        return "network-verify";
    }

    @Override
    public List<Finding> verify(StepContext context) {
        Sighted sight = sight(context);
        NodeNetwork network = new NodeNetwork(sight, context);
        StorageNode node = sight.node();
        Map<String, List<String>> now = network.addresses(node);
        List<Finding> findings = new ArrayList<>();
        network.addressesBefore().forEach((name, addresses) -> {
            TreeSet<String> missing = new TreeSet<>(addresses);
            now.getOrDefault(name, List.of()).forEach(missing::remove);
            boolean hasLink =
                    sight.look(node, "sh", "-c", CARRIER, name).stdout().strip().equals("1");
            String claim = node + " " + name + " has a link and " + String.join(", ", addresses);
            if (missing.isEmpty() && hasLink) {
                findings.add(Finding.met(claim, "it has"));
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
}
