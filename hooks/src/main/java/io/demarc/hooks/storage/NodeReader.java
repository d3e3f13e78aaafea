/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.storage;

import io.demarc.access.Printable;
import io.demarc.hooks.drbd.DrbdResource;
import io.demarc.hooks.drbd.Events2;
import io.demarc.hooks.drbd.ProcDrbd;
import io.demarc.hooks.drbd.StatusJson;
import io.demarc.hooks.node.NodeCommands;
import io.demarc.hooks.node.Sections;
import io.demarc.hooks.node.Sections.Section;
import io.demarc.hooks.storage.StoragePair.Cluster;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Looks at a node with one command, which changes nothing. */
final class NodeReader {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Pattern ADDRESS = Pattern.compile("\\d+: \\S+ +inet6? (\\S+) .*");

    /**
     * Prints {@link Sections}. {@code $1} is the cluster manager, {@code $2} and {@code $3} are the nodes, the rest are the
     * cluster manager's units.
     */
    private static final String SCRIPT = """
        LC_ALL=C; export LC_ALL; PATH=$PATH:/usr/sbin:/sbin
        manager=$1; one=$2; other=$3; shift 3
        cat /proc/sys/kernel/random/boot_id; echo "@@boot $?"
        case "$(cat /sys/module/drbd/version 2>/dev/null)" in
        "") echo "exists -"; echo "@@events 0" ;;
        8.*) drbdsetup events2 --now --statistics; echo "@@events $?"; cat /proc/drbd; echo "@@proc $?" ;;
        *) drbdsetup status --json; echo "@@json $?" ;;
        esac
        cut -d' ' -f1,2 /proc/mounts; echo "@@mounts $?"
        ip -o addr show; echo "@@addresses $?"
        alive=0; for unit in "$@"; do systemctl --quiet is-active "$unit" || alive=1; done; echo "@@alive $alive"
        auto=0; for unit in "$@"; do systemctl --quiet is-enabled "$unit" 2>/dev/null || auto=1; done; echo "@@auto $auto"
        case "$manager" in
        heartbeat)
            for n in "$one" "$other"; do echo "$n $(cl_status nodestatus "$n" 2>/dev/null)"; done
            echo "@@cluster 0"
            ;;
        pacemaker)
            crm_mon -1 --output-as=xml 2>/dev/null || crm_mon -1 --as-xml; echo "@@cluster $?"
            cibadmin --local --query --scope constraints 2>/dev/null; echo "@@constraints $?"
            ;;
        *) echo "@@cluster 1" ;;
        esac
        sed -n 's/^[[:space:]]*auto_failback[[:space:]]*//p' /etc/ha.d/ha.cf 2>/dev/null | tail -n 1; echo "@@failback 0"
        dmesg 2>/dev/null | grep -i 'split-brain'; echo "@@kernel 0"
        """;

    private static final Set<String> OFF = Set.of("off", "false", "no", "n", "0");

    private NodeReader() {}

    /**
     * @throws ProblemException {@code NODE_UNREACHABLE}, {@code NODE_COMMAND_FAILED}, {@code DRBD_STATE_UNKNOWN}
     */
    static NodeView read(StoragePair pair, StorageNode node, NodeCommands commands) {
        List<String> argv = new ArrayList<>(List.of(
                "sh",
                "-c",
                SCRIPT,
                "look",
                manager(pair),
                pair.one().name(),
                pair.other().name()));
        argv.addAll(ClusterCommands.of(pair.cluster(), node).units());
        Sections sections = Sections.of(commands.run(argv, LIMIT).stdout());
        Set<String> mounts = new TreeSet<>();
        Set<String> drbdMounts = new TreeSet<>();
        for (String line : need(sections, "mounts", node).lines().toList()) {
            String[] words = line.split(" ", -1);
            if (words.length == 2) {
                mounts.add(words[1]);
                if (words[0].startsWith("/dev/drbd")) {
                    drbdMounts.add(words[1]);
                }
            }
        }
        return new NodeView(
                node,
                need(sections, "boot", node).strip(),
                resources(pair, sections, node),
                mounts,
                drbdMounts,
                addresses(need(sections, "addresses", node)),
                exit(sections, "alive", node) == 0,
                exit(sections, "auto", node) == 0,
                cluster(pair, section(sections, "cluster", node), sections.find("constraints")),
                autoFailback(pair, section(sections, "failback", node).text()),
                section(sections, "kernel", node).text().lines().toList());
    }

