/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cli;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import io.demarc.access.Printable;
import io.demarc.plugin.http.Json;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import java.util.Objects;

/** One thing of a list that the daemon answered. */
record Named(String json) {
    /** The element whose {@code name} this is; throws {@code NOT_FOUND}. */
    static Named find(String array, String name, String what, String listCommand) {
        for (JsonElement element : JsonParser.parseString(array).getAsJsonArray()) {
            if (name.equals(element.getAsJsonObject().get("name").getAsString())) {
                return new Named(element.toString());
            }
        }
        throw ProblemException.of(
                ProblemCode.NOT_FOUND,
                "There is no " + what + " '" + Printable.of(name) + "'.",
                "'" + listCommand + "' shows those that there are.");
    }

    <T> T as(Class<T> type) {
        return Objects.requireNonNull(Json.read(json, type));
    }
}
