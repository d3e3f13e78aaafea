/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.replica;

import io.demarc.access.Printable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What a server says that its databases, tables, views, triggers, routines and events are.
 *
 * @param objects by their names: {@code app.orders}, {@code trigger app.t1}; each with its things in the server's own order, and their words
 */
record Definitions(Map<String, Map<String, String>> objects) {
    /** In which a change comes from a primary to its replica: a difference that isn't in every look is none. */
    private static final int LOOKS = 3;

    private static final int LONGEST = 160;
    private static final String COLUMN = "column ";
    /** Names that a server has given, for want of one: they say nothing, and another server may have counted in another way. */
    private static final Pattern GIVEN =
            Pattern.compile("(foreign key|check) (.*_ibfk_\\d+|.*_chk_\\d+|CONSTRAINT_\\d+)");

    private static final Set<String> NAMES = Set.of("k", "s", "n", "t", "w");

    /**
     * What is not the same on both, in words, each thing once.
     *
     * @param wanted the tables that are looked at; empty: everything
     */
    static List<String> differences(Side primary, Side replica, Differences looks, List<String> wanted) {
        List<String> lasting = new ArrayList<>();
        for (int look = 0; look < LOOKS && (look == 0 || !lasting.isEmpty()); look++) {
            Differences.Looks seen = looks.look(
                    Catalogue.questions(primary.dialect(), false), Catalogue.questions(replica.dialect(), true));
            List<String> found = of(seen.there()).differences(of(seen.here()), wanted);
            if (look == 0) {
                lasting.addAll(found);
            } else {
                lasting.retainAll(found);
            }
        }
        return lasting;
    }

    /** @param answers to {@link Catalogue#questions} */
    static Definitions of(List<List<SqlRow>> answers) {
        Map<String, Map<String, String>> objects = new TreeMap<>();
        for (List<SqlRow> rows : answers) {
            for (SqlRow row : rows) {
                String thing = row.text("t");
                if (thing.isEmpty()) {
                    Map<String, String> things = objects.computeIfAbsent(name(row), it -> new LinkedHashMap<>());
                    row.columns().forEach((name, words) -> {
                        if (!NAMES.contains(name)) {
                            things.put(name, words);
                        }
                    });
                } else {
                    // Columns of views are known by the views.
                    objects.computeIfPresent(name(row), (name, things) -> {
                        things.merge(thing, row.text("w"), (first, next) -> first + ", " + next);
                        return things;
                    });
                }
            }
        }
        objects.replaceAll((name, things) -> withoutGivenNames(things));
        return new Definitions(objects);
    }

    private static String name(SqlRow row) {
        String kind = row.text("k");
        String name = row.text("n").isEmpty() ? row.text("s") : TableShape.id(row.text("s"), row.text("n"));
        return kind.isEmpty() ? name : kind + " " + name;
    }

    private static Map<String, String> withoutGivenNames(Map<String, String> things) {
        Map<String, String> named = new LinkedHashMap<>();
        things.forEach((thing, words) -> {
            var given = GIVEN.matcher(thing);
            named.put(given.matches() ? given.group(1) + " " + words : thing, words);
        });
        return named;
    }

    List<String> differences(Definitions replica, List<String> wanted) {
        TreeSet<String> names = new TreeSet<>(objects.keySet());
        names.addAll(replica.objects.keySet());
        if (!wanted.isEmpty()) {
            names.retainAll(wanted);
        }
        List<String> differences = new ArrayList<>();
        for (String name : names) {
            Map<String, String> there = objects.get(name);
            Map<String, String> here = replica.objects.get(name);
            if (there == null || here == null) {
                differences.add(name + ": only on the " + (there == null ? "replica" : "primary"));
            } else {
                differences(name, there, here, differences);
            }
        }
        return differences;
    }

    private static void differences(
            String name, Map<String, String> there, Map<String, String> here, List<String> differences) {
        Set<String> things = new java.util.LinkedHashSet<>(there.keySet());
        things.addAll(here.keySet());
        int before = differences.size();
        for (String thing : things) {
            String one = there.get(thing);
            String other = here.get(thing);
            if (one == null || other == null) {
                differences.add(name + ": " + shown(thing, 0) + " is only on the "
                        + (one == null ? "replica: " : "primary: ") + shown(one == null ? here.get(thing) : one, 0));
            } else if (!one.equals(other)) {
                int from = firstDifference(one, other);
                differences.add(name + ": " + shown(thing, 0) + " is " + shown(one, from) + " on the primary, "
                        + shown(other, from) + " on the replica");
            }
        }
        if (differences.size() == before && !columns(there).equals(columns(here))) {
            differences.add(name + ": its columns are in another order");
        }
    }

    private static List<String> columns(Map<String, String> things) {
        return things.keySet().stream().filter(it -> it.startsWith(COLUMN)).toList();
    }

    private static int firstDifference(String one, String other) {
        int at = 0;
        while (at < one.length() && at < other.length() && one.charAt(at) == other.charAt(at)) {
            at++;
        }
        return at;
    }

    /** One line, and of a long text the part from shortly before that place. */
    private static String shown(@org.jspecify.annotations.Nullable String words, int place) {
        if (words == null || words.isEmpty()) {
            return "empty";
        }
        int from = words.length() <= LONGEST ? 0 : Math.max(0, place - LONGEST / 4);
        return (from == 0 ? "" : "...") + Printable.of(words.substring(from).replaceAll("\\s+", " "), LONGEST);
    }
}
