/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.storage;

import io.demarc.hooks.node.Xml;
import io.demarc.hooks.runbook.Finding;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.w3c.dom.Element;

/**
 * What in Pacemaker's own state keeps it from moving the service to either node, or would move it unasked. Only what is not as it should
 * be is told.
 */
final class PacemakerHindrances {
    private static final int INFINITY = 1_000_000;

    private final Element monitor;
    private final Set<String> nodes;
    private final Set<String> fencing;
    private final List<Finding> findings = new ArrayList<>();

    private PacemakerHindrances(Element monitor, Set<String> nodes) {
        this.monitor = monitor;
        this.nodes = nodes;
        this.fencing = Xml.all(monitor, "resource").stream()
                .filter(PacemakerHindrances::fences)
                .map(it -> it.getAttribute("id"))
                .collect(Collectors.toSet());
    }

    /** Fencing devices aren't the service: they are to be kept off the node that they fence. */
    static boolean fences(Element resource) {
        return resource.getAttribute("resource_agent").startsWith("stonith:");
    }

    /**
     * @param monitor     what crm_mon prints
     * @param constraints the constraints of its configuration; empty when they can't be asked
     * @param nodes       the pair's, by name
     */
    static List<Finding> of(Element monitor, Optional<Element> constraints, Set<String> nodes) {
        PacemakerHindrances all = new PacemakerHindrances(monitor, nodes);
        all.cluster();
        all.resources();
        all.bans();
        constraints.ifPresent(all::preferences);
        return List.copyOf(all.findings);
    }

    private static boolean is(Element element, String attribute) {
        return element.getAttribute(attribute).equals("true");
    }

    private void cluster() {
        Xml.all(monitor, "current_dc").forEach(dc -> {
            String policy = Xml.all(monitor, "cluster_options").stream()
                    .map(it -> it.getAttribute("no-quorum-policy"))
                    .findFirst()
                    .orElse("");
            if (!is(dc, "present")) {
                findings.add(Finding.notMet(
                        "Pacemaker has a coordinator", "it has none", "Wait for an election; look at 'crm_mon -1'."));
            } else if (dc.getAttribute("with_quorum").equals("false") && !policy.equals("ignore")) {
                findings.add(Finding.notMet(
                        "Pacemaker's nodes are a quorum",
                        "they are not, and no-quorum-policy is " + (policy.isEmpty() ? "not told" : policy),
                        "Look at 'corosync-quorumtool -s': it would start nothing on the other node."));
            }
        });
        if (Xml.all(monitor, "cluster_options").stream().anyMatch(it -> is(it, "stop-all-resources"))) {
            findings.add(Finding.notMet(
                    "Pacemaker may run the service",
                    "stop-all-resources is set",
                    "'crm_attribute --name stop-all-resources --delete', when nobody needs it any more."));
        }
    }

    private void resources() {
        boolean isHandsOff = Xml.all(monitor, "cluster_options").stream().anyMatch(it -> is(it, "maintenance-mode"));
        Set<String> told = new LinkedHashSet<>();
        for (Element resource : Xml.all(monitor, "resource")) {
            String id = resource.getAttribute("id");
            List<String> troubles = new ArrayList<>();
            if (is(resource, "failed") && !is(resource, "failure_ignored")) {
                troubles.add("failed");
            }
            if (is(resource, "blocked")) {
                troubles.add("blocked");
            }
            if (resource.getAttribute("managed").equals("false") && !isHandsOff) {
                troubles.add("unmanaged");
            }
            if (!troubles.isEmpty() && !fencing.contains(id) && told.add(id)) {
                findings.add(Finding.notMet(
                        "Pacemaker has " + id + " in its hands",
                        "it is " + String.join(" and ", troubles),
                        troubles.contains("unmanaged")
                                ? "Let it be managed again: 'crm resource manage " + id + "', 'pcs resource manage "
                                        + id + "'."
                                : "Find out why ('crm_mon -1rf'), then 'crm_resource --cleanup --resource " + id
                                        + "'."));
            }
        }
    }

    private void bans() {
        for (Element ban : Xml.all(monitor, "ban")) {
            String resource = ban.getAttribute("resource");
            String node = ban.getAttribute("node");
            if (number(ban.getAttribute("weight")) <= -INFINITY
                    && nodes.contains(node)
                    && !fencing.contains(resource)) {
                String id = ban.getAttribute("id");
                findings.add(Finding.notMet(
                        "Pacemaker may run " + resource + " on " + node,
                        "constraint " + id + " forbids it",
                        remedy(id, resource)));
            }
        }
    }

    private void preferences(Element constraints) {
        for (Element location : Xml.all(constraints, "rsc_location")) {
            String id = location.getAttribute("id");
            String node = location.getAttribute("node");
            String resource = location.getAttribute("rsc");
            boolean isAbsolute = number(location.getAttribute("score")) >= INFINITY && nodes.contains(node);
            if ((isAbsolute || id.startsWith("cli-prefer-")) && !fencing.contains(resource)) {
                findings.add(Finding.notMet(
                        "Pacemaker leaves " + resource + " where it is",
                        "constraint " + id + " wants it" + (node.isEmpty() ? " on one node" : " on " + node)
                                + " whenever it can be there",
                        remedy(id, resource)));
            }
        }
    }

    private static String remedy(String constraint, String resource) {
        if (constraint.startsWith("cli-")) {
            return "A move by hand has left it: 'crm resource clear " + resource + "', 'pcs resource clear " + resource
                    + "'.";
        }
        if (constraint.startsWith("drbd-fence-by-handler")) {
            return "DRBD has put it there, because it lost the other side: it goes when the data are up to date again"
                    + " and the unfence handler runs. If they are, look why that did not.";
        }
        return "Remove the constraint, or name another one: it would not move there, or would not stay.";
    }

    /** Scores are numbers, or INFINITY with or without a sign; 0 for anything else. */
    private static int number(String score) {
        String bare = score.replace("INFINITY", "" + INFINITY).replaceFirst("^\\+", "");
        return bare.matches("-?\\d{1,9}") ? Integer.parseInt(bare) : 0;
    }
}
