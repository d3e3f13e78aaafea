/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cloudstack.setup;

import static io.demarc.plugin.cloudstack.AdminApi.text;

import com.google.gson.JsonObject;
import io.demarc.access.Printable;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which physical networks are meant: those named, or the only one that can be. */
final class PhysicalNetworks {
    private final List<JsonObject> all;

    PhysicalNetworks(AdminCalls calls) {
        all = calls.list("listPhysicalNetworks", "physicalnetwork", Map.of());
    }

    List<JsonObject> all() {
        return all;
    }

    /**
     * Their rows, each once.
     *
     * @param names names or UUIDs; none means the only one
     * @param zone  name or UUID of the zone that they have to be in; null for any
     * @throws ProblemException {@code NOT_FOUND} with everything that there is
     */
    List<JsonObject> chosen(List<String> names, @Nullable String zone) {
        List<JsonObject> inZone = all.stream()
                .filter(row -> zone == null || is(row, "zone", zone))
                .toList();
        if (inZone.isEmpty()) {
            throw notFound(
                    zone == null
                            ? "CloudStack has no physical network."
                            : "CloudStack has no physical network in a zone '" + Printable.of(zone) + "'.");
        }
        if (names.isEmpty()) {
            List<JsonObject> possible =
                    inZone.stream().filter(PhysicalNetworks::hasVlans).toList();
            if (possible.size() != 1) {
                throw notFound(possible.size() + " physical networks separate guests by VLAN, and none is named.");
            }
            return possible;
        }
        Set<JsonObject> chosen = new LinkedHashSet<>();
        names.forEach(name -> chosen.add(one(inZone, name)));
        return List.copyOf(chosen);
    }

    private JsonObject one(List<JsonObject> rows, String name) {
        List<JsonObject> found = rows.stream().filter(row -> is(row, "", name)).toList();
        if (found.size() != 1) {
            throw notFound((found.isEmpty() ? "No physical network is" : found.size() + " physical networks are")
                    + " called '" + Printable.of(name) + "' there.");
        }
        if (!hasVlans(found.get(0))) {
            throw ProblemException.of(
                    ProblemCode.NETWORK_UNSUPPORTED,
                    "Physical network " + inWords(found.get(0)) + " separates guests by "
                            + text(found.get(0), "isolationmethods") + ", not by VLAN.",
                    "Name one whose isolation method is VLAN.");
        }
        return found.get(0);
    }

    private static boolean is(JsonObject row, String prefix, String nameOrId) {
        return AdminCalls.exact(row, prefix + "name").equals(nameOrId)
                || AdminCalls.exact(row, prefix + "id").equalsIgnoreCase(nameOrId);
    }

    /** CloudStack takes VLAN where no method is set. */
    private static boolean hasVlans(JsonObject row) {
        String methods = text(row, "isolationmethods");
        return methods.isEmpty() || List.of(methods.split(" *, *", -1)).contains("VLAN");
    }

    static String inWords(JsonObject row) {
        return text(row, "name") + " in zone " + text(row, "zonename");
    }

    private ProblemException notFound(String what) {
        return ProblemException.of(
                ProblemCode.NOT_FOUND,
                what + " There "
                        + (all.isEmpty()
                                ? "is none."
                                : "is: "
                                        + all.stream()
                                                .map(PhysicalNetworks::inWords)
                                                .collect(Collectors.joining("; "))
                                        + "."),
                "Name one with --physical-network, and its zone with --zone where two have the same name.");
    }
}
