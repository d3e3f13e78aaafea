/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.ssh;

import java.util.ArrayList;
import java.util.List;

/** The configuration statements that a simulated Junos switch knows, in the order in which it shows them. Immutable. */
final class JunosSchema {
    /**
     * One statement.
     *
     * @param isList whether several values stand side by side instead of replacing each other
     */
    record Statement(String pattern, boolean isList) {}

    private static final List<Statement> STATEMENTS = List.of(
            new Statement("system host-name <value>", false),
            new Statement("interfaces <ifd> description <value>", false),
            new Statement("interfaces <ifd> disable", false),
            new Statement("interfaces <ifd> native-vlan-id <vlan>", false),
            new Statement("interfaces <ifd> ether-options 802.3ad <word>", false),
            new Statement("interfaces <ifd> unit <number> description <value>", false),
            new Statement("interfaces <ifd> unit <number> family inet address <word>", true),
            new Statement("interfaces <ifd> unit <number> family ethernet-switching", false),
            new Statement("interfaces <ifd> unit <number> family ethernet-switching interface-mode access", false),
            new Statement("interfaces <ifd> unit <number> family ethernet-switching interface-mode trunk", false),
            new Statement("interfaces <ifd> unit <number> family ethernet-switching vlan members <members>", true),
            new Statement("interfaces <ifd> unit <number> family ethernet-switching storm-control <word>", false),
            new Statement("protocols lldp interface <word>", true),
            new Statement("protocols rstp interface <word> edge", false),
            new Statement("protocols rstp bpdu-block-on-edge", false),
            new Statement("vlans <word> description <value>", false),
            new Statement("vlans <word> vlan-id <vlan>", false),
            new Statement("vlans <word> l3-interface <word>", false));

    private JunosSchema() {}

    static List<Statement> statements() {
        return STATEMENTS;
    }

    /** Every beginning of every statement, without doubles: what can be deleted and shown. */
    static List<String> beginnings() {
        List<String> all = new ArrayList<>();
        for (Statement statement : STATEMENTS) {
            List<String> words = List.of(statement.pattern.split(" ", -1));
            for (int length = 1; length <= words.size(); length++) {
                String beginning = String.join(" ", words.subList(0, length));
                if (!all.contains(beginning)) {
                    all.add(beginning);
                }
            }
        }
        return all;
    }

    /** The paths that a typed statement stands for: one for each value between brackets. */
    static List<List<String>> paths(String pattern, List<String> arguments) {
        List<List<String>> paths = new ArrayList<>(List.of(new ArrayList<>()));
        int next = 0;
        for (String word : pattern.split(" ", -1)) {
            List<String> values = word.startsWith("<") ? values(arguments.get(next++)) : List.of(word);
            List<List<String>> longer = new ArrayList<>();
            for (List<String> path : paths) {
                for (String value : values) {
                    List<String> more = new ArrayList<>(path);
                    more.add(value);
                    longer.add(more);
                }
            }
            paths = longer;
        }
        return paths.stream().map(List::copyOf).toList();
    }

    private static List<String> values(String typed) {
        if (typed.startsWith("[")) {
            return CommandTable.tokens(typed.replace("[", " ").replace("]", " ")).stream()
                    .map(CommandTable.Token::text)
                    .toList();
        }
        boolean quoted = typed.length() >= 2 && typed.startsWith("\"") && typed.endsWith("\"");
        return List.of(quoted ? typed.substring(1, typed.length() - 1) : typed);
    }

    /** The place of a path among the statements, for showing them in order. */
    static int position(List<String> path) {
        for (int i = 0; i < STATEMENTS.size(); i++) {
            List<String> words = List.of(STATEMENTS.get(i).pattern.split(" ", -1));
            if (words.size() == path.size() && matches(words, path)) {
                return i;
            }
        }
        return STATEMENTS.size();
    }

    private static boolean matches(List<String> words, List<String> path) {
        for (int i = 0; i < words.size(); i++) {
            if (!words.get(i).startsWith("<") && !words.get(i).equals(path.get(i))) {
                return false;
            }
        }
        return true;
    }
}
