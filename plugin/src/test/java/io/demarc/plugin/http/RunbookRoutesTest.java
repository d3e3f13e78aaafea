/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.demarc.plugin.operations.ExampleOperations;
import io.demarc.plugin.words.Actor;
import io.demarc.plugin.world.VirtualTime;
import io.demarc.problem.ProblemException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunbookRoutesTest {
    private static final Actor ADA = new Actor(Actor.Kind.OPERATOR, "ada");

    private final ExampleOperations operations = new ExampleOperations();
    private final VirtualTime time = new VirtualTime();
    private final RunbookRoutes routes = new RunbookRoutes(operations.runbooks(), time, () -> false);

    private Answer ask(String method, String path, Map<String, String> query, String body) {
        List<String> segments = List.of(path.split("/"));
        Route route = routes.all().stream()
                .filter(it -> it.method().equals(method) && it.match(segments).isPresent())
                .findFirst()
                .orElseThrow();
        ByteBuffer bytes = ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8));
        return route.action()
                .apply(new Call(route.match(segments).orElseThrow(), query, bytes, ADA, time.instant(), time));
    }

    @Test
    void theCallerIsWhoSaysIt() {
        ask("POST", "runs/7/confirm", Map.of(), "{\"step\": \"replace\", \"words\": \"done\"}");
        ask("POST", "runs/7/pause", Map.of(), "");
        ask("POST", "runbooks/replace-node/start", Map.of(), "{\"object\": \"p1\", \"parameters\": {\"node\": \"b\"}}");

        assertThat(operations.asked)
                .containsExactly(
                        "confirm 7 replace done by ada", "pause 7  by ada", "start replace-node p1 {node=b} by ada");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "runs/7/abort|{\"undo\": \"yes\"}",
                "runs/7/abort|{\"undo\": true, \"force\": true}",
                "runs/7/confirm|{\"words\": \"done\"}",
                "runs/7/confirm|{\"step\": 7}",
                "runs/7/pause|[]",
                "runs/7/pause|{",
                "runbooks/x/start|{\"object\": \"\"}",
                "runbooks/x/start|{\"object\": \"p1\", \"parameters\": [\"a\"]}",
                "runbooks/x/plan|{\"object\": \"p1\", \"parameters\": {\"a\": 1}}"
            })
    void whatIsNotUnderstoodIsRefusedAndNothingIsSaid(String path, String body) {
        assertThatThrownBy(() -> ask("POST", path, Map.of(), body)).isInstanceOf(ProblemException.class);
        assertThat(operations.asked).isEmpty();
    }

    @Test
    void aWatcherIsAnsweredAtOnceWhenTheRunHasAnotherVersionElseWhenTheTimeIsOver() {
        Instant begun = time.instant();
        ask("GET", "runs/7", Map.of("after_version", "11", "wait_seconds", "30"), "");
        assertThat(time.instant()).isEqualTo(begun);

        ask("GET", "runs/7", Map.of("after_version", "12", "wait_seconds", "30"), "");
        assertThat(time.instant()).isEqualTo(begun.plus(Duration.ofSeconds(30)));
    }
}
