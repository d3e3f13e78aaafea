/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.demarc.switches.Capability;
import io.demarc.switches.PortDescription;
import io.demarc.switches.PortMode;
import io.demarc.switches.PortName;
import io.demarc.switches.PortState;
import io.demarc.switches.Vlan;
import io.demarc.switches.catalogue.Platforms;
import io.demarc.switches.platform.Platform;
import io.demarc.switches.session.PortStep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;

/**
 * What the definitions would send, given to switches that do what their manuals say ({@code models/<platform>.txt}), from
 * every state that a port can be in. After each line the port, while it is up, is in no VLAN but those that it was in, the
 * new one and the parking one; in the end it is in one, untagged, and nothing else has changed. A definition that writes
 * has a model.
 */
final class ModelCheckTest {
    private static final Path MODELS = Path.of("src/test/resources/models");
    private static final PortName PORT = new PortName("port7");
    private static final String OTHER = "port8";
    private static final int TARGET = 150;
    private static final int PARKING = 999;
    private static final int MOST_LINES = 24;
    private static final Path RENDERINGS = Path.of("src/test/resources/renderings");
    private static final List<PortStep> ATTACH = List.of(
            new PortStep.Shut(PORT),
            new PortStep.Attach(PORT, new Vlan(TARGET), new PortDescription("acme vpn")),
            new PortStep.Enable(PORT));