    private static String manager(StoragePair pair) {
        return switch (pair.cluster()) {
            case HEARTBEAT -> "heartbeat";
            case PACEMAKER_CRM, PACEMAKER_PCS -> "pacemaker";
            case DRBD_REACTOR, NONE -> "none";
        };
    }

    /**
     * ha.cf(5): {@code legacy} unless it is set, which moves the service back as well; Heartbeat takes every boolean word, whatever its
     * case.
     */
    static Optional<String> autoFailback(StoragePair pair, String value) {
        String word = value.replaceFirst("#.*", "").strip();
        boolean isOff = OFF.contains(word.toLowerCase(Locale.ROOT));
        if (pair.cluster() != Cluster.HEARTBEAT || isOff) {
            return Optional.empty();
        }
        return Optional.of(
                word.isEmpty() ? "legacy, which is what Heartbeat does without the line" : Printable.of(word));
    }

    private static Optional<ClusterView> cluster(StoragePair pair, Section section, Optional<Section> constraints) {
        if (section.exit() != 0) {
            return Optional.empty();
        }
        return switch (pair.cluster()) {
            case HEARTBEAT -> Optional.of(ClusterView.ofHeartbeat(section.text()));
            case PACEMAKER_CRM, PACEMAKER_PCS ->
                Optional.of(ClusterView.ofPacemaker(
                        section.text(),
                        constraints
                                .filter(it -> it.exit() == 0)
                                .map(Section::text)
                                .orElse(""),
                        Set.of(pair.one().name(), pair.other().name())));
            case DRBD_REACTOR, NONE -> Optional.empty();
        };
    }

    private static List<DrbdResource> resources(StoragePair pair, Sections sections, StorageNode node) {
        List<DrbdResource> all = sections.find("json").isPresent()
                ? StatusJson.read(need(sections, "json", node))
                : Events2.read(need(sections, "events", node));
        Map<Integer, ProcDrbd.Device> devices =
                sections.find("proc").isPresent() ? ProcDrbd.read(need(sections, "proc", node)) : Map.of();
        return all.stream()
                .filter(it -> pair.resources().isEmpty() || pair.resources().contains(it.name()))
                .map(it -> it.with(devices))
                .toList();
    }

    private static Set<String> addresses(String listing) {
        Set<String> addresses = new TreeSet<>();
        listing.lines().map(ADDRESS::matcher).filter(Matcher::matches).forEach(it -> addresses.add(it.group(1)));
        return addresses;
    }

    private static String need(Sections sections, String name, StorageNode node) {
        Section section = section(sections, name, node);
        if (section.exit() != 0) {
            throw failed(node, name, section.text());
        }
        return section.text();
    }

    private static int exit(Sections sections, String name, StorageNode node) {
        return section(sections, name, node).exit();
    }

    private static Section section(Sections sections, String name, StorageNode node) {
        return sections.find(name).orElseThrow(() -> failed(node, name, ""));
    }

    private static ProblemException failed(StorageNode node, String what, String printed) {
        return ProblemException.of(
                ProblemCode.NODE_COMMAND_FAILED,
                "Node " + node + " could not be looked at: '" + what + "' was not told. It printed: "
                        + Printable.of(printed.isBlank() ? "nothing" : printed.strip()),
                "Look at the node; Demarc needs a POSIX shell, iproute2, systemd and drbd-utils there.");
    }
}
