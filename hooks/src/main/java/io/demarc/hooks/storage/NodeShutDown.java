/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.storage;

import io.demarc.hooks.runbook.Finding;
import io.demarc.hooks.runbook.Outcome;
import io.demarc.hooks.runbook.Setting;
import io.demarc.hooks.runbook.StepContext;
import io.demarc.hooks.runbook.Undo;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code node-shut-down}: switches a secondary off, its cluster manager kept from starting when it boots; {@code
 * node-reboot} is the same with a boot at once.
 */
final class NodeShutDown extends PairStep {
    /** {@code goes-on}: a node that is off already is as good as one that was shut down. */
    private static final Setting IF_AWAY = Setting.optional("if-away");

    private final boolean isReboot;

    NodeShutDown(StoragePairs pairs, boolean isReboot) {
        super(pairs);
        this.isReboot = isReboot;
    }

    @Override
    public String name() {
        return isReboot ? "node-reboot" : "node-shut-down";
    }

    @Override
    public List<Setting> settings() {
        return List.of(Sighted.NODE, IF_AWAY);
    }

    @Override
    public List<Finding> guard(StepContext context) {
        Sighted sight = sight(context);
        PairView view = view(sight);
        if (context.value(bootKey(sight.node()) + "-" + context.stepId()).isPresent()) {
            return mayGoOn(view, sight);
        }
        if (view.of(sight.node()).isEmpty()
                && context.setting(IF_AWAY.name()).filter("goes-on"::equals).isPresent()) {
            List<Finding> alone = new ArrayList<>(PairGuards.serves(view, sight.peer()));
            alone.add(isOff(view, sight.node()));
            return alone;
        }
        List<Finding> findings = new ArrayList<>(PairGuards.mayGo(view, sight.node()));
        Optional<NodeView> node = view.of(sight.node());
        if (node.isPresent()) {
            findings.addAll(DrbdGuards.nextBoot(
                    sight.node().name(), SettingsReader.read(sight.pair(), sight.node(), sight.on(sight.node()))));
        }
        if (node.isPresent() && findings.stream().allMatch(Finding::isMet)) {
            new NodeNetwork(sight, context).remember();
            new ClusterHold(sight, context).remember(node.get());
            context.save(bootKey(sight.node()), node.get().bootId());
            context.save(bootKey(sight.node()) + "-" + context.stepId(), "begun");
        }
        return findings;
    }

    /** It was begun when all was well; the node may be half gone by now, and must not have become anything else. */
    private static List<Finding> mayGoOn(PairView view, Sighted sight) {
        List<Finding> findings = new ArrayList<>(PairGuards.serves(view, sight.peer()));
        view.of(sight.node()).ifPresent(it -> {
            String claim = sight.node() + " gives no service";
            findings.add(
                    it.isPrimary() || !it.serviceParts(sight.pair()).isEmpty()
                            ? Finding.notMet(claim, it.resourcesInWords(), "Find out who moved the service.")
                            : Finding.met(claim, it.resourcesInWords()));
        });
        return findings;
    }

    static String bootKey(StorageNode node) {
        return "boot-before-" + node;
    }

    @Override
    public Outcome act(StepContext context) {
        Sighted sight = sight(context);
        if (view(sight).of(sight.node()).isEmpty()) {
            return Outcome.acted(sight.node() + " does not answer any more.");
        }
        ClusterHold cluster = new ClusterHold(sight, context);
        cluster.hold();
        cluster.stop();
        sight.change(sight.node(), "systemctl", isReboot ? "reboot" : "poweroff", "--no-block");
        return Outcome.acted("");
    }

    @Override
    public List<Finding> verify(StepContext context) {
        Sighted sight = sight(context);
        PairView view = view(sight);
        List<Finding> findings = new ArrayList<>(PairGuards.serves(view, sight.peer()));
        findings.add(isReboot ? hasBooted(context, view, sight.node()) : isOff(view, sight.node()));
        return findings;
    }

    /** Both by its silence and by what the peer sees. */
    private static Finding isOff(PairView view, StorageNode node) {
        String claim = node + " is off";
        boolean peerSeesIt = view.of(view.pair().peerOf(node)).stream()
                .flatMap(it -> it.resources().stream())
                .anyMatch(it -> it.peers().stream().anyMatch(peer -> peer.isConnected()));
        if (view.of(node).isPresent()) {
            return Finding.notMet(claim, "it answers", "");
        }
        return peerSeesIt
                ? Finding.notMet(claim, "it does not answer, but DRBD is connected to it", "")
                : Finding.met(claim, view.whyAway(node));
    }

    private static Finding hasBooted(StepContext context, PairView view, StorageNode node) {
        String claim = node + " has booted";
        String before = context.value(bootKey(node)).orElse("");
        return view.of(node)
                .map(it -> it.bootId().equals(before)
                        ? Finding.notMet(claim, "not yet", "")
                        : Finding.met(claim, "it has"))
                .orElseGet(() -> Finding.notMet(claim, view.whyAway(node), ""));
    }

    @Override
    public Optional<Undo> undo(StepContext context) {
        Sighted sight = sight(context);
        return Optional.of(Undo.byPerson("If " + sight.node()
                + " is off, see that its replication link is plugged in and"
                + " switch it on. When it sees " + sight.peer() + " (drbdadm status), start its cluster manager: "
                + startWords(sight)));
    }

    private static String startWords(Sighted sight) {
        List<String> units =
                ClusterCommands.of(sight.pair().cluster(), sight.node()).units();
        return units.isEmpty() ? "there is none." : "systemctl enable --now " + String.join(" ", units);
    }
}
