/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.storage;

import io.demarc.hooks.runbook.Finding;
import io.demarc.hooks.runbook.Outcome;
import io.demarc.hooks.runbook.StepContext;
import io.demarc.hooks.storage.NetworkCards.Change;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code network-cards-name}: writes new MAC addresses into the files that name interfaces ({@code *.link} of systemd, rules of
 * udev; a copy of each is kept beside it), and boots the node, so that every interface comes up under its lasting name and is
 * configured as it always was. The node gives no service and its cluster manager is held, so a boot harms nobody.
 */
final class NetworkCardsName extends PairStep {
    private static final String FILES = "grep -lirF -- \"$1\" /etc/systemd/network /etc/udev/rules.d 2>/dev/null; true";
    private static final String REPLACE = "cp -p -- \"$1\" \"$1.before-demarc\" && sed -i -e \"s/$2/$3/Ig\" -- \"$1\"";
    /** Debian's and Ubuntu's initial ramdisk has copies of the files. */
    private static final String RAMDISK = "if command -v update-initramfs >/dev/null; then update-initramfs -u; fi";

    NetworkCardsName(StoragePairs pairs) {
        super(pairs);
    }

    @Override
    public String name() {
        return "network-cards-name";
    }

    @Override
    public List<Finding> guard(StepContext context) {
        Sighted sight = sight(context);
        PairView view = view(sight);
        List<Finding> findings = new ArrayList<>(PairGuards.serves(view, sight.peer()));
        String claim = sight.node() + " gives no service";
        findings.add(view.of(sight.node())
                .map(it -> it.isPrimary() || it.isClusterUp()
                        ? Finding.notMet(claim, it.resourcesInWords(), "Stop its cluster manager, then resume.")
                        : Finding.met(claim, it.resourcesInWords()))
                .orElseGet(() -> Finding.notMet(claim, view.whyAway(sight.node()), "Look at its console.")));
        return findings;
    }

    @Override
    public Outcome act(StepContext context) {
        Sighted sight = sight(context);
        NodeNetwork network = new NodeNetwork(sight, context);
        NetworkCards now = network.cards(sight.node());
        List<Change> changes = network.changes(now).orElse(List.of());
        if (changes.isEmpty()) {
            return Outcome.acted("No network card has changed.");
        }
        boolean isWritten = false;
        for (Change change : changes) {
            isWritten |= rewriteRules(sight, change);
        }
        if (now.missing(network.before()).isEmpty()) {
            return Outcome.acted("Every interface has its lasting name without a boot.");
        }
        if (!isWritten) {
            return Outcome.failed(
                    "no file under /etc/systemd/network or /etc/udev/rules.d holds the old MAC addresses",
                    "Give the interfaces their lasting names by hand (systemd.link(5)), boot the node, then resume.");
        }
        sight.change(sight.node(), "sh", "-c", RAMDISK);
        sight.change(sight.node(), "systemctl", "reboot", "--no-block");
        return Outcome.acted("");
    }

    private static boolean rewriteRules(Sighted sight, Change change) {
        List<String> files = sight.look(sight.node(), "sh", "-c", FILES, "find", change.oldMac())
                .stdout()
                .lines()
                .filter(file -> !file.endsWith(".before-demarc"))
                .toList();
        for (String file : files) {
            sight.change(sight.node(), "sh", "-c", REPLACE, "replace", file, change.oldMac(), change.newMac());
        }
        return !files.isEmpty();
    }

    @Override
    public List<Finding> verify(StepContext context) {
        Sighted sight = sight(context);
        NodeNetwork network = new NodeNetwork(sight, context);
        NetworkCards now = network.cards(sight.node());
        List<Finding> findings = new ArrayList<>();
        for (String name : network.before().macs().keySet()) {
            String claim = sight.node() + " has an interface " + name;
            findings.add(
                    now.macs().containsKey(name)
                            ? Finding.met(claim, now.macs().get(name))
                            : Finding.notMet(claim, "there is none", "Look at 'ip link' on the node."));
        }
        return findings;
    }
}
