/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * Runs on one object, driven by {@code demarc runbook} as a person does. Only the waiting asks the daemon's socket: a command
 * a second would take the machine from the nodes.
 */
final class RunUnderTest {
    private static final Duration LIMIT = Duration.ofMinutes(15);
    private static final Duration LOG_POLL = Duration.ofMillis(20);
    private static final Duration POLL = Duration.ofSeconds(1);

    private final DaemonUnderTest daemon;
    private final String object;

    RunUnderTest(DaemonUnderTest daemon, String object) {
        this.daemon = daemon;
        this.object = object;
    }

    /** @param parameters each as {@code name=value} */
    DaemonUnderTest.Ran tryToStart(String runbook, String... parameters) {
        List<String> words = new ArrayList<>(List.of("runbook", "start", runbook, object));
        for (String parameter : parameters) {
            words.addAll(List.of("-p", parameter));
        }
        return daemon.demarc(words.toArray(String[]::new));
    }

    void start(String runbook, String... parameters) {
        DaemonUnderTest.Ran ran = tryToStart(runbook, parameters);
        assertThat(ran.status()).as(ran.output() + daemon.log()).isZero();
    }

    void confirm(String step, String words) {
        daemon.mustRun("runbook", "confirm", object, step, words);
    }

    void resume() {
        daemon.mustRun("runbook", "resume", object);
    }

    String status() {
        return daemon.mustRun("runbook", "status", object);
    }

    String log() {
        return daemon.mustRun("runbook", "log", object);
    }

    JsonObject view() {
        return JsonParser.parseString(daemon.get("runs/" + object)).getAsJsonObject();
    }

    static String state(JsonObject run) {
        return run.get("state").getAsString();
    }

    /** The current step's id; empty when the run has ended. */
    static String step(JsonObject run) {
        return run.get("step").isJsonNull() ? "" : run.get("step").getAsString();
    }

    /** Until the run is so; throws with its status when it is not in time. */
    JsonObject await(String what, Predicate<JsonObject> isSo) {
        AtomicReference<JsonObject> last = new AtomicReference<>(view());
        try {
            Awaitility.await().alias(what).atMost(LIMIT).pollInterval(POLL).until(() -> {
                last.set(view());
                return isSo.test(last.get());
            });
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(what + ": not within " + LIMIT + "\n" + status() + daemon.log(), e);
        }
        return Objects.requireNonNull(last.get());
    }

    /** Until the log of the object's newest run has an entry of the step that holds the words. */
    void awaitLogged(String step, String words) {
        Awaitility.await(step + ": " + words)
                .atMost(LIMIT)
                .pollInterval(LOG_POLL)
                .until(() ->
                        JsonParser.parseString(daemon.get("runs/" + object + "/log")).getAsJsonArray().asList().stream()
                                .map(JsonElement::getAsJsonObject)
                                .filter(it -> it.get("step").getAsString().equals(step))
                                .anyMatch(it -> it.get("what").getAsString().contains(words)));
    }

    /** Until the step's action has begun. */
    void awaitBegun(String step) {
        awaitLogged(step, "The action begins.");
    }

    /** Until this step asks a person. */
    void awaitAsked(String step) {
        JsonObject run = await(step + " asks a person", it -> !state(it).equals("running"));
        assertThat(state(run) + " at " + step(run)).as(status() + daemon.log()).isEqualTo("awaiting-person at " + step);
    }

    /** Until it has stopped at this step because of what it found. */
    void awaitStopped(String step) {
        JsonObject run = await("the run stops", it -> !state(it).equals("running"));
        assertThat(state(run) + " at " + step(run)).as(status() + daemon.log()).isEqualTo("stopped at " + step);
    }

    void awaitDone() {
        JsonObject run = await("the run ends", it -> !state(it).equals("running"));
        assertThat(state(run)).as(status() + daemon.log()).isEqualTo("done");
    }
}