    @TestFactory
    Stream<DynamicTest> noPortIsEverWhereItDoesNotBelong() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (Platform platform : Platforms.builtIn().all()) {
            if (platform.transport() == Platform.Transport.SSH
                    && platform.capabilities().contains(Capability.ACCESS_VLAN)) {
                SwitchModel model = SwitchModel.read(Files.readString(MODELS.resolve(platform.name() + ".txt")));
                for (String state : model.states()) {
                    add(tests, platform, model, state);
                }
            }
        }
        return tests.stream();
    }

    /** For people to read, state by state, as the switch would; renewed with {@code -Dgolden.update}. */
    @TestFactory
    Stream<DynamicTest> whatIsSentFromEachStateIsWhatAPersonHasRead() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (Platform platform : Platforms.builtIn().all()) {
            if (Files.exists(MODELS.resolve(platform.name() + ".txt"))) {
                SwitchModel model = SwitchModel.read(Files.readString(MODELS.resolve(platform.name() + ".txt")));
                Path golden = RENDERINGS.resolve(platform.name() + ".txt");
                String rendered = model.states().stream()
                        .map(state -> rendered(platform, state))
                        .collect(Collectors.joining());
                tests.add(test(platform.name(), () -> {
                    if (System.getProperty("golden.update") != null) {
                        Files.createDirectories(RENDERINGS);
                        Files.writeString(golden, rendered);
                    }
                    assertThat(rendered).isEqualTo(Files.readString(golden));
                }));
            }
        }
        return tests.stream();
    }

    private static String rendered(Platform platform, String state) {
        ModelPort begun = begun(state);
        Map<PortName, PortState> now = Map.of(PORT, state(begun));
        StringBuilder text = new StringBuilder();
        text.append("from ")
                .append(state)
                .append(": ")
                .append(state(begun).inWords())
                .append('\n');
        Map<String, List<PortStep>> all = new LinkedHashMap<>();
        all.put("attach to VLAN " + TARGET, ATTACH);
        all.put("park in VLAN " + PARKING + ", down", List.of(new PortStep.Park(PORT, new Vlan(PARKING), true)));
        all.put("park in VLAN " + PARKING, List.of(new PortStep.Park(PORT, new Vlan(PARKING), false)));
        all.forEach((what, steps) -> {
            text.append("  ").append(what).append('\n');
            List<String> lines = platform.render(steps, now);
            int left = Math.max(0, lines.size() - MOST_LINES);
            lines.stream()
                    .limit(MOST_LINES)
                    .forEach(line -> text.append("    ").append(line).append('\n'));
            text.append(left == 0 ? "" : "    ... and " + left + " more\n");
        });
        return text.append('\n').toString();
    }

    private static void add(List<DynamicTest> tests, Platform platform, SwitchModel model, String state) {
        String name = platform.name() + " from " + state + ": ";
        tests.add(test(name + "attach", () -> attach(platform, model, state)));
        tests.add(test(name + "park down", () -> park(platform, model, state, true)));
        tests.add(test(name + "park as it is", () -> park(platform, model, state, false)));
    }

    private static DynamicTest test(String name, Executable check) {
        return DynamicTest.dynamicTest(name, check);
    }

    private static void attach(Platform platform, SwitchModel model, String state) {
        ModelPort begun = begun(state);
        play(platform, model, begun, ATTACH, TARGET);
        assertThat(model.port(PORT.value()).isUp).isTrue();
    }

    private static void park(Platform platform, SwitchModel model, String state, boolean isDown) {
        ModelPort begun = begun(state);
        boolean wasUp = begun.isUp;
        play(platform, model, begun, List.of(new PortStep.Park(PORT, new Vlan(PARKING), isDown)), PARKING);
        assertThat(model.port(PORT.value()).isUp).isEqualTo(!isDown && wasUp);
    }

    private static void play(Platform platform, SwitchModel model, ModelPort begun, List<PortStep> steps, int target) {
        Set<Integer> allowed = new TreeSet<>(begun.carried());
        allowed.add(target);
        allowed.add(PARKING);
        List<String> lines = platform.render(steps, Map.of(PORT, state(begun)));
        Map<String, ModelPort> ports = new HashMap<>(Map.of(PORT.value(), begun, OTHER, begun("other-access")));
        model.begin(ports);
        String other = model.port(OTHER).toString();
        for (String line : lines) {
            assertThat(model.take(line)).as("'%s' of %s", line, lines).isEmpty();
            ModelPort port = model.port(PORT.value());
            if (port.isUp) {
                assertThat(allowed)
                        .as("after '%s' of %s: %s", line, lines, port)
                        .containsAll(port.carried());
            }
        }
        ModelPort port = model.port(PORT.value());
        assertThat(port.untagged()).as("in the end of %s: %s", lines, port).containsExactly(target);
        assertThat(port.tagged()).as("in the end of %s: %s", lines, port).isEmpty();
        assertThat(port.voice).isZero();
        assertThat(model.port(OTHER)).hasToString(other);
    }

    private static ModelPort begun(String state) {
        ModelPort port = new ModelPort();
        switch (state) {
            case "access" -> {}
            case "other-access" -> port.access = 20;
            case "down" -> {
                port.access = 20;
                port.isUp = false;
            }
            case "trunk" -> {
                port.mode = "trunk";
                port.trunk.addAll(Set.of(10, 20, 30));
            }
            case "trunk-all" -> {
                port.mode = "trunk";
                for (int vlan = 1; vlan <= 4094; vlan++) {
                    port.trunk.add(vlan);
                }
            }
            case "two-untagged" -> {
                port.mode = "hybrid";
                port.untagged.addAll(Set.of(10, 30));
            }
            case "hybrid" -> {
                port.mode = "hybrid";
                port.untagged.add(10);
                port.tagged.addAll(Set.of(20, 40));
            }
            case "tagged-in-target" -> {
                port.mode = "hybrid";
                port.untagged.add(10);
                port.tagged.addAll(Set.of(TARGET, PARKING));
            }
            case "voice" -> {
                port.access = 20;
                port.voice = 130;
            }
            case "routed" -> port.mode = "routed";
            default -> throw new IllegalArgumentException("unknown state " + state);
        }
        return port;
    }

    /** As Demarc would have read it. */
    private static PortState state(ModelPort port) {
        List<Vlan> untagged = port.untagged().stream().map(Vlan::new).toList();
        return new PortState(
                PORT,
                PortMode.valueOf(port.mode.toUpperCase(java.util.Locale.ROOT)),
                untagged.isEmpty() ? null : untagged.get(0),
                port.tagged().stream().map(Vlan::new).toList(),
                port.isUp,
                port.isUp,
                "spare",
                untagged.size() < 2 ? List.of() : untagged.subList(1, untagged.size()),
                List.of());
    }

    /** The check can fail. */
    @Test
    void aLoopThatSendsAllBlocksBeforeAllLinesIsCaught() throws IOException {
        SwitchModel model = SwitchModel.read(Files.readString(MODELS.resolve("dell-os9.txt")));
        model.begin(new HashMap<>(Map.of(PORT.value(), begun("trunk"))));
        assertThat(model.take("interface vlan 10")).isEmpty();
        assertThat(model.take("interface vlan 20")).isEmpty();
        assertThat(model.take("no tagged port7")).isEmpty();
        assertThat(model.take("no tagged port7")).contains("not a tagged member of VLAN 20");
    }

    @Test
    void aPortThatIsUpInVlanOneMeanwhileIsCaught() throws IOException {
        SwitchModel model = SwitchModel.read(Files.readString(MODELS.resolve("huawei-vrp5.txt")));
        model.begin(new HashMap<>(Map.of(PORT.value(), begun("hybrid"))));
        assertThat(model.take("interface port7")).isEmpty();
        assertThat(model.take("port link-type access")).isEmpty();
        assertThat(model.port(PORT.value()).carried()).containsExactly(1);
    }
}
