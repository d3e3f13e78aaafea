/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.http;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import io.demarc.access.Deadline;
import io.demarc.access.Printable;
import io.demarc.plugin.operations.RunViews.RunView;
import io.demarc.plugin.operations.RunbookOperations;
import io.demarc.plugin.reconcile.Timers;
import io.demarc.problem.ProblemException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** What can be asked of runbooks over the socket; {@code docs/rest.md} describes it. Thread-safe. */
final class RunbookRoutes {
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);
    private static final long LONGEST_POLL_SECONDS = 60;
    /** Watchers that may wait at one time: they must not keep other requests from a thread. */
    private static final int MOST_WATCHERS = 8;

    private final RunbookOperations runbooks;
    private final Timers timers;
    private final BooleanSupplier isClosing;
    private final Semaphore watchers = new Semaphore(MOST_WATCHERS);

    RunbookRoutes(RunbookOperations runbooks, Timers timers, BooleanSupplier isClosing) {
        this.runbooks = runbooks;
        this.timers = timers;
        this.isClosing = isClosing;
    }

    List<Route> all() {
        Set<String> none = Set.of();
        return List.of(
                Route.of("GET", "runbooks", none, call -> Answer.of(runbooks.runbooks())),
                Route.of("GET", "runbooks/*", none, call -> Answer.of(runbooks.runbook(call.variable(0)))),
                Route.of("POST", "runbooks/*/plan", none, this::plan),
                Route.of("POST", "runbooks/*/start", none, this::start),
                Route.of("GET", "runs", none, call -> Answer.of(runbooks.runs())),
                Route.of("GET", "runs/*", Set.of("after_version", "wait_seconds"), this::run),
                Route.of("POST", "runs/*/confirm", none, this::confirm),
                Route.of("POST", "runs/*/pause", none, this::pause),
                Route.of("POST", "runs/*/resume", none, this::resume),
                Route.of("POST", "runs/*/abort", none, this::abort),
                Route.of("GET", "runs/*/log", none, call -> Answer.of(runbooks.log(call.variable(0)))));
    }

    private Answer plan(Call call) {
        JsonObject body = body(call, Set.of("object", "parameters"));
        return Answer.of(runbooks.plan(call.variable(0), text(body, "object"), parameters(body), call.actor()));
    }

    private Answer start(Call call) {
        JsonObject body = body(call, Set.of("object", "parameters"));
        return Answer.of(runbooks.start(call.variable(0), text(body, "object"), parameters(body), call.actor()));
    }

    private Answer run(Call call) {
        long after = call.number("after_version", -1, 0, Long.MAX_VALUE);
        Duration wait = Duration.ofSeconds(call.number("wait_seconds", 0, 0, LONGEST_POLL_SECONDS));
        RunView view = runbooks.run(call.variable(0));
        if (view.version() == after && !wait.isZero() && watchers.tryAcquire()) {
            try {
                awaitChange(view, Deadline.after(wait, call.clock()), call);
            } finally {
                watchers.release();
            }
            view = runbooks.run(Long.toString(view.id()));
        }
        return Answer.of(view);
    }

    private void awaitChange(RunView seen, Deadline deadline, Call call) {
        boolean isThere = false;
        while (!isThere && !deadline.isOver()) {
            Deadline soon = Deadline.after(deadline.leftAtMost(LOOK_AGAIN), call.clock());
            isThere = timers.await(
                    () -> isClosing.getAsBoolean()
                            || runbooks.run(Long.toString(seen.id())).version() != seen.version(),
                    soon);
        }
    }

    private Answer confirm(Call call) {
        JsonObject body = body(call, Set.of("step", "words"));
        return Answer.of(runbooks.confirm(call.variable(0), text(body, "step"), words(body), call.actor()));
    }

    private Answer pause(Call call) {
        return Answer.of(runbooks.pause(call.variable(0), words(body(call, Set.of("words"))), call.actor()));
    }

    private Answer resume(Call call) {
        return Answer.of(runbooks.resume(call.variable(0), words(body(call, Set.of("words"))), call.actor()));
    }

    private Answer abort(Call call) {
        JsonObject body = body(call, Set.of("words", "undo"));
        return Answer.of(runbooks.abort(call.variable(0), words(body), flag(body, "undo"), call.actor()));
    }

    /** An object that has these keys and no others; an empty body counts as one without any. */
    private static JsonObject body(Call call, Set<String> keys) {
        String text = call.bodyText();
        if (text.isBlank()) {
            return new JsonObject();
        }
        try {
            JsonObject body = Json.read(text, JsonObject.class);
            if (body != null && keys.containsAll(body.keySet())) {
                return body;
            }
        } catch (JsonParseException e) {
            throw new ProblemException(unreadable(keys).problem(), e);
        }
        throw unreadable(keys);
    }

    private static ProblemException unreadable(Set<String> keys) {
        return Call.invalid(
                "The body is not what is asked for here.",
                "Send a JSON object with "
                        + String.join(", ", keys.stream().sorted().toList()) + "; docs/rest.md describes it.");
    }

    private static String text(JsonObject body, String key) {
        String text = textOf(body.get(key), key);
        if (text.isBlank()) {
            throw Call.invalid("The body lacks '" + key + "'.", "Add it.");
        }
        return text;
    }

    private static String words(JsonObject body) {
        return textOf(body.get("words"), "words");
    }

    private static boolean flag(JsonObject body, String key) {
        JsonElement value = body.get(key);
        if (value == null || value.isJsonNull()) {
            return false;
        }
        if (!value.isJsonPrimitive() || !value.getAsJsonPrimitive().isBoolean()) {
            throw Call.invalid("'" + key + "' in the body is neither true nor false.", "Send true or false.");
        }
        return value.getAsBoolean();
    }

    private static Map<String, String> parameters(JsonObject body) {
        JsonElement value = body.get("parameters");
        Map<String, String> parameters = new TreeMap<>();
        if (value == null || value.isJsonNull()) {
            return parameters;
        }
        if (!value.isJsonObject()) {
            throw Call.invalid("'parameters' in the body is not an object.", "Send {\"name\": \"value\"}.");
        }
        value.getAsJsonObject().asMap().forEach((name, text) -> parameters.put(name, textOf(text, name)));
        return parameters;
    }

    private static String textOf(@Nullable JsonElement value, String key) {
        if (value == null || value.isJsonNull()) {
            return "";
        }
        if (!value.isJsonPrimitive() || !value.getAsJsonPrimitive().isString()) {
            throw Call.invalid("'" + Printable.of(key) + "' in the body is not a text.", "Send it in quotes.");
        }
        return value.getAsString();
    }
}
