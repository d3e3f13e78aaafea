/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.storage;

import io.demarc.access.Printable;
import io.demarc.hooks.node.Xml;
import io.demarc.hooks.runbook.Finding;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.w3c.dom.Element;

/**
 * What a node's cluster manager says of the nodes. It is asked who takes part, never who gives the service: role, mounts and
 * addresses say that.
 *
 * @param active     nodes that take part in the cluster
 * @param standby    nodes that are told to give no service
 * @param isHandsOff the cluster manager is told to touch nothing (Pacemaker's maintenance mode)
 * @param hindrances what else keeps it from doing as it is asked, or would move the service unasked; none of them is met
 */
record ClusterView(Set<String> active, Set<String> standby, boolean isHandsOff, List<Finding> hindrances) {
    ClusterView {
        active = Set.copyOf(active);
        standby = Set.copyOf(standby);
        hindrances = List.copyOf(hindrances);
    }

    /** Lines of a node's name and what {@code cl_status nodestatus} says of it: active, up, dead, ping (cl_status(1)). */
    static ClusterView ofHeartbeat(String lines) {
        Set<String> active = new TreeSet<>();
        lines.lines()
                .map(line -> line.strip().split(" +", -1))
                .filter(words -> words.length == 2 && words[1].equals("active"))
                .forEach(words -> active.add(words[0]));
        return new ClusterView(active, Set.of(), false, List.of());
    }

    /**
     * {@code crm_mon --output-as=xml} of Pacemaker 2, or {@code --as-xml} of 1.1 (crm_mon(8)).
     *
     * @param constraints of its configuration, as {@code cibadmin --scope constraints} prints them; empty when they weren't told
     * @param pair        names of the pair's nodes
     * @throws ProblemException {@code NODE_COMMAND_FAILED} when it is none
     */
    static ClusterView ofPacemaker(String xml, String constraints, Set<String> pair) {
        try {
            Element root = Xml.root(xml);
            Optional<Element> rules = constraints.isBlank() ? Optional.empty() : Optional.of(Xml.root(constraints));
            return ofPacemaker(root, PacemakerHindrances.of(root, rules, pair));
        } catch (IllegalArgumentException e) {
            throw unreadable(String.valueOf(e.getMessage()));
        }
    }

    private static ClusterView ofPacemaker(Element root, List<Finding> hindrances) {
        Set<String> active = new TreeSet<>();
        Set<String> standby = new TreeSet<>();
        boolean isHandsOff = is(first(root, "cluster_options"), "maintenance-mode");
        for (Element node : Xml.all(first(root, "nodes"), "node")) {
            if (is(node, "online") && !is(node, "pending") && !is(node, "unclean")) {
                active.add(node.getAttribute("name"));
            }
            if (is(node, "standby") || is(node, "standby_onfail")) {
                standby.add(node.getAttribute("name"));
            }
            isHandsOff |= is(node, "maintenance");
        }
        return new ClusterView(active, standby, isHandsOff, hindrances);
    }

    private static boolean is(Element element, String attribute) {
        return element.getAttribute(attribute).equals("true");
    }

    private static Element first(Element root, String tag) {
        return Xml.all(root, tag).stream().findFirst().orElseThrow(() -> unreadable("it has no " + tag));
    }

    private static ProblemException unreadable(String why) {
        return ProblemException.of(
                ProblemCode.NODE_COMMAND_FAILED,
                "crm_mon printed no state of a cluster: " + Printable.of(why) + ".",
                "Run 'crm_mon -1 --output-as=xml' on the node, and report what it prints with Pacemaker's version.");
    }
}
