/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.storage;

import io.demarc.hooks.node.NodeCommands;
import io.demarc.hooks.node.Sections;
import io.demarc.hooks.node.Sections.Section;
import io.demarc.hooks.runbook.Finding;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Looks how DRBD is set on a pair's nodes, with one command each, which changes nothing. Secrets of DRBD's stay on the node. */
final class SettingsReader {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    /** Prints {@link Sections}: lines that {@link DrbdSettings#read} knows. */
    private static final String SCRIPT = """
        LC_ALL=C; export LC_ALL; PATH=$PATH:/usr/sbin:/sbin
        drbdsetup show 2>/dev/null | grep -E '^[[:space:]]*(resource|allow-two-primaries|fencing|al-extents)'
        drbdadm dump 2>/dev/null | sed -n 's/^[[:space:]]*\\(fence-peer\\|unfence-peer\\|after-resync-target\\)[[:space:]].*/handler \\1/p'
        echo "module $(cat /sys/module/drbd/version 2>/dev/null)"
        echo "tools $(drbdadm --version 2>/dev/null | sed -n 's/^DRBDADM_VERSION=//p')"
        next=$(ls /boot 2>/dev/null | sed -n 's/^vmlinuz-//p' | grep -v rescue | sort -V | tail -n 1)
        if [ -n "$next" ] && [ "$next" != "$(uname -r)" ]; then
            echo "next $next $(modinfo -k "$next" -F version drbd 2>/dev/null)"
        fi
        echo "@@settings 0"
        """;

    private SettingsReader() {}

    /**
     * Of one node.
     *
     * @throws ProblemException {@code NODE_UNREACHABLE}, {@code NODE_COMMAND_FAILED}
     */
    static DrbdSettings read(StoragePair pair, StorageNode node, NodeCommands commands) {
        String printed =
                commands.run(List.of("sh", "-c", SCRIPT, "settings"), LIMIT).stdout();
        String told = Sections.of(printed)
                .find("settings")
                .map(Section::text)
                .orElseThrow(() -> ProblemException.of(
                        ProblemCode.NODE_COMMAND_FAILED,
                        "Node " + node + " did not tell how DRBD is set there.",
                        "Look at the node; Demarc needs a POSIX shell and drbd-utils there."));
        return DrbdSettings.read(told, pair.resources());
    }

    /** What on the nodes that answer would let a step do harm; nothing where all is well. */
    static List<Finding> guard(StoragePairs pairs, StoragePair pair) {
        Map<String, DrbdSettings> byNode = new TreeMap<>();
        List<Finding> findings = new ArrayList<>();
        for (StorageNode node : pair.nodes()) {
            try {
                byNode.put(node.name(), read(pair, node, pairs.on(pair, node)));
            } catch (ProblemException e) {
                findings.add(Finding.notMet(
                        "DRBD's settings on " + node + " can be looked at",
                        e.problem().summary(),
                        e.problem().fix()));
            }
        }
        findings.addAll(DrbdGuards.settings(byNode));
        return findings;
    }
}
