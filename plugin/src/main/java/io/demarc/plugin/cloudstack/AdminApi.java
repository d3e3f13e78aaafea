/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cloudstack;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.demarc.access.Deadline;
import io.demarc.access.Printable;
import io.demarc.plugin.cloudstack.CloudStackApi.ApiRefusal;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;

/** CloudStack's lists of infrastructure, which only a root administrator may see. Thread-safe. */
public final class AdminApi {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int PAGE = 500;

    private final CloudStackApi api;
    private final InstantSource clock;
    private final BiFunction<String, ApiRefusal, ProblemException> whenRefused;

    AdminApi(CloudStackApi api, InstantSource clock) {
        this(
                api,
                clock,
                (command, refusal) -> ProblemException.of(
                        ProblemCode.CLOUDSTACK_UNREACHABLE,
                        "CloudStack refused " + command + ": " + refusal.getMessage() + ".",
                        "The API key in demarc.yaml must be one of a root administrator; look at the UUIDs in the"
                                + " inventory's storage-pairs."));
    }

    /** @param whenRefused what to say of a command that CloudStack refuses */
    public AdminApi(
            CloudStackApi api, InstantSource clock, BiFunction<String, ApiRefusal, ProblemException> whenRefused) {
        this.api = api;
        this.clock = clock;
        this.whenRefused = whenRefused;
    }

    /**
     * Every row, page after page.
     *
     * @param member of the answer that has the rows, such as {@code storagepool}
     * @throws ProblemException {@code CLOUDSTACK_UNREACHABLE}, or what stands for a refusal
     */
    public List<JsonObject> list(String command, String member, Map<String, String> parameters) {
        List<JsonObject> all = new ArrayList<>();
        Deadline deadline = Deadline.after(PATIENCE, clock);
        int page = 1;
        int count;
        do {
            Map<String, String> asked = new TreeMap<>(parameters);
            asked.put("page", Integer.toString(page++));
            asked.put("pagesize", Integer.toString(PAGE));
            count = 0;
            JsonElement rows = ask(command, asked, deadline).get(member);
            if (rows != null && rows.isJsonArray()) {
                for (JsonElement row : rows.getAsJsonArray()) {
                    all.add(object(row, command));
                    count++;
                }
            }
        } while (count == PAGE);
        return all;
    }

    /** What isn't there proves something to those who ask: a row that can't be read must not be left out. */
    private static JsonObject object(JsonElement row, String command) {
        if (row.isJsonObject()) {
            return row.getAsJsonObject();
        }
        throw ProblemException.of(
                ProblemCode.CLOUDSTACK_UNREACHABLE,
                "CloudStack's answer to " + command + " has a row that is no object.",
                "Look whether a proxy answers in its place.");
    }

    private JsonObject ask(String command, Map<String, String> parameters, Deadline deadline) {
        try {
            return api.ask(command, parameters, deadline);
        } catch (ApiRefusal e) {
            throw whenRefused.apply(command, e);
        }
    }

    /** The member's text, made printable; empty when there is none. */
    public static String text(JsonObject of, String member) {
        JsonElement value = of.get(member);
        return value != null && value.isJsonPrimitive() ? Printable.of(value.getAsString()) : "";
    }
}
