/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.demarc.problem.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * Mistakes that people make in definitions, made in every built-in one where they can be: the check finds each, but for those
 * that are named. A mistake that changes what is sent and still reads like a definition is for the renderings to show.
 */
final class MistakesTest {
    private static final YAMLMapper MAPPER = new YAMLMapper();
    private static final Path PLATFORMS = Path.of("src/main/resources/platforms");

    /** What the text of a definition can't show, and why. */
    private static final Map<String, String> NOT_FOUND = Map.of();

    /** Makes the mistake; false where the definition has no place for it. */
    private interface Mistake extends Predicate<ObjectNode> {}

    private static final Map<String, Mistake> MISTAKES = mistakes();

    @Test
    void theCheckFindsEveryMistakeInEveryDefinition() throws IOException {
        Set<String> passed = new TreeSet<>();
        Map<String, Integer> made = new LinkedHashMap<>();
        for (Path file : definitions()) {
            for (Map.Entry<String, Mistake> mistake : MISTAKES.entrySet()) {
                ObjectNode definition = (ObjectNode) MAPPER.readTree(Files.readString(file));
                if (mistake.getValue().test(definition)) {
                    made.merge(mistake.getKey(), 1, Integer::sum);
                    if (isTaken(MAPPER.writeValueAsString(definition)) && !NOT_FOUND.containsKey(mistake.getKey())) {
                        passed.add(mistake.getKey() + " in " + file.getFileName());
                    }
                }
            }
        }
        assertThat(made.keySet()).as("every mistake is made somewhere").containsAll(MISTAKES.keySet());
        assertThat(NOT_FOUND).hasSizeLessThanOrEqualTo(5);
        assertThat(passed).isEmpty();
    }

    @Test
    void definitionsAreTakenAsTheyAre() throws IOException {
        for (Path file : definitions()) {
            assertThat(isTaken(MAPPER.writeValueAsString(MAPPER.readTree(Files.readString(file)))))
                    .as(file.toString())
                    .isTrue();
        }
    }

    @Test
    void aPatternThatACommentCutsIsFound() throws IOException {
        String text = Files.readString(PLATFORMS.resolve("cisco-ios.yaml"));
        assertThat(isTaken(text.replace("recognise: '^VLAN\\s+Name'", "recognise: ^VLAN #Name")))
                .isFalse();
    }

    private static List<Path> definitions() throws IOException {
        try (Stream<Path> files = Files.list(PLATFORMS)) {
            List<Path> all = new ArrayList<>();
            for (Path file : files.sorted().toList()) {
                if (file.toString().endsWith(".yaml") && Files.readString(file).contains("\ntransport: ssh")) {
                    all.add(file);
                }
            }
            return all;
        }
    }

    private static boolean isTaken(String yaml) {
        try {
            CliPlatform.load("mistake.yaml", yaml);
            return true;
        } catch (ProblemException e) {
            return false;
        }
    }

