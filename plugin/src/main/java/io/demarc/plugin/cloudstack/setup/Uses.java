/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cloudstack.setup;

import static io.demarc.plugin.cloudstack.AdminApi.text;

import com.google.gson.JsonObject;
import io.demarc.problem.Problem;
import io.demarc.problem.ProblemCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What still names Demarc as a provider. Without its script CloudStack can neither shut down nor delete such a network, so nothing is
 * taken away while there is one.
 */
final class Uses {
    private final AdminCalls calls;
    private final Set<String> ownOfferings;

    /** @param ownOfferings names of the offerings that are taken away with the rest */
    Uses(AdminCalls calls, Set<String> ownOfferings) {
        this.calls = calls;
        this.ownOfferings = ownOfferings;
    }

    /** Throws {@code CONFLICT} with everything that is in the way. */
    void requireNone() {
        List<String> found = new ArrayList<>();
        for (Map<String, String> whose :
                List.of(Map.of("listall", "true"), Map.of("listall", "true", "projectid", "-1"))) {
            find("network", "listNetworks", "network", whose, found);
            find("VPC", "listVPCs", "vpc", whose, found);
        }
        find("offering", "listNetworkOfferings", "networkoffering", Map.of(), found);
        find("VPC offering", "listVPCOfferings", "vpcoffering", Map.of(), found);
        if (!found.isEmpty()) {
            List<String> each = found.stream().distinct().toList();
            throw new Problem(
                            ProblemCode.CONFLICT,
                            "Demarc can't be removed while " + each.size() + " of CloudStack's networks, VPCs and"
                                    + " offerings name it as a provider: without its script they can't be deleted.",
                            "Delete these, or move the networks to another offering, then run the command again.",
                            each)
                    .exception();
        }
    }

    private void find(String kind, String command, String member, Map<String, String> parameters, List<String> found) {
        for (JsonObject row : calls.list(command, member, parameters)) {
            boolean isOwn = kind.endsWith("offering") && ownOfferings.contains(text(row, "name"));
            if (!isOwn && Offering.providers(row).containsValue(Extension.NAME)) {
                found.add(kind + " " + text(row, "name") + " (" + text(row, "id") + ", " + text(row, "state") + ")");
            }
        }
    }
}
