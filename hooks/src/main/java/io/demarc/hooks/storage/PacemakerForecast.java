/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.storage;

import io.demarc.hooks.node.NodeCommands;
import io.demarc.hooks.node.Sections;
import io.demarc.hooks.node.Sections.Section;
import io.demarc.hooks.node.Xml;
import io.demarc.hooks.runbook.Finding;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * What Pacemaker itself says it would do when a node gives its service away, and when that node comes back: {@code crm_simulate} on a copy
 * of its state, which knows every constraint, score, threshold and failure. Changes nothing.
 */
final class PacemakerForecast {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String PROGRAM = program();
    private static final Set<String> PROMOTED = Set.of("Promoted", "Master");

    private PacemakerForecast() {}

    private static String program() {
        try (InputStream in = Objects.requireNonNull(PacemakerForecast.class.getResourceAsStream("forecast.sh"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One resource that gives the service, and how. */
    private record Part(String resource, String role) {
        @Override
        public String toString() {
            return resource + (PROMOTED.contains(role) ? " (promoted)" : "");
        }
    }

    /** @param node any node of the cluster that answers */
    static List<Finding> of(NodeCommands node, StorageNode from, StorageNode to) {
        String claim = "Pacemaker would move the service from " + from + " to " + to;
        Sections told = Sections.of(node.run(List.of("sh", "-c", PROGRAM, "forecast", from.name()), LIMIT)
                .stdout());
        Optional<Element> moved = simulated(told, "moved");
        Optional<Element> back = simulated(told, "back");
        if (moved.isEmpty() || back.isEmpty()) {
            return List.of(Finding.met(
                    claim, "not foretold: there is no crm_simulate that prints XML (Pacemaker 2.1 or later)"));
        }
        Set<Part> service = parts(state(moved.get(), "cluster_status"), from);
        String advice = "Look at constraints, scores and failures: 'crm_simulate -sL' and 'crm_mon -1rfA' on a node.";
        return List.of(
                compared(claim, service, parts(state(moved.get(), "revised_cluster_status"), to), advice),
                compared(
                        "Pacemaker would leave the service on " + to + " when " + from + " comes back",
                        service,
                        parts(state(back.get(), "revised_cluster_status"), to),
                        "A preference is stronger than its stickiness: take the preference away, or raise"
                                + " resource-stickiness."));
    }

    private static Optional<Element> simulated(Sections told, String section) {
        try {
            return told.find(section)
                    .filter(it -> it.exit() == 0)
                    .map(Section::text)
                    .map(Xml::root)
                    .filter(it -> Xml.children(it, "revised_cluster_status").size() == 1);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Element state(Element result, String name) {
        return Xml.children(result, name).get(0);
    }

    private static Finding compared(String claim, Set<Part> service, Set<Part> there, String advice) {
        if (service.isEmpty()) {
            return Finding.notMet(claim, "it has nothing running there that could be moved", advice);
        }
        Set<Part> missing = new LinkedHashSet<>(service);
        missing.removeAll(there);
        return missing.isEmpty()
                ? Finding.met(claim, "crm_simulate says so: " + inWords(service))
                : Finding.notMet(claim, "crm_simulate says: not " + inWords(missing), advice);
    }

    private static String inWords(Set<Part> parts) {
        return String.join(", ", parts.stream().map(Part::toString).toList());
    }

    /** Resources that run on the node, but for fencing devices and copies that run everywhere. */
    private static Set<Part> parts(Element state, StorageNode node) {
        List<Part> parts = new ArrayList<>();
        for (Element resource : Xml.all(state, "resource")) {
            boolean isThere = Xml.children(resource, "node").stream()
                    .anyMatch(it -> it.getAttribute("name").equals(node.name()));
            String role = resource.getAttribute("role");
            boolean isPart = (role.equals("Started") && !isCopy(resource)) || PROMOTED.contains(role);
            if (isThere && isPart && !PacemakerHindrances.fences(resource)) {
                parts.add(new Part(resource.getAttribute("id").replaceFirst(":\\d+$", ""), role));
            }
        }
        parts.sort(Comparator.comparing(Part::toString));
        return new LinkedHashSet<>(parts);
    }

    private static boolean isCopy(Element resource) {
        for (Node outer = resource.getParentNode(); outer != null; outer = outer.getParentNode()) {
            if (outer instanceof Element element && Set.of("clone", "bundle").contains(element.getTagName())) {
                return true;
            }
        }
        return false;
    }
}
