/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.cli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A switch that does what its manual says a line does ({@code models/<platform>.txt}), whatever a definition means by it. A
 * line that the manual doesn't know, or that it refuses, is an error. One caller at a time.
 */
final class SwitchModel {
    private static final Pattern LEAVING = Pattern.compile(
            "(?:configure(?: terminal)?|system-view|end|return|exit|quit|abort|exit configuration-mode)");
    private static final int DEFAULT_VLAN = 1;

    private final List<Rule> rules = new ArrayList<>();
    private List<String> states = List.of();
    private String kind = "";
    private Map<String, ModelPort> ports = new HashMap<>();
    private @Nullable Map<String, ModelPort> staged;
    private @Nullable String portBlock;
    private int vlanBlock;

    private record Rule(Pattern line, List<String> effect) {}

    static SwitchModel read(String text) {
        SwitchModel model = new SwitchModel();
        for (String line : text.lines().toList()) {
            if (line.startsWith("kind ")) {
                model.kind = line.substring(5);
            } else if (line.startsWith("states ")) {
                model.states = List.of(line.substring(7).split(" ", -1));
            } else if (!line.startsWith("#") && !line.isBlank()) {
                String[] parts = line.split(" -> ", 2);
                model.rules.add(new Rule(Pattern.compile(parts[0]), List.of(parts[1].split(" ", -1))));
            }
        }
        return model;
    }

    /** States that a port of this switch can be in. */
    List<String> states() {
        return states;
    }

    void begin(Map<String, ModelPort> begun) {
        ports = begun;
        if (kind.equals("vlan")) {
            ports.values().forEach(port -> {
                port.untagged.addAll(
                        port.mode.equals("hybrid") || port.mode.equals("lists") ? List.of() : port.untagged());
                port.tagged.addAll(port.tagged());
                port.mode = "lists";
            });
        }
        staged = null;
        portBlock = null;
        vlanBlock = 0;
    }

    ModelPort port(String name) {
        return Objects.requireNonNull(ports.get(name), name);
    }

    /** Does what the line does; returns what the switch says against it, empty when it takes it. */
    String take(String line) {
        for (Rule rule : rules) {
            Matcher matcher = rule.line().matcher(line);
            if (matcher.matches()) {
                String[] words = rule.effect().toArray(new String[0]);
                for (int i = 1; i < words.length; i++) {
                    words[i] = words[i].startsWith("$")
                            ? matcher.group(Integer.parseInt(words[i].substring(1)))
                            : words[i];
                }
                return act(words);
            }
        }
        if (LEAVING.matcher(line).matches()) {
            portBlock = null;
            vlanBlock = 0;
            return "";
        }
        return "the manual knows no such line";
    }

    private Map<String, ModelPort> written() {
        Map<String, ModelPort> candidate = staged;
        return candidate == null ? ports : candidate;
    }

    private String act(String[] words) {
        switch (words[0]) {
            case "none" -> {
                return "";
            }
            case "begin" -> {
                Map<String, ModelPort> candidate = new HashMap<>();
                ports.forEach((name, port) -> candidate.put(name, port.copy()));
                staged = candidate;
                return "";
            }
            case "commit" -> {
                ports = written();
                staged = null;
                return "";
            }
            case "port" -> {
                portBlock = words[1];
                vlanBlock = 0;
                return written().containsKey(words[1]) ? "" : "there is no port " + words[1];
            }
            case "vlan" -> {
                vlanBlock = Integer.parseInt(words[1]);
                portBlock = null;
                return "";
            }
            default -> {
                boolean isNamed = words.length > 1 && written().containsKey(words[1]);
                ModelPort port = written().get(isNamed ? words[1] : String.valueOf(portBlock));
                if (port == null) {
                    return "not within a port";
                }
                int at = isNamed ? 2 : 1;
                boolean isGiven = words.length > at && words[at].matches("\\d+");
                return change(words[0], port, isGiven ? Integer.parseInt(words[at]) : vlanBlock);
            }
        }
    }

    private static String change(String effect, ModelPort port, int vlan) {
        switch (effect) {
            case "down", "down-of" -> port.isUp = false;
            case "up", "up-of" -> port.isUp = true;
            case "access" -> port.access = vlan;
            case "mode" -> port.mode = "access";
            case "access-mode-of" -> port.mode = "access";
            case "bridged" -> port.mode = "access";
            case "access-now" -> {
                port.mode = "access";
                port.access = vlan;
                port.trunk.clear();
            }
            case "no-voice", "no-voice-of" -> port.voice = 0;
            case "no-trunk" -> port.trunk.clear();
            case "trunk-one" -> port.trunk.add(DEFAULT_VLAN);
            case "native-one" -> port.nativeVlan = DEFAULT_VLAN;
            case "no-hybrid" -> {
                port.untagged.clear();
                port.tagged.clear();
            }
            case "hybrid-one" -> port.untagged.add(DEFAULT_VLAN);
            case "link-access" -> {
                port.access = port.mode.equals("access") ? port.access : DEFAULT_VLAN;
                port.mode = "access";
                port.trunk.clear();
                port.untagged.clear();
                port.tagged.clear();
            }
            case "no-members" -> {
                port.access = 0;
                port.trunk.clear();
                port.tagged.clear();
                port.untagged.clear();
            }
            case "no-native" -> port.nativeVlan = 0;
            case "member-of" -> {
                if (port.access > 0 && port.access != vlan) {
                    return "an access port has one member";
                }
                port.access = vlan;
            }
            case "only" -> {
                port.tagged.clear();
                port.untagged.clear();
                port.untagged.add(vlan);
            }
            case "move-untagged" -> {
                port.untagged.clear();
                port.untagged.add(vlan);
                port.tagged.remove(vlan);
            }
            case "join-untagged" -> {
                port.untagged.add(vlan);
                port.tagged.remove(vlan);
            }
            case "only-untagged" -> {
                if (!port.untagged.isEmpty() && !port.untagged.contains(vlan)) {
                    return "Protocol conflict when adding untagged port";
                }
                port.untagged.add(vlan);
                port.tagged.remove(vlan);
            }
            case "leave-tagged-if" -> port.tagged.remove(vlan);
            case "leave-tagged", "leave-tagged-here" -> {
                return port.tagged.remove(vlan) ? "" : "not a tagged member of VLAN " + vlan;
            }
            case "leave-both" -> {
                boolean wasTagged = port.tagged.remove(vlan);
                boolean wasUntagged = port.untagged.remove(vlan);
                return wasTagged || wasUntagged ? "" : "not a member of VLAN " + vlan;
            }
            case "fall-from-here" -> {
                if (!port.untagged.remove(vlan)) {
                    return "not an untagged member of VLAN " + vlan;
                }
                port.untagged.add(DEFAULT_VLAN);
            }
            case "join-from-default" -> {
                if (port.tagged.contains(vlan)
                        || (!port.untagged.contains(DEFAULT_VLAN)
                                && !port.untagged.isEmpty()
                                && !port.untagged.contains(vlan))) {
                    return "the port is in another VLAN than the default one: " + port;
                }
                port.untagged.clear();
                port.untagged.add(vlan);
            }
            default -> throw new IllegalArgumentException("unknown effect " + effect);
        }
        return "";
    }
}
