/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.addresses;

import io.demarc.hooks.node.Xml;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.w3c.dom.Element;

/** Which addresses Pacemaker's and Heartbeat's configuration has. */
final class ClusterConf {
    /** Agents that put an address on; portblock, IPsrcaddr and others only name one. */
    private static final Pattern AGENT = Pattern.compile("IP(v6)?addr[2-9]?", Pattern.CASE_INSENSITIVE);

    private static final Set<String> PARAMETERS = Set.of("ip", "ipv6addr");

    private ClusterConf() {}

    /**
     * What has to be moved for the address to move: the resource, or the group or clone that it is in.
     *
     * @param cib Pacemaker's configuration, as {@code cibadmin --query} prints it
     * @throws IllegalArgumentException when it is none
     */
    static Set<String> resources(String cib, IpAddress ip) {
        Element root = Xml.root(cib);
        if (!root.getTagName().equals("cib")) {
            throw new IllegalArgumentException("it is a " + root.getTagName());
        }
        Map<String, Element> templates = new HashMap<>();
        Xml.all(root, "template").forEach(it -> templates.put(it.getAttribute("id"), it));
        Map<String, Element> sets = new HashMap<>();
        Xml.all(root, "instance_attributes").stream()
                .filter(it -> it.hasAttribute("id"))
                .forEach(it -> sets.put(it.getAttribute("id"), it));
        Set<String> found = new TreeSet<>();
        for (Element primitive : Xml.all(root, "primitive")) {
            List<Element> definitions = new ArrayList<>(List.of(primitive));
            Element template = templates.get(primitive.getAttribute("template"));
            if (template != null) {
                definitions.add(template);
            }
            boolean isAddress = definitions.stream()
                    .anyMatch(it -> AGENT.matcher(it.getAttribute("type")).matches());
            if (isAddress && definitions.stream().anyMatch(it -> names(it, sets, ip))) {
                found.add(outermost(primitive));
            }
        }
        return found;
    }

    private static boolean names(Element definition, Map<String, Element> sets, IpAddress ip) {
        return Xml.children(definition, "instance_attributes").stream()
                .map(it -> sets.getOrDefault(it.getAttribute("id-ref"), it))
                .flatMap(it -> Xml.all(it, "nvpair").stream())
                .filter(it -> PARAMETERS.contains(it.getAttribute("name")))
                .anyMatch(it -> ConfigFile.isNamedIn(it.getAttribute("value"), ip));
    }

    private static String outermost(Element primitive) {
        Element outer = primitive;
        while (outer.getParentNode() instanceof Element parent
                && !parent.getTagName().equals("resources")) {
            outer = parent;
        }
        return outer.getAttribute("id");
    }

    /** Whether a line of haresources has it: {@code node-a IPaddr2::10.0.0.10/24/eth0}, or the address alone. */
    static boolean isInHaresources(ConfigFile file, IpAddress ip) {
        return file.lines().stream()
                .map(line -> line.replaceFirst("#.*", ""))
                .flatMap(line -> List.of(line.strip().split("\\s+")).stream())
                .flatMap(word -> parts(word).stream())
                .anyMatch(part -> ConfigFile.isNamedIn(part, ip));
    }

    /** Arguments stand behind two colons each, which an IPv6 address may have as well. */
    private static List<String> parts(String word) {
        List<String> parts = new ArrayList<>(List.of(word.split("::", -1)));
        parts.add(word);
        parts.add(word.replaceFirst("^[^:]*::", ""));
        return parts;
    }
}
