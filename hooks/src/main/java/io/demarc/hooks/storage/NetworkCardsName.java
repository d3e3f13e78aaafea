/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.storage;

import io.demarc.hooks.runbook.Finding;
import io.demarc.hooks.runbook.Outcome;
import io.demarc.hooks.runbook.Progress;
import io.demarc.hooks.runbook.Setting;
import io.demarc.hooks.runbook.StepContext;
import io.demarc.hooks.runbook.StepKind;
import io.demarc.hooks.storage.NetworkCards.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * {@code network-cards-name}: writes new MAC addresses into the files that name interfaces ({@code *.link} of systemd, rules of
 * udev), and gives the cards their lasting names at once; the card that Demarc is logged in through gets its name with the
 * next boot. A copy of each file is kept beside it.
 */
final class NetworkCardsName implements StepKind {
    private static final String FILES = "grep -lirF -- \"$0\" /etc/systemd/network /etc/udev/rules.d 2>/dev/null; true";
    private static final String REPLACE = "cp -p -- \"$1\" \"$1.before-demarc\" && sed -i -e \"s/$2/$3/Ig\" -- \"$1\"";

    private final StoragePairs pairs;

    NetworkCardsName(StoragePairs pairs) {
        this.pairs = pairs;
    }

    @Override
    public String name() {
        return "network-cards-name";
    }

    @Override
    public List<Setting> settings() {
        return List.of(Sighted.NODE);
    }

    @Override
    public Outcome act(StepContext context) {
        Sighted sight = new Sighted(pairs, context);
        NodeNetwork network = new NodeNetwork(sight, context);
        List<Change> changes = network.changes(network.cards(sight.node())).orElse(List.of());
        for (Change change : changes) {
            rewriteRules(sight, change);
        }
        if (!changes.isEmpty()) {
            sight.change(sight.node(), "udevadm", "control", "--reload");
        }
        for (Change change : changes) {
            if (!change.now().equals(change.lasting())
                    && !change.lasting().equals(sight.node().managementInterface())) {
                rename(sight, network, change);
            }
        }
        return Outcome.acted(changes.isEmpty() ? "Every interface has its lasting name." : "");
    }

    private static void rewriteRules(Sighted sight, Change change) {
        List<String> files = sight.look(sight.node(), "sh", "-c", FILES, change.oldMac())
                .stdout()
                .lines()
                .filter(file -> !file.endsWith(".before-demarc"))
                .toList();
        for (String file : files) {
            sight.change(sight.node(), "sh", "-c", REPLACE, "replace", file, change.oldMac(), change.newMac());
        }
    }

    private static void rename(Sighted sight, NodeNetwork network, Change change) {
        StorageNode node = sight.node();
        sight.change(node, "ip", "link", "set", "dev", change.now(), "down");
        sight.change(node, "ip", "link", "set", "dev", change.now(), "name", change.lasting());
        sight.change(node, "ip", "link", "set", "dev", change.lasting(), "up");
        Map<String, List<String>> before = new TreeMap<>(network.addressesBefore());
        for (String address : before.getOrDefault(change.lasting(), List.of())) {
            // Whatever configures the network may have been quicker: replace says yes to both.
            sight.change(node, "ip", "addr", "replace", address, "dev", change.lasting());
        }
    }

    @Override
    public Progress poll(StepContext context) {
        List<Finding> open = verify(context).stream().filter(it -> !it.isMet()).toList();
        return open.isEmpty() ? Progress.done() : Progress.waiting(open.get(0).found());
    }

    @Override
    public List<Finding> verify(StepContext context) {
        Sighted sight = new Sighted(pairs, context);
        NodeNetwork network = new NodeNetwork(sight, context);
        NetworkCards now = network.cards(sight.node());
        List<Finding> findings = new ArrayList<>();
        String management = sight.node().managementInterface();
        for (String name : network.before().macs().keySet()) {
            String claim = sight.node() + " has an interface " + name;
            if (now.macs().containsKey(name)) {
                findings.add(Finding.met(claim, now.macs().get(name)));
            } else if (name.equals(management)) {
                findings.add(Finding.met(claim, "not before it boots the next time"));
            } else {
                findings.add(Finding.notMet(claim, "there is none", "Look at 'ip link' on the node."));
            }
        }
        return findings;
    }
}
