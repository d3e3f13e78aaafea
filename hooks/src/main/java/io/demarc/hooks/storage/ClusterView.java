/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.storage;

import io.demarc.access.Printable;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import java.io.IOException;
import java.io.StringReader;
import java.util.Set;
import java.util.TreeSet;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/**
 * What a node's cluster manager says of the nodes. It is asked who takes part, never who gives the service: role, mounts and
 * addresses say that.
 *
 * @param active     nodes that take part in the cluster
 * @param standby    nodes that are told to give no service
 * @param isHandsOff the cluster manager is told to touch nothing (Pacemaker's maintenance mode)
 */
record ClusterView(Set<String> active, Set<String> standby, boolean isHandsOff) {
    ClusterView {
        active = Set.copyOf(active);
        standby = Set.copyOf(standby);
    }

    /** Lines of a node's name and what {@code cl_status nodestatus} says of it: active, up, dead, ping (cl_status(1)). */
    static ClusterView ofHeartbeat(String lines) {
        Set<String> active = new TreeSet<>();
        lines.lines()
                .map(line -> line.strip().split(" +", -1))
                .filter(words -> words.length == 2 && words[1].equals("active"))
                .forEach(words -> active.add(words[0]));
        return new ClusterView(active, Set.of(), false);
    }

    /**
     * {@code crm_mon --output-as=xml} of Pacemaker 2, or {@code --as-xml} of 1.1 (crm_mon(8)).
     *
     * @throws ProblemException {@code NODE_COMMAND_FAILED} when it is none
     */
    static ClusterView ofPacemaker(String xml) {
        Element root = document(xml).getDocumentElement();
        Set<String> active = new TreeSet<>();
        Set<String> standby = new TreeSet<>();
        boolean isHandsOff = is(first(root, "cluster_options"), "maintenance-mode");
        NodeList nodes = first(root, "nodes").getElementsByTagName("node");
        for (int i = 0; i < nodes.getLength(); i++) {
            Element node = (Element) nodes.item(i);
            if (is(node, "online") && !is(node, "pending") && !is(node, "unclean")) {
                active.add(node.getAttribute("name"));
            }
            if (is(node, "standby") || is(node, "standby_onfail")) {
                standby.add(node.getAttribute("name"));
            }
            isHandsOff |= is(node, "maintenance");
        }
        return new ClusterView(active, standby, isHandsOff);
    }

    private static boolean is(Element element, String attribute) {
        return element.getAttribute(attribute).equals("true");
    }

    private static Element first(Element root, String tag) {
        if (root.getElementsByTagName(tag).item(0) instanceof Element found) {
            return found;
        }
        throw unreadable("it has no " + tag);
    }

    /** Without entities and anything from elsewhere. */
    private static Document document(String xml) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            var builder = factory.newDocumentBuilder();
            builder.setErrorHandler(null);
            return builder.parse(new InputSource(new StringReader(xml)));
        } catch (ParserConfigurationException | SAXException | IOException e) {
            throw unreadable(String.valueOf(e.getMessage()));
        }
    }

    private static ProblemException unreadable(String why) {
        return ProblemException.of(
                ProblemCode.NODE_COMMAND_FAILED,
                "crm_mon printed no state of a cluster: " + Printable.of(why) + ".",
                "Run 'crm_mon -1 --output-as=xml' on the node, and report what it prints with Pacemaker's version.");
    }
}