    private static Map<String, Mistake> mistakes() {
        Map<String, Mistake> all = new LinkedHashMap<>();
        for (String operation : List.of("shut", "attach", "enable", "park")) {
            all.put(operation + " without a port", it -> replace(it, operation, "{port}", "", false));
            all.put(operation + " of a port by its name", it -> replace(it, operation, "{port}", "Ethernet2", false));
            all.put(
                    operation + " with one line for a port by its name",
                    it -> replace(it, operation, "{port}", "Ethernet2", true));
            all.put(operation + " is missing", it -> operations(it).remove(operation) != null);
            all.put(operation + " with an unknown placeholder", it -> append(it, operation, "show {prot}"));
            all.put(operation + " with a secret", it -> append(it, operation, "x {secret.enable}"));
            all.put(operation + " with a line break", it -> append(it, operation, "x\ny"));
            all.put(operation + " with a further port", it -> append(it, operation, "interface Ethernet2"));
            for (String name : List.of("A7", "ether7", "1/0/7", "ge-0/0/7")) {
                all.put(
                        operation + " with " + name + " somewhere in a line",
                        it -> append(it, operation, "vlan {vlan} [find x=\"" + name + "\"] {port}"));
            }
        }
        all.put("one port's name in both attach and park", MistakesTest::sameNameInBoth);
        all.put(
                "a member by its number",
                it -> append(it, "attach", "vlan {vlan} untagged 7") && append(it, "park", "vlan {vlan} untagged 7"));
        for (String operation : List.of("attach", "park", "create-vlan")) {
            all.put(operation + " without a VLAN", it -> replace(it, operation, "{vlan}", "150", false));
        }
        all.put("create-vlan is missing", it -> operations(it).remove("create-vlan") != null);
        all.put("save is missing", it -> operations(it).remove("save") != null);
        all.put("park takes the port down in any case", it -> conditions(it, "park", true));
        all.put("park never takes the port down", it -> conditions(it, "park", false));
        all.put("attach takes the port up", it -> appendLast(it, "attach", "enable"));
        all.put("attach takes the port down", it -> appendLast(it, "attach", "shut"));
        all.put("park takes the port up", it -> appendLast(it, "park", "enable"));
        all.put("enable shuts", it -> copy(it, "enable", "shut"));
        all.put("shut enables", it -> copy(it, "shut", "enable"));
        all.put("shut and enable are swapped", MistakesTest::swap);
        all.put("attach leaves out a line of park", it -> dropUnlabelled(it, "attach"));
        all.put("park leaves out a line of attach", it -> dropUnlabelled(it, "park"));
        all.put("no label", it -> replace(it, "attach", "{description}", "x", false));
        all.put("save without proof", it -> forget(operations(it).get("save"), "expect", "silent"));
        all.put(
                "a condition that is never true",
                it -> appendMap(it, "park", "x {port}", "when", Map.of("down", "true")));
        all.put(
                "a mode that there is not",
                it -> appendMap(it, "attach", "x {port}", "when", Map.of("current-mode", "acces")));
        all.put(
                "a condition on what nobody knows",
                it -> appendMap(it, "attach", "x {port}", "when", Map.of("mode", "x")));
        all.put("a loop over nothing", it -> appendMap(it, "attach", "x {each}", "for-each", "current-vlan"));
        all.put(
                "two loops in a row",
                it -> appendMap(it, "attach", "vlan {each}", "for-each", "current-tagged")
                        && appendMap(it, "attach", "no tagged {port}", "for-each", "current-tagged"));
        all.put("except without a loop", it -> appendMap(it, "attach", "x {port}", "except", "1"));
        all.put("a broken prompt", it -> appendMap(it, "attach", "x {port}", "prompt", "["));
        all.put("benign is everything", it -> appendMap(it, "attach", "x {port}", "benign", List.of(".*")));
        all.put("expect is anything", it -> appendMap(it, "save", "x", "expect", ".*"));
        all.put(
                "an answer to anything",
                it -> appendMap(it, "attach", "x {port}", "answers", List.of(Map.of("match", ".*", "reply", "y"))));
        session(all);
        reads(all);
        head(all);
        return all;
    }

