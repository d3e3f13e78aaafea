/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cloudstack;

import io.demarc.plugin.networks.NetworkEvent;
import io.demarc.plugin.networks.NetworkId;
import io.demarc.switches.Printable;
import io.demarc.switches.Vlan;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What CloudStack wrote for one call of the entry point, read defensively: what is not needed is not kept, secrets least
 * of all. Every method throws {@link IllegalArgumentException} saying what is wrong. Immutable.
 */
final class Payload {
    private static final String EVENT = "payload";
    private static final String ACCESS = "physical-network-extension-details";
    private static final String PARAMETERS = "action-params";
    /** Numbers, addresses and names as CloudStack makes them: nothing that could mean something elsewhere. */
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9._:/ -]{0,255}");

    private final Map<String, Object> facts;
    private final Map<String, Object> parameters;
    private final String physicalNetwork;

    private Payload(Map<String, Object> facts, Map<String, Object> parameters, String physicalNetwork) {
        this.facts = facts;
        this.parameters = parameters;
        this.physicalNetwork = physicalNetwork;
    }

    /** A network's event: its facts are in the object {@code payload}, beside what was registered. */
    static Payload ofEvent(byte[] bytes) {
        Map<String, Object> all = StrictJson.parse(bytes);
        if (!all.containsKey(EVENT)) {
            throw new IllegalArgumentException("the payload has no object 'payload' with the network's facts");
        }
        return new Payload(object(all, EVENT), Map.of(), word(object(all, ACCESS), "physicalnetworkname"));
    }

    /** A custom action: flat. */
    static Payload ofAction(byte[] bytes) {
        Map<String, Object> all = StrictJson.parse(bytes);
        Map<String, Object> parameters = object(all, PARAMETERS);
        return new Payload(
                Map.of("network_id", word(all, "network_id"), "action", word(all, "action")), parameters, "");
    }

    NetworkEvent networkEvent() {
        return new NetworkEvent(
                network(),
                vlan(),
                word("zone_id"),
                physicalNetwork,
                word("guest_type"),
                word("network_state"),
                word("gateway"),
                word("cidr"));
    }

    NetworkId network() {
        String text = word("network_id");
        if (text.isEmpty()) {
            throw new IllegalArgumentException("the payload has no network_id");
        }
        if (!text.matches("[0-9]{1,18}")) {
            throw new IllegalArgumentException(
                    "network_id '" + Printable.of(text) + "' is not a whole number of 1 to 18 digits");
        }
        return new NetworkId(Long.parseLong(text));
    }

    private @Nullable Vlan vlan() {
        String text = word("vlan");
        if (text.isEmpty() || "untagged".equals(text)) {
            return null;
        }
        if (!text.matches("[0-9]{1,9}")) {
            throw new IllegalArgumentException("vlan '" + Printable.of(text) + "' is not a VLAN id from 1 to 4094");
        }
        return new Vlan(Integer.parseInt(text));
    }

    /**
     * What somebody asked of a network.
     *
     * @param network null for a custom action of a VPC
     * @param device  the parameter of that name
     */
    record Request(@Nullable NetworkId network, String action, Optional<String> device) {}

    Request request() {
        return new Request(word("network_id").isEmpty() ? null : network(), word("action"), parameter("device"));
    }

    /** A custom action's parameter, as text; undeclared ones pass through CloudStack unchecked. */
    private Optional<String> parameter(String name) {
        return parameters.get(name) instanceof String text
                ? Optional.of(text.strip()).filter(value -> !value.isEmpty())
                : Optional.empty();
    }

    private String word(String key) {
        return word(facts, key);
    }

    private static String word(Map<String, Object> object, String key) {
        Object value = object.getOrDefault(key, "");
        if (!(value instanceof String text)) {
            throw new IllegalArgumentException("'" + key + "' in the payload is not a text");
        }
        if (!WORD.matcher(text).matches()) {
            throw new IllegalArgumentException("'" + key + "' in the payload is longer than 255 or has unexpected"
                    + " characters: '" + Printable.of(text) + "'");
        }
        return text;
    }

    /** The object at the key, empty when it is not there. */
    private static Map<String, Object> object(Map<String, Object> all, String key) {
        Object value = all.getOrDefault(key, Map.of());
        if (!(value instanceof Map<?, ?> map)) {
            throw new IllegalArgumentException("'" + key + "' in the payload is not an object");
        }
        Map<String, Object> object = new HashMap<>();
        map.forEach((name, content) -> object.put(String.valueOf(name), content));
        return object;
    }
}
