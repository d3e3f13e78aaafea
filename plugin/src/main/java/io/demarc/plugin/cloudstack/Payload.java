/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cloudstack;

import io.demarc.plugin.networks.NetworkEvent;
import io.demarc.plugin.networks.NetworkId;
import io.demarc.switches.Printable;
import io.demarc.switches.Vlan;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What CloudStack wrote for one call of the entry point, read defensively: what is not needed is not kept, secrets least
 * of all. Every method throws {@link IllegalArgumentException} saying what is wrong.
 */
final class Payload {
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9._:/ -]{0,255}");

    private final Map<String, Object> all;
    private final Map<String, Object> event;

    private Payload(Map<String, Object> all, Map<String, Object> event) {
        this.all = all;
        this.event = event;
    }

    /** Network events have their facts in a nested object {@code payload}; custom actions have them at the top. */
    static Payload read(byte[] bytes) {
        Map<String, Object> all = StrictJson.parse(bytes);
        Object nested = all.get("payload");
        if (nested instanceof Map<?, ?> map) {
            return new Payload(all, texts(map));
        }
        if (nested != null) {
            throw new IllegalArgumentException("'payload' in the payload is not an object");
        }
        return new Payload(all, all);
    }

    NetworkEvent networkEvent() {
        return new NetworkEvent(
                network(),
                vlan(),
                word("zone_id"),
                physicalNetwork(),
                word("guest_type"),
                word("network_state"),
                word("gateway"),
                word("cidr"));
    }

    NetworkId network() {
        String text = word("network_id");
        if (!text.matches("[0-9]{1,18}")) {
            throw new IllegalArgumentException(
                    text.isEmpty()
                            ? "the payload has no network_id"
                            : "network_id '" + Printable.of(text) + "' is not a number");
        }
        return new NetworkId(Long.parseLong(text));
    }

    private @Nullable Vlan vlan() {
        String text = word("vlan");
        if (text.isEmpty() || "untagged".equals(text) || "null".equals(text)) {
            return null;
        }
        if (!text.matches("[0-9]{1,5}")) {
            throw new IllegalArgumentException("vlan '" + Printable.of(text) + "' is not a VLAN id");
        }
        return new Vlan(Integer.parseInt(text));
    }

    private String physicalNetwork() {
        Object details = all.get("physical-network-extension-details");
        if (details == null) {
            return "";
        }
        if (!(details instanceof Map<?, ?> map)) {
            throw new IllegalArgumentException("'physical-network-extension-details' is not an object");
        }
        return word(texts(map), "physicalnetworkname");
    }

    /** A custom action's name. */
    String action() {
        return word("action");
    }

    /** A custom action's parameter, as text; undeclared ones pass through CloudStack unchecked. */
    Optional<String> parameter(String name) {
        Object parameters = all.get("action-params");
        if (!(parameters instanceof Map<?, ?> map) || !(map.get(name) instanceof String text)) {
            return Optional.empty();
        }
        return Optional.of(text.strip()).filter(value -> !value.isEmpty());
    }

    boolean hasNetwork() {
        return event.containsKey("network_id");
    }

    private String word(String key) {
        return word(event, key);
    }

    private static String word(Map<String, Object> object, String key) {
        Object value = object.getOrDefault(key, "");
        if (!(value instanceof String text)) {
            throw new IllegalArgumentException("'" + key + "' in the payload is not a text");
        }
        if (!WORD.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "'" + key + "' in the payload has unexpected characters: '" + Printable.of(text) + "'");
        }
        return text;
    }

    private static Map<String, Object> texts(Map<?, ?> map) {
        Map<String, Object> texts = new TreeMap<>();
        map.forEach((key, value) -> texts.put((String) key, value));
        return texts;
    }
}
