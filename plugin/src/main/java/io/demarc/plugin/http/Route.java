/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * One thing that can be asked.
 *
 * @param segments   the path below {@code /v1}; {@code *} stands for any one segment
 * @param parameters names of the query parameters that it knows
 */
record Route(String method, List<String> segments, Set<String> parameters, Kind kind, Function<Call, Answer> action) {
    static Route of(String method, String path, Set<String> parameters, Function<Call, Answer> action) {
        return new Route(method, List.of(path.split("/")), parameters, Kind.OTHER, action);
    }

    Route as(Kind other) {
        return new Route(method, segments, parameters, other, action);
    }

    /** What the path has where the route has stars; empty when it is not this route's path. */
    Optional<List<String>> match(List<String> path) {
        if (path.size() != segments.size()) {
            return Optional.empty();
        }
        List<String> variables = new ArrayList<>();
        for (int i = 0; i < path.size(); i++) {
            if (segments.get(i).equals("*")) {
                variables.add(path.get(i));
            } else if (!segments.get(i).equals(path.get(i))) {
                return Optional.empty();
            }
        }
        return Optional.of(variables);
    }
}
