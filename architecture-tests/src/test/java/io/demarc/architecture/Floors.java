/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The floors that docs/architecture.md draws: who stands where, and which modules a module may use. */
final class Floors {
    private static final Map<String, Set<String>> USABLE = Map.of(
            "access", Set.of(),
            "switch-drivers", Set.of("access"),
            "hooks", Set.of("access"),
            "plugin", Set.of("hooks", "switch-drivers", "access"),
            "switch-lab", Set.of("switch-drivers", "access"));

    private record Place(String module, int depth) {}

    private final Map<String, Place> places = new HashMap<>();

    private Floors() {}

    static Floors of(Path page) {
        try {
            Floors floors = new Floors();
            String text = Files.readString(page);
            String picture = text.substring(text.indexOf("```floors\n") + "```floors\n".length());
            String module = "";
            int depth = 0;
            for (String line :
                    picture.substring(0, picture.indexOf("```")).lines().toList()) {
                List<String> words = List.of(line.strip().split("\\s+"));
                boolean isNamed = !line.isBlank() && !line.startsWith(" ");
                module = isNamed ? words.get(0) : module;
                depth++;
                for (String name : isNamed ? words.subList(1, words.size()) : words) {
                    floors.put(name, new Place(module, depth));
                }
            }
            return floors;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void put(String name, Place place) {
        if (!name.isEmpty()) {
            assertThat(places.put("io.demarc." + name, place))
                    .as("%s is drawn twice", name)
                    .isNull();
        }
    }

    Set<String> packages() {
        return places.keySet();
    }

    boolean mayUse(String user, String used) {
        Place from = places.get(user);
        Place to = places.get(used);
        if (user.equals(used) || from == null || to == null) {
            return user.equals(used);
        }
        return from.module().equals(to.module())
                ? from.depth() < to.depth()
                : USABLE.getOrDefault(from.module(), Set.of()).contains(to.module());
    }
}
