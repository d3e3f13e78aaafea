/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cloudstack.setup;

import static io.demarc.plugin.cloudstack.AdminApi.text;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.demarc.access.Deadline;
import io.demarc.access.Printable;
import io.demarc.plugin.cloudstack.AdminApi;
import io.demarc.plugin.cloudstack.CloudStackApi;
import io.demarc.plugin.cloudstack.CloudStackApi.ApiRefusal;
import io.demarc.plugin.cloudstack.CloudStackVersion;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** What the set-up asks of CloudStack with an administrator's key. One caller at a time. */
final class AdminCalls {
    /** Stands in a plan for the id, or the secret, of something that isn't there yet. */
    static final String ID_TO_COME = "(id to come)";

    private static final List<String> SECRETS = List.of("password", "secretkey");
    private static final Duration LONGEST_CALL = Duration.ofMinutes(1);
    private static final Duration LONGEST_JOB = Duration.ofMinutes(2);
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
    private static final int UNAUTHORIZED = 401;

    private final CloudStackApi api;
    private final AdminApi lists;
    private final InstantSource clock;
    private final Consumer<Duration> pause;

    /** @param pause waits that long */
    AdminCalls(CloudStackApi api, InstantSource clock, Consumer<Duration> pause) {
        this.api = api;
        this.lists = new AdminApi(api, clock, AdminCalls::refused);
        this.clock = clock;
        this.pause = pause;
    }

    /** Every row of the list; throws {@code CLOUDSTACK_REFUSED} or {@code CLOUDSTACK_UNREACHABLE}. */
    List<JsonObject> list(String command, String member, Map<String, String> parameters) {
        return lists.list(command, member, parameters);
    }

    /** The row whose {@code name} is exactly this: CloudStack's own filters find parts of names as well. */
    Optional<JsonObject> named(String command, String member, String name, Map<String, String> parameters) {
        return list(command, member, parameters).stream()
                .filter(row -> exact(row, "name").equals(name))
                .findFirst();
    }

    /** Asks, and waits for the job if it becomes one; throws as {@link #list}, and {@code DEADLINE_PASSED}. */
    JsonObject call(String command, Map<String, String> parameters) {
        JsonObject answer = ask(command, parameters);
        String job = text(answer, "jobid");
        return job.isEmpty() ? answer : result(command, job);
    }

    /** A change by one call. Values of {@code password} and {@code secretkey} aren't shown. */
    Change change(String words, String command, Map<String, String> parameters) {
        Map<String, String> shown = new TreeMap<>(parameters);
        for (String secret : SECRETS) {
            shown.computeIfPresent(secret, (key, value) -> value.equals(ID_TO_COME) ? value : "***");
        }
        StringBuilder line = new StringBuilder(command);
        shown.forEach((key, value) -> line.append(' ').append(key).append('=').append(quoted(value)));
        return new Change(words, line.toString(), () -> call(command, parameters));
    }

    private static String quoted(String value) {
        return value.matches("[\\w.,:/@*()-]+") ? value : "'" + value.replace("'", "'\\''") + "'";
    }

    CloudStackVersion version() {
        try {
            return CloudStackVersion.asked(api, Deadline.after(LONGEST_CALL, clock));
        } catch (ApiRefusal e) {
            throw refused("listCapabilities", e);
        }
    }

    private JsonObject ask(String command, Map<String, String> parameters) {
        try {
            return api.ask(command, parameters, Deadline.after(LONGEST_CALL, clock));
        } catch (ApiRefusal e) {
            throw refused(command, e);
        }
    }

    private JsonObject result(String command, String job) {
        Deadline end = Deadline.after(LONGEST_JOB, clock);
        while (true) {
            JsonObject state = ask("queryAsyncJobResult", Map.of("jobid", job));
            String status = text(state, "jobstatus");
            if (status.equals("1")) {
                return state;
            }
            if (status.equals("2")) {
                JsonElement result = state.get("jobresult");
                String why = result != null && result.isJsonObject()
                        ? text(result.getAsJsonObject(), "errortext")
                        : "it gives no reason";
                throw refused("CloudStack's job for " + command + " failed: " + why + ".");
            }
            if (end.isOver()) {
                throw ProblemException.of(
                        ProblemCode.DEADLINE_PASSED,
                        "CloudStack took " + command + " as job " + Printable.of(job) + ", and it has not ended within "
                                + LONGEST_JOB.toMinutes() + " minutes.",
                        "Look at 'cmk list asyncjobs': its queue may be full. Then run the command again: it goes on.");
            }
            pause.accept(BETWEEN_LOOKS);
        }
    }

    private static ProblemException refused(String command, ApiRefusal refusal) {
        if (refusal.isOfCommand()) {
            return ProblemException.of(
                    ProblemCode.CLOUDSTACK_REFUSED,
                    "The administrator's keys may not call " + command + ".",
                    "Give the keys of a root administrator.");
        }
        if (refusal.code() == UNAUTHORIZED) {
            return ProblemException.of(
                    ProblemCode.CLOUDSTACK_REFUSED,
                    "CloudStack does not accept the administrator's keys: " + refusal.getMessage() + ".",
                    "Check --admin-api-key and --admin-secret-key: 'cmk list users' shows whose they should be.");
        }
        return refused(
                "CloudStack refused " + command + " with error " + refusal.code() + ": " + refusal.getMessage() + ".");
    }

    private static ProblemException refused(String why) {
        return ProblemException.of(
                ProblemCode.CLOUDSTACK_REFUSED,
                why,
                "Mend what it names and run the command again: it goes on where it stopped.");
    }

    /** The member's text as it is, to compare it or to use it; empty when there is none. To show it, {@link AdminApi#text}. */
    static String exact(JsonObject of, String member) {
        JsonElement value = of.get(member);
        return value != null && value.isJsonPrimitive() ? value.getAsString() : "";
    }

    /** The objects of a row's list, none when it has no such list. */
    static Stream<JsonObject> rows(JsonObject of, String member) {
        JsonElement rows = of.get(member);
        return rows != null && rows.isJsonArray()
                ? rows.getAsJsonArray().asList().stream()
                        .filter(JsonElement::isJsonObject)
                        .map(JsonElement::getAsJsonObject)
                : Stream.empty();
    }

    /** Parameters {@code name[i].key}, as CloudStack takes lists of maps. */
    static void put(Map<String, String> parameters, String name, List<Map<String, String>> items) {
        for (int i = 0; i < items.size(); i++) {
            String item = name + "[" + i + "].";
            items.get(i).forEach((key, value) -> parameters.put(item + key, value));
        }
    }
}
