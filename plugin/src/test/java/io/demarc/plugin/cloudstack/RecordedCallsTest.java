/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cloudstack;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.demarc.access.Deadline;
import io.demarc.plugin.cloudstack.ExtensionProtocol.Reply;
import io.demarc.plugin.networks.NetworkLife.Answer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Everything that a real CloudStack 4.23 was seen to send, answered as CloudStack needs it. */
class RecordedCallsTest {
    private static final Map<String, String> TOLD = Map.of(
            "implement-network", "implemented",
            "shutdown-network", "shut down",
            "destroy-network", "destroyed");

    private final RecordingPlugin plugin = new RecordingPlugin();
    private final ExtensionProtocol protocol = new ExtensionProtocol(plugin, plugin, plugin, InstantSource.system());

    static Stream<RecordedCall> everyCall() {
        return Stream.concat(
                RecordedCall.calls().stream(),
                RecordedCall.sequences().stream().flatMap(name -> RecordedCall.sequence(name).stream()));
    }

    static List<String> sequences() {
        return RecordedCall.sequences();
    }

    @ParameterizedTest
    @MethodSource("everyCall")
    void isAnsweredAsCloudStackNeedsIt(RecordedCall call) {
        Reply reply = answer(call);

        assertThat(reply.success()).isTrue();
        assertThat(reply.line()).doesNotContain("\n", "s3cr3t", "abc");
        switch (call.command()) {
            case "ensure-network-device" ->
                assertThat(JsonParser.parseString(reply.line())
                                .getAsJsonObject()
                                .size())
                        .isPositive();
            case "custom-action" -> {
                JsonObject shown = JsonParser.parseString(reply.line()).getAsJsonObject();
                assertThat(shown.get("printmessage").getAsString()).isEqualTo("true");
                assertThat(shown.has("status")).isFalse();
            }
            default -> assertThat(reply.line()).isEmpty();
        }
        assertThat(plugin.told).isEqualTo(expected(call));
        assertThat(plugin.notes).isEmpty();
    }

    /** Only three commands change anything, and of their payloads only the network and its VLAN matter. */
    private static List<String> expected(RecordedCall call) {
        String told = TOLD.get(call.command());
        if (told == null) {
            return List.of();
        }
        String vlan = call.fact("vlan");
        return List.of(told + " " + call.fact("network_id") + " " + (vlan.isEmpty() ? "null" : vlan));
    }

    @ParameterizedTest
    @MethodSource("everyCall")
    void failsClosedWhereAVlanCouldBeGivenAwayAndNowhereElse(RecordedCall call) {
        plugin.answer = new Answer(false, "tor-a1 Gi1/0/7 still carries the VLAN.");

        Reply reply = answer(call);

        assertThat(reply.success()).isEqualTo(!TOLD.containsKey(call.command()));
        if (!reply.success()) {
            JsonObject told = JsonParser.parseString(reply.line()).getAsJsonObject();
            assertThat(told.keySet()).isEqualTo(Set.of("status", "error"));
            assertThat(told.get("status").getAsString()).isEqualTo("error");
        }
    }

    @ParameterizedTest
    @MethodSource("sequences")
    void aSequenceTellsTheNetworksLivesInOrderAlsoWhenEveryCallComesTwice(String name) {
        List<String> expected = new ArrayList<>();
        for (RecordedCall call : RecordedCall.sequence(name)) {
            answer(call);
            answer(call);
            expected.addAll(expected(call));
            expected.addAll(expected(call));
        }
        assertThat(plugin.told).isEqualTo(expected);
    }

    @Test
    void callsOfAllNetworksAtOnceAreAllAnswered() throws Exception {
        List<RecordedCall> calls =
                new ArrayList<>(Stream.concat(everyCall(), everyCall()).toList());
        Collections.shuffle(calls, new Random(20261124));
        Map<String, Integer> expected = new TreeMap<>();
        calls.stream().flatMap(call -> expected(call).stream()).forEach(told -> expected.merge(told, 1, Integer::sum));
        List<Callable<Reply>> tasks =
                calls.stream().<Callable<Reply>>map(call -> () -> answer(call)).toList();
        ExecutorService threads = Executors.newFixedThreadPool(16);
        try {
            for (var reply : threads.invokeAll(tasks)) {
                assertThat(reply.get().success()).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }
        Map<String, Integer> told = new HashMap<>();
        plugin.told.forEach(line -> told.merge(line, 1, Integer::sum));
        assertThat(new TreeMap<>(told)).isEqualTo(expected);
    }

    @Test
    void theRecordingsHaveWhatTheyAreSaidToHave() {
        Set<String> commands = new TreeSet<>();
        Set<String> types = new TreeSet<>();
        everyCall().forEach(call -> {
            commands.add(call.command());
            types.add(call.fact("guest_type"));
            assertThat(call.seconds()).isEqualTo("60");
        });
        assertThat(types).contains("isolated", "l2", "shared");
        assertThat(commands).contains("custom-action", "implement-vpc", "add-dhcp-entry", "destroy-network");
    }

    private Reply answer(RecordedCall call) {
        return protocol.handle(
                call.command(), call.bytes(), Deadline.after(Duration.ofSeconds(5), InstantSource.system()));
    }
}
