/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.cloudstack;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** Answers to {@code listNetworks}: recorded ones with other networks' names filled in. Immutable. */
final class NetworkAnswers {
    private static final String COMMAND = "listNetworks";
    private static final String UUID_FORM = "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}";

    private final JsonObject recorded = Recordings.json("answers/listNetworks.admin.after-implement.json")
            .getAsJsonArray("network")
            .get(0)
            .getAsJsonObject();

    /** @param visible what the caller may see at all */
    ApiAnswer answer(ApiRequest request, Collection<SimulatedNetwork> visible, boolean asAdmin) {
        String id = request.value("id").orElse("");
        boolean byUuid = id.matches(UUID_FORM);
        if (byUuid && visible.stream().noneMatch(network -> network.uuid().equalsIgnoreCase(id))) {
            return ApiAnswer.error(
                    COMMAND,
                    431,
                    "Unable to execute API command listnetworks due to invalid value. Invalid parameter id value=" + id
                            + " due to incorrect long value format, or entity does not exist or due to incorrect"
                            + " parameter annotation for the field in api cmd class.");
        }
        boolean withProjects = request.value("projectid").filter("-1"::equals).isPresent();
        boolean all = request.value("listall").filter("true"::equalsIgnoreCase).isPresent();
        String keyword = request.value("keyword").orElse("").toLowerCase(Locale.ROOT);
        List<SimulatedNetwork> found = visible.stream()
                .filter(network ->
                        id.isEmpty() || network.uuid().equalsIgnoreCase(id) || id.equals(String.valueOf(network.id())))
                .filter(network -> network.owner().isProject() ? withProjects : all || !withProjects)
                .filter(network -> network.name().toLowerCase(Locale.ROOT).contains(keyword))
                .toList();
        return page(request, found, asAdmin);
    }

    private ApiAnswer page(ApiRequest request, List<SimulatedNetwork> found, boolean asAdmin) {
        int size = number(request, "pagesize", found.size());
        int from = Math.min(found.size(), (number(request, "page", 1) - 1) * size);
        JsonArray items = new JsonArray();
        found.subList(from, Math.min(found.size(), from + size))
                .forEach(network -> items.add(described(network, asAdmin)));
        return ApiAnswer.list(COMMAND, "network", items, found.size());
    }

    private static int number(ApiRequest request, String name, int otherwise) {
        return request.value(name).map(Integer::parseInt).orElse(otherwise);
    }

    private JsonObject described(SimulatedNetwork network, boolean asAdmin) {
        JsonObject answer = recorded.deepCopy();
        answer.addProperty("id", network.uuid());
        answer.addProperty("related", network.uuid());
        answer.addProperty("name", network.name());
        answer.addProperty("displaytext", network.name());
        answer.addProperty("state", network.state());
        Integer vlan = network.vlan();
        if (vlan != null && asAdmin) {
            answer.addProperty("vlan", String.valueOf(vlan));
            answer.addProperty("broadcasturi", "vlan://" + vlan);
        } else {
            answer.remove("vlan");
            answer.remove("broadcasturi");
        }
        if (!asAdmin) {
            answer.remove("details");
        } else if (vlan == null) {
            answer.add("details", new JsonObject());
        }
        describeOwner(answer, network.owner());
        return answer;
    }

    private static void describeOwner(JsonObject answer, NetworkOwner owner) {
        answer.remove("account");
        if (owner.isProject()) {
            answer.addProperty("projectid", owner.uuid());
            answer.addProperty("project", owner.name());
        } else if (owner.isDomain()) {
            answer.addProperty("acltype", "Domain");
            answer.addProperty("type", "Shared");
        } else {
            answer.addProperty("account", owner.name());
        }
        answer.addProperty("domainid", owner.domainUuid());
        answer.addProperty("domain", owner.domainName());
        answer.addProperty("domainpath", owner.domainPath());
    }
}