    private static void session(Map<String, Mistake> all) {
        all.put("two modes with one prompt", MistakesTest::onePrompt);
        all.put("a prompt without the host", it -> everyText(it.at("/session/modes"), "(?<host>", "(?:"));
        all.put("a prompt of any line", it -> setFirst(it.at("/session/modes"), "prompt", "(?<host>.*)"));
        all.put("noise is everything", it -> set(it, "session", "noise", List.of(".*")));
        all.put("no errors", it -> set(it, "session", "errors", List.of()));
        all.put(
                "every line is an error",
                it -> addTo(it.at("/session/errors"), Map.of("match", ".*", "kind", "rejected")));
        all.put("every line is benign", it -> addTo(it.at("/session/errors"), Map.of("match", "", "kind", "benign")));
        all.put("an error without a kind", it -> addTo(it.at("/session/errors"), Map.of("match", "^oops")));
        all.put(
                "an error that can't be",
                it -> addTo(it.at("/session/errors"), Map.of("match", "^oops$x", "kind", "rejected")));
        all.put(
                "an empty reply to the pager",
                it -> it.at("/session/pager") instanceof ObjectNode pager && pager.put("reply", "") != null);
        all.put("a pager that is anything", it -> set(it, "session", "pager", Map.of("match", ".*", "reply", " ")));
        all.put(
                "an unknown start mode",
                it -> it.at("/session/modes") instanceof ObjectNode && set(it, "session", "start-mode", "privilged"));
        all.put("an unknown mode to write in", it -> set(it, "apply", "mode", "confg"));
        all.put(
                "a move to nowhere",
                it -> addTo(it.at("/session/moves"), Map.of("from", "user", "to", "moon", "send", "enable")));
        all.put(
                "a move that writes",
                it -> it.at("/session/moves") instanceof ArrayNode moves && setFirst(moves, "send", "delete all"));
        for (String move : List.of(
                "disable ports all",
                "enable ports 3",
                "configure vlan 10 delete ports all",
                "configure replace flash:x force",
                "bash -c reboot")) {
            all.put(
                    "a move that is '" + move + "'",
                    it -> it.at("/session/moves") instanceof ArrayNode moves && setFirst(moves, "send", move));
        }
        for (String opening : List.of("page delete", "disable cli-config-logging", "terminal length 0 vlan 1")) {
            all.put("an opening that is '" + opening + "'", it -> addTo(it.at("/session/on-open"), opening));
        }
        all.put("an opening that writes", it -> addTo(it.at("/session/on-open"), "write erase"));
        all.put("a way out that writes", it -> addTo(it.at("/session/on-close"), "reload"));
        all.put("an opening with two commands", it -> addTo(it.at("/session/on-open"), "terminal length 0; reload"));
        all.put(
                "a session without a channel for its prompts",
                it -> it.at("/session/modes") instanceof ObjectNode && set(it, "session", "channel", "exec"));
        all.put("no style", it -> ((ObjectNode) it.get("apply")).remove("style") != null);
        all.put("a misspelt style", it -> set(it, "apply", "style", "imediate"));
        all.put(
                "a commit without a candidate",
                it -> "immediate".equals(it.at("/apply/style").asString(""))
                        && set(it, "apply", "commit", List.of("commit")));
        all.put("a candidate without a way back", it -> ((ObjectNode) it.get("apply")).remove("discard") != null);
        all.put("a commit that nobody confirms", it -> ((ObjectNode) it.get("apply")).remove("confirm") != null);
    }

