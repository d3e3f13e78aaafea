/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.ssh;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The commands of one mode. A pattern is a row of words, which may be typed abbreviated as long as they stay unique, and
 * of placeholders in angle brackets. Immutable once its rules are added.
 */
final class CommandTable {
    private static final Pattern WORD = Pattern.compile("\"[^\"]*\"|\\S+");

    /** One word as typed. */
    record Token(String text, int column) {}

    /** Tells how many tokens from here on are an instance of a placeholder: 0 for none. */
    interface Placeholder {
        int length(List<Token> tokens, int from);
    }

    /** What came of looking a line up. */
    sealed interface Match {
        record Found(Function<List<String>, Reply> action, List<String> arguments) implements Match {}

        /** @param column where the first wrong character stands */
        record Invalid(int column) implements Match {}

        record Incomplete() implements Match {}

        record Ambiguous(String typed) implements Match {}
    }

    private record Rule(List<String> words, Function<List<String>, Reply> action) {}

    private record Candidate(Rule rule, int next, List<String> arguments) {
        Candidate with(String argument) {
            List<String> more = new ArrayList<>(arguments);
            more.add(argument);
            return new Candidate(rule, next + 1, more);
        }
    }

    private final Map<String, Placeholder> placeholders;
    private final List<Rule> rules = new ArrayList<>();

    /** @param placeholders by name with its angle brackets; {@code <line>} and {@code <word>} are always there */
    CommandTable(Map<String, Placeholder> placeholders) {
        this.placeholders = new LinkedHashMap<>(placeholders);
        this.placeholders.put("<word>", (tokens, from) -> 1);
        this.placeholders.put("<end>", (tokens, from) -> 0);
        this.placeholders.put("<line>", (tokens, from) -> tokens.size() - from);
    }

    /** The action gets what was typed for the placeholders, in order. */
    CommandTable on(String pattern, Function<List<String>, Reply> action) {
        rules.add(new Rule(List.of(pattern.split(" ", -1)), action));
        return this;
    }

    CommandTable addAll(CommandTable other) {
        rules.addAll(other.rules);
        return this;
    }

    static List<Token> tokens(String line) {
        List<Token> tokens = new ArrayList<>();
        Matcher word = WORD.matcher(line);
        while (word.find()) {
            tokens.add(new Token(word.group(), word.start()));
        }
        return tokens;
    }

    Match find(String line) {
        List<Token> tokens = tokens(line);
        Collection<Candidate> candidates = new ArrayList<>();
        rules.forEach(rule -> candidates.add(new Candidate(rule, 0, List.of())));
        return find(line, tokens, 0, candidates);
    }

    private Match find(String line, List<Token> tokens, int at, Collection<Candidate> candidates) {
        if (at >= tokens.size()) {
            return candidates.stream()
                    .filter(candidate -> candidate.next == candidate.rule.words.size())
                    .findFirst()
                    .<Match>map(found -> new Match.Found(found.rule.action, found.arguments))
                    .orElseGet(Match.Incomplete::new);
        }
        Token token = tokens.get(at);
        String typed = token.text.toLowerCase(Locale.ROOT);
        Set<String> meant = new LinkedHashSet<>();
        for (Candidate candidate : candidates) {
            String word = wordOf(candidate);
            if (!word.startsWith("<") && word.toLowerCase(Locale.ROOT).startsWith(typed)) {
                meant.add(word);
            }
        }
        boolean exact = meant.stream().anyMatch(word -> word.equalsIgnoreCase(typed));
        if (meant.size() > 1 && !exact) {
            return new Match.Ambiguous(line.substring(0, token.column + token.text.length()));
        }
        String literal = exact ? typed : meant.stream().findFirst().orElse("");
        return literal.isEmpty()
                ? throughPlaceholder(line, tokens, at, candidates)
                : find(line, tokens, at + 1, literally(candidates, literal));
    }

    private static List<Candidate> literally(Collection<Candidate> candidates, String literal) {
        return candidates.stream()
                .filter(candidate -> wordOf(candidate).equalsIgnoreCase(literal))
                .map(candidate -> new Candidate(candidate.rule, candidate.next + 1, candidate.arguments))
                .toList();
    }

    private Match throughPlaceholder(String line, List<Token> tokens, int at, Collection<Candidate> candidates) {
        Map<String, List<Candidate>> byPlaceholder = new LinkedHashMap<>();
        for (Candidate candidate : candidates) {
            if (wordOf(candidate).startsWith("<")) {
                byPlaceholder
                        .computeIfAbsent(wordOf(candidate), name -> new ArrayList<>())
                        .add(candidate);
            }
        }
        for (Map.Entry<String, List<Candidate>> entry : byPlaceholder.entrySet()) {
            int length = placeholder(entry.getKey()).length(tokens, at);
            if (length > 0) {
                int start = tokens.get(at).column;
                Token last = tokens.get(at + length - 1);
                String typed = line.substring(start, last.column + last.text.length());
                List<Candidate> rest = entry.getValue().stream()
                        .map(candidate -> candidate.with(typed))
                        .toList();
                return find(line, tokens, at + length, rest);
            }
        }
        return new Match.Invalid(tokens.get(at).column);
    }

    private Placeholder placeholder(String name) {
        Placeholder known = placeholders.get(name);
        if (known == null) {
            throw new IllegalStateException("command pattern with an unknown placeholder " + name);
        }
        return known;
    }

    private static String wordOf(Candidate candidate) {
        return candidate.next < candidate.rule.words.size() ? candidate.rule.words.get(candidate.next) : "<end>";
    }
}
