/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin;

import static io.demarc.plugin.world.World.ALICE;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import io.demarc.plugin.cloudstack.ExtensionProtocol;
import io.demarc.plugin.cloudstack.RecordedCall;
import io.demarc.plugin.operations.Views.DeviceView;
import io.demarc.plugin.world.World;
import io.demarc.switches.Vlan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a real CloudStack 4.23 did, once with its calls and its API, once with its API alone, as an older one or another offering has
 * it: after everything that somebody did there, the device's port is in the network's VLAN or parked, the same in both.
 */
class RecordedSequencesIT extends OneSwitchLife {
    private static final int NONE = 0;

    /** For each sequence its network, and the VLAN of the port after what was done; what isn't named changes nothing. */
    private static final Map<String, Map<String, Integer>> EXPECTED = Map.of(
            "network-life.jsonl",
            Map.ofEntries(
                    entry("network", 204),
                    entry("A deploy first VM", 193),
                    entry("B GC after last VM stopped", NONE),
                    entry("B start vm2 again (re-implement)", 196),
                    entry("B deleteNetwork while Implemented", NONE)),
            "persistent-network.jsonl",
            Map.of("network", 205, "P create persistent network", 109, "P delete", NONE),
            "implement-fails.jsonl",
            Map.of("network", 206, "F1 deploy vm", NONE, "F1 deploy again OK", 111),
            "offering-change.jsonl",
            // Back on the plain offering the network is still up and its device still attached.
            Map.of("network", 229, "UP updateNetwork to extension offering (user)", 138),
            "l2-userdata.jsonl",
            Map.of("network", 217, "l2e create [l2-UserData-persistent]", 171),
            "shared-network.jsonl",
            Map.of("network", 234, "sh1 deploy", 310, "sh1 delete", NONE),
            "vpc.jsonl",
            Map.of("network", 237, "vB deploy in tier", 156, "vB delete tier", NONE));

    static Stream<Arguments> everySequenceInBothModes() {
        return RecordedCall.sequences().stream()
                .flatMap(name -> Stream.of(Arguments.of(name, true), Arguments.of(name, false)));
    }

    @ParameterizedTest(name = "{0}, calls: {1}")
    @MethodSource("everySequenceInBothModes")
    void thePortIsWhereItShouldBeAfterEachThingThatWasDone(String sequence, boolean withCalls) {
        Map<String, Integer> expected = Objects.requireNonNull(EXPECTED.get(sequence), sequence);
        long network = Objects.requireNonNull(expected.get("network"));
        start(network);
        int vlan = NONE;
        for (List<RecordedCall> step : steps(RecordedCall.sequence(sequence))) {
            String context = step.get(0).context();
            step.stream()
                    .filter(call -> call.fact("network_id").equals(Long.toString(network)))
                    .forEach(call -> play(call, network, withCalls));
            vlan = expected.getOrDefault(context, vlan);
            poll();
            poll();
            assertThat(untagged()).as("%s: %s", context, daemon.journal()).isEqualTo(vlan == NONE ? 999 : vlan);
        }
        boolean isGone = !world.directory.networks.containsKey(network);
        assertThat(daemon.operations().devices())
                .extracting(DeviceView::network)
                .allMatch(it -> isGone == (it == null));
        assertThat(daemon.operations().networks()).hasSize(isGone ? 0 : 1);
    }

    /** The shared network has VLAN 310. */
    @Override
    void declare(String devices) {
        daemon.apply("switches:\n" + World.switchYaml("tor", "fake", 3).replace("100-199", "100-399") + "devices:\n"
                + devices);
    }

    private void start(long network) {
        world.network(network, ALICE, "Allocated", null);
        startWith(World.deviceYaml("alice-vpn", "alice", "tor", 1));
        attach("alice-vpn", network);
    }

    private static List<List<RecordedCall>> steps(List<RecordedCall> calls) {
        List<List<RecordedCall>> steps = new ArrayList<>();
        for (RecordedCall call : calls) {
            boolean goesOn = !steps.isEmpty()
                    && steps.get(steps.size() - 1).get(0).context().equals(call.context());
            if (goesOn) {
                steps.get(steps.size() - 1).add(call);
            } else {
                steps.add(new ArrayList<>(List.of(call)));
            }
        }
        return steps;
    }

    /** The network's row before the call, the call, and the row after its success. */
    private void play(RecordedCall call, long network, boolean withCalls) {
        String state = call.fact("network_state");
        Integer vlan = call.fact("vlan").isEmpty() ? null : Integer.valueOf(call.fact("vlan"));
        row(network, inApi(state), vlan);
        if (withCalls) {
            deliver(call, vlan);
        }
        switch (call.command()) {
            case "implement-network" -> row(network, state.equals("setup") ? "Setup" : "Implemented", vlan);
            case "shutdown-network" -> {
                if (state.equals("shutdown")) {
                    row(network, "Allocated", null);
                }
            }
            case "destroy-network" -> world.directory.networks.remove(network);
            default -> {
                // The state stays.
            }
        }
    }

    private void deliver(RecordedCall call, @Nullable Integer vlan) {
        ExtensionProtocol protocol =
                new ExtensionProtocol(daemon.life(), world.directory, daemon.operations(), world.time);
        assertThat(protocol.handle(call.command(), call.bytes(), world.deadline())
                        .success())
                .as("%s", call)
                .isTrue();
        if (vlan != null && call.command().equals("implement-network")) {
            assertThat(untagged()).as("%s", call).isEqualTo(vlan);
        }
        if (List.of("shutdown-network", "destroy-network").contains(call.command())) {
            assertThat(untagged()).as("%s", call).isEqualTo(999);
        }
    }

    private static String inApi(String state) {
        return Arrays.stream(new String[] {"Allocated", "Setup", "Implementing", "Implemented", "Shutdown"})
                .filter(state::equalsIgnoreCase)
                .findFirst()
                .orElseThrow();
    }

    private void row(long network, String state, @Nullable Integer vlan) {
        world.network(network, ALICE, state, vlan);
    }

    private int untagged() {
        Vlan vlan = tor.port("ge1").untagged();
        return vlan == null ? NONE : vlan.id();
    }
}