    private static void reads(Map<String, Mistake> all) {
        all.put("a read that writes", it -> setFirst(it.get("reads"), "command", "reload in 5"));
        for (String read : List.of(
                "lldpcli configure system hostname x",
                "lldpctl -L x",
                "/interface print file=evil",
                "/system reset-configuration keep-users=yes print",
                "/interface set ether1 disabled=yes print",
                "/interface bridge vlan remove print",
                "/interface print where name=[/system reboot]",
                "cat /etc/shadow",
                "show run | xml tftp",
                "show running-config tftp://192.0.2.1/x",
                "show tech-support",
                "display diagnostic-information x.txt",
                "ovs-vsctl list Port -- del-port eth1")) {
            all.put("a read that is '" + read + "'", it -> setFirst(it.get("reads"), "command", read));
        }
        for (Map.Entry<String, Object> wrong : Map.<String, Object>of(
                        "command",
                        "reload",
                        "match",
                        ".*",
                        "version",
                        "Version (\\S+)",
                        "object-ids",
                        List.of("sysName"))
                .entrySet()) {
            all.put(
                    "who it is by a wrong " + wrong.getKey(),
                    it -> set(it, "identify", wrong.getKey(), wrong.getValue()));
        }
        all.put("who it is by nothing", it -> ((ObjectNode) it.get("identify")).remove("match") != null);
        all.put(
                "tried with versions that nobody names",
                it -> ((ObjectNode) it.get("identify")).remove("versions") == null && set(it, "", "verified", "lab"));
        all.put("a read of two commands", it -> setFirst(it.get("reads"), "command", "show x; reload"));
        all.put("a read into a file", it -> setFirst(it.get("reads"), "command", "show x > flash:y"));
        all.put("a read through a pipe", it -> setFirst(it.get("reads"), "command", "show x | redirect tftp:"));
        all.put("a read without a command", it -> setFirst(it.get("reads"), "command", ""));
        all.put("absent is anything", it -> setFirst(it.get("reads"), "absent", List.of(".*")));
        all.put("denied is anything", it -> setFirst(it.get("reads"), "denied", List.of("")));
        all.put("recognised by nothing", it -> setFirst(it.get("reads"), "recognise", ""));
        all.put("recognised by anything", it -> setFirst(it.get("reads"), "recognise", ".*"));
        all.put("the first read is never sent", it -> setFirst(it.get("reads"), "sent", false));
        all.put("the first read is no table of ports", it -> setFirst(it.get("reads"), "about", "details"));
        all.put("no reads", it -> set(it, "", "reads", List.of()));
        all.put("one command for no port", it -> setFirst(it.get("reads"), "one", "show interface"));
        all.put(
                "a read twice",
                it -> addTo(it.get("reads"), it.get("reads").get(0).deepCopy()));
        all.put("a format of nothing", it -> setFormat(it, Map.of()));
        all.put(
                "rows of anything skipped",
                it -> setFormat(
                        it, Map.of("lines", List.of("^(?<port>\\S+) (?<untagged>\\d+)$"), "skip", List.of(".*"))));
        all.put("rows that can't be", it -> setFormat(it, Map.of("lines", List.of("^(?<port>\\S+)$x"))));
        all.put("a record that can't be", it -> setFormat(it, Map.of("record", "^Name: (?<port>\\S+)$x")));
        all.put("a field nobody knows", it -> setFormat(it, Map.of("lines", List.of("^(?<prot>\\S+) (?<port>\\S+)$"))));
        all.put("rows without a port", it -> setFormat(it, Map.of("lines", List.of("^(?<untagged>\\d+)$"))));
        all.put(
                "one digit of a VLAN",
                it -> setFormat(it, Map.of("lines", List.of("^(?<port>\\S+) (?<untagged>\\d) (?<tagged>.*)$"))));
        all.put(
                "a field without a group",
                it -> setFormat(
                        it,
                        Map.of(
                                "record",
                                "^Name: (?<port>\\S+)",
                                "fields",
                                Map.of("access-vlan", List.of("VLAN \\d+")))));
        all.put(
                "a pattern that tries for ever",
                it -> setFormat(it, Map.of("lines", List.of("^(?<port>\\S+) (\\d+)+x (?<untagged>\\d+)$"))));
        all.put("a broken pattern", it -> setFormat(it, Map.of("lines", List.of("^(?<port>\\S+"))));
        all.put(
                "a meaning that is never reached",
                it -> setFormat(
                        it,
                        Map.of(
                                "lines",
                                List.of("^(?<port>\\S+) (?<mode>\\S+)$"),
                                "values",
                                Map.of("mode", ordered(".*", "access", "trunk", "trunk")))));
        all.put(
                "a meaning that there is not",
                it -> setFormat(
                        it,
                        Map.of(
                                "lines",
                                List.of("^(?<port>\\S+) (?<mode>\\S+)$"),
                                "values",
                                Map.of("mode", Map.of("a", "acess")))));
        all.put(
                "a rule about nothing",
                it -> setFormat(
                        it,
                        Map.of(
                                "lines",
                                List.of("^(?<port>\\S+) (?<untagged>\\d+)$"),
                                "rules",
                                List.of(Map.of("when", Map.of("x-mode", "a"), "set", Map.of("mode", "access"))))));
        all.put(
                "carries nothing",
                it -> setFormat(
                        it, Map.of("lines", List.of("^(?<port>\\S+) (?<untagged>\\d+)$"), "carry", List.of("vlan"))));
        all.put(
                "a requirement without words",
                it -> set(it, "", "requires", List.of(Map.of("command", "show x", "match", "on$"))));
        all.put(
                "a requirement of nothing",
                it -> set(it, "", "requires", List.of(Map.of("command", "show x", "else", "mend it"))));
        all.put(
                "a fact with the name of a value",
                it -> set(it, "", "facts", List.of(Map.of("name", "vlan", "otherwise", "1"))));
        all.put(
                "a fact without a group",
                it -> set(
                        it,
                        "",
                        "facts",
                        List.of(Map.of("name", "default-vlan", "command", "show x", "match", "id \\d+"))));
    }

