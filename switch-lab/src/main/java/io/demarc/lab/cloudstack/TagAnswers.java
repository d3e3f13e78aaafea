/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.cloudstack;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/** Answers of listTags: tags of networks. Their fields are those of CloudStack's source; not recorded. One caller at a time. */
final class TagAnswers {
    /** By network, what each key is. */
    private final Map<Long, Map<String, String>> tags = new TreeMap<>();

    void put(long network, String key, String value) {
        tags.computeIfAbsent(network, id -> new TreeMap<>()).put(key, value);
    }

    void remove(long network, String key) {
        tags.getOrDefault(network, new TreeMap<>()).remove(key);
    }

    /** All of a page's size at most: nobody here has more. */
    ApiAnswer answer(ApiRequest request, Collection<SimulatedNetwork> networks) {
        boolean ofProjects = request.value("projectid").filter("-1"::equals).isPresent();
        String wanted = request.value("key").orElse("");
        JsonArray items = new JsonArray();
        for (SimulatedNetwork network : networks) {
            String value = tags.getOrDefault(network.id(), Map.of()).get(wanted);
            if (value != null && network.owner().isProject() == ofProjects) {
                items.add(described(network, wanted, value));
            }
        }
        return ApiAnswer.list("listTags", "tag", items, items.size());
    }

    private static JsonObject described(SimulatedNetwork network, String key, String value) {
        JsonObject tag = new JsonObject();
        tag.addProperty("key", key);
        tag.addProperty("value", value);
        tag.addProperty("resourcetype", "Network");
        tag.addProperty("resourceid", network.uuid());
        tag.addProperty("account", network.owner().name());
        tag.addProperty("domainid", network.owner().domainUuid());
        tag.addProperty("domain", network.owner().domainName());
        return tag;
    }
}
