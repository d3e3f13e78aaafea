/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cloudstack;

import io.demarc.access.Printable;
import io.demarc.plugin.words.NetworkEvent;
import io.demarc.plugin.words.NetworkId;
import io.demarc.switches.Vlan;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What CloudStack wrote for one call of the entry point, read defensively: what is not needed is neither kept, secrets least
 * of all, nor judged, because names and addresses may be whatever CloudStack lets people type. Every method throws
 * {@link IllegalArgumentException} saying what is wrong. Immutable.
 */
final class Payload {
    private static final String EVENT = "payload";
    private static final String ACCESS = "physical-network-extension-details";
    private static final String PARAMETERS = "action-params";
    /** As CloudStack bounds the names of what it has. */
    private static final int LONGEST_NAME = 255;
    /** What becomes of these in a payload depends on the locale of the management server that wrote it. */
    private static final Pattern NOT_ASCII = Pattern.compile("[^\\x20-\\x7e]");

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
        return new Payload(object(all, EVENT), Map.of(), name(object(all, ACCESS), "physicalnetworkname"));
    }

    /** A custom action: flat. */
    static Payload ofAction(byte[] bytes) {
        Map<String, Object> all = StrictJson.parse(bytes);
        Map<String, Object> parameters = object(all, PARAMETERS);
        return new Payload(
                Map.of("network_id", text(all, "network_id"), "action", text(all, "action")), parameters, "");
    }

    NetworkEvent networkEvent() {
        return new NetworkEvent(network(), vlan(), name(facts, "zone_id"), physicalNetwork);
    }

    NetworkId network() {
        String text = text(facts, "network_id");
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
        String text = text(facts, "vlan");
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
        return new Request(
                text(facts, "network_id").isEmpty() ? null : network(), text(facts, "action"), parameter("device"));
    }

    /** A custom action's parameter, as text; undeclared ones pass through CloudStack unchecked. */
    private Optional<String> parameter(String name) {
        return parameters.get(name) instanceof String text
                ? Optional.of(text.strip()).filter(value -> !value.isEmpty())
                : Optional.empty();
    }

    private static String text(Map<String, Object> object, String key) {
        if (object.getOrDefault(key, "") instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException("'" + key + "' in the payload is not a text");
    }

    /** Fit to be compared with what another management server wrote, and to be shown: each letter outside ASCII is a ?. */
    private static String name(Map<String, Object> object, String key) {
        String name = NOT_ASCII.matcher(text(object, key)).replaceAll("?");
        if (name.length() > LONGEST_NAME) {
            throw new IllegalArgumentException("'" + key + "' in the payload is longer than " + LONGEST_NAME);
        }
        return name;
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