    private static void head(Map<String, Mistake> all) {
        for (String key : List.of(
                "platform",
                "title",
                "verified",
                "transport",
                "session",
                "apply",
                "operations",
                "reads",
                "capabilities")) {
            all.put("no " + key, it -> it.remove(key) != null);
        }
        all.put("an unknown key", it -> set(it, "", "sesion", Map.of()));
        all.put("an unknown key of the session", it -> set(it, "session", "promt", "x"));
        all.put("a name in capitals", it -> set(it, "", "platform", "Cisco"));
        all.put("a text for a list", it -> set(it, "", "capabilities", "access-vlan"));
        all.put("a capability that there is not", it -> addTo(it.get("capabilities"), "acces-vlan"));
        for (String capability : List.of(
                "access-vlan",
                "vlan-database",
                "port-admin",
                "port-description",
                "save-config",
                "lldp",
                "lag",
                "own-addresses",
                "mac-table",
                "atomic-commit")) {
            all.put(
                    capability + " is declared or not, against the rest",
                    it -> toggle((ArrayNode) it.get("capabilities"), capability));
        }
        all.put(
                "one abbreviation of two kinds",
                it -> it.at("/names/kinds") instanceof ArrayNode kinds
                        && addTo(
                                kinds,
                                Map.of(
                                        "long",
                                        "Other",
                                        "short",
                                        List.of(kinds.get(0).get("long").asString()))));
    }

    private static Map<String, String> ordered(String... words) {
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i < words.length; i += 2) {
            map.put(words[i], words[i + 1]);
        }
        return map;
    }

    private static ObjectNode operations(ObjectNode definition) {
        return (ObjectNode) definition.get("operations");
    }

    private static boolean replace(ObjectNode definition, String operation, String what, String with, boolean isOnce) {
        JsonNode lines = operations(definition).get(operation);
        String text = lines == null ? "" : MAPPER.writeValueAsString(lines);
        if (!text.contains(what)) {
            return false;
        }
        String quoted = java.util.regex.Pattern.quote(what);
        String new_ = java.util.regex.Matcher.quoteReplacement(with);
        String changed = isOnce ? text.replaceFirst(quoted, new_) : text.replaceAll(quoted, new_);
        operations(definition).set(operation, MAPPER.readTree(changed));
        return true;
    }

    private static boolean append(ObjectNode definition, String operation, Object line) {
        return addTo(operations(definition).path(operation), line);
    }

    private static boolean appendMap(ObjectNode definition, String operation, String send, String key, Object value) {
        return append(definition, operation, Map.of("send", send, key, value));
    }

    private static boolean appendLast(ObjectNode definition, String to, String from) {
        JsonNode line = ownLine(definition, from);
        return line != null && addTo(operations(definition).path(to), line);
    }

    /** The line that shut and enable don't share. */
    private static @Nullable JsonNode ownLine(ObjectNode definition, String operation) {
        JsonNode other = operations(definition).path(operation.equals("shut") ? "enable" : "shut");
        return operations(definition)
                .path(operation)
                .valueStream()
                .filter(line -> other.valueStream().noneMatch(it -> text(it).equals(text(line))))
                .findFirst()
                .orElse(null);
    }

    private static boolean sameNameInBoth(ObjectNode definition) {
        return replace(definition, "attach", "{port}", "A7", true) && replace(definition, "park", "{port}", "A7", true);
    }

    private static boolean copy(ObjectNode definition, String to, String from) {
        JsonNode lines = operations(definition).get(from);
        if (lines == null) {
            return false;
        }
        operations(definition).set(to, lines.deepCopy());
        return true;
    }

    private static boolean swap(ObjectNode definition) {
        JsonNode shut = operations(definition).get("shut");
        return shut != null
                && copy(definition, "shut", "enable")
                && operations(definition).set("enable", shut) != null;
    }

    /** Takes the conditions off the lines that take the port down, or these lines themselves away. */
    private static boolean conditions(ObjectNode definition, String operation, boolean isKept) {
        JsonNode shut = ownLine(definition, "shut");
        if (!(operations(definition).path(operation) instanceof ArrayNode lines) || shut == null) {
            return false;
        }
        String last = text(shut);
        boolean isFound = false;
        for (int i = lines.size() - 1; i >= 0; i--) {
            if (text(lines.get(i)).equals(last)) {
                isFound = true;
                if (isKept && lines.get(i) instanceof ObjectNode line) {
                    line.remove("when");
                } else if (!isKept) {
                    lines.remove(i);
                }
            }
        }
        return isFound;
    }

    private static boolean dropUnlabelled(ObjectNode definition, String operation) {
        JsonNode shut = operations(definition).path("shut");
        JsonNode enable = operations(definition).path("enable");
        if (!(operations(definition).path(operation) instanceof ArrayNode lines)
                || MAPPER.writeValueAsString(operations(definition).path("attach"))
                        .contains("tag={vlan}")) {
            return false;
        }
        for (int i = lines.size() - 1; i >= 0; i--) {
            String send = text(lines.get(i));
            boolean isOther = send.isEmpty()
                    || send.contains("escription")
                    || send.contains("name")
                    || send.contains("alias")
                    || Stream.of(shut, enable).flatMap(JsonNode::valueStream).anyMatch(it -> text(it).equals(send));
            if (!isOther
                    && lines.valueStream().filter(it -> text(it).equals(send)).count() == 1) {
                lines.remove(i);
                return true;
            }
        }
        return false;
    }

    private static String text(JsonNode line) {
        return line.isString() ? line.asString() : line.path("send").asString("");
    }

    private static boolean onePrompt(ObjectNode definition) {
        if (!(definition.at("/session/modes") instanceof ObjectNode modes) || modes.size() < 2) {
            return false;
        }
        List<String> names = List.copyOf(modes.propertyNames());
        modes.set(names.get(1), modes.get(names.get(0)).deepCopy());
        return true;
    }

    private static boolean everyText(JsonNode node, String what, String with) {
        if (!(node instanceof ObjectNode modes)) {
            return false;
        }
        modes.propertyStream()
                .forEach(mode -> ((ObjectNode) mode.getValue())
                        .put("prompt", mode.getValue().get("prompt").asString().replace(what, with)));
        return true;
    }

    private static boolean forget(JsonNode lines, String... keys) {
        if (!(lines instanceof ArrayNode array)) {
            return false;
        }
        for (JsonNode line : array) {
            if (line instanceof ObjectNode object) {
                object.remove(List.of(keys));
            }
        }
        return true;
    }

    private static boolean set(ObjectNode definition, String in, String key, Object value) {
        ObjectNode object = in.isEmpty() ? definition : (ObjectNode) definition.get(in);
        object.set(key, MAPPER.valueToTree(value));
        return true;
    }

    /** Sets a key of the first element. */
    private static boolean setFirst(JsonNode elements, String key, Object value) {
        if (elements == null || elements.isEmpty()) {
            return false;
        }
        return elements.valueStream().findFirst().orElseThrow() instanceof ObjectNode first
                && first.set(key, MAPPER.valueToTree(value)) != null;
    }

    private static boolean setFormat(ObjectNode definition, Map<String, Object> format) {
        ((ObjectNode) definition.get("reads").get(0)).set("formats", MAPPER.valueToTree(List.of(format)));
        return true;
    }

    private static boolean addTo(JsonNode array, Object value) {
        if (!(array instanceof ArrayNode elements)) {
            return false;
        }
        elements.add(MAPPER.<JsonNode>valueToTree(value));
        return true;
    }

    private static boolean toggle(ArrayNode capabilities, String capability) {
        for (int i = 0; i < capabilities.size(); i++) {
            if (capabilities.get(i).asString().equals(capability)) {
                capabilities.remove(i);
                return true;
            }
        }
        capabilities.add(capability);
        return true;
    }
}
