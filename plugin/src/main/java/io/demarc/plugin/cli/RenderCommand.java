/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cli;

import io.demarc.access.Printable;
import io.demarc.problem.Problem;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import io.demarc.switches.PortDescription;
import io.demarc.switches.PortName;
import io.demarc.switches.PortState;
import io.demarc.switches.Vlan;
import io.demarc.switches.platform.Platform;
import io.demarc.switches.platform.Platform.SavedOutput;
import io.demarc.switches.session.PortStep;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "render",
        description = {
            "Prints the lines or varbinds that would be sent to a switch of which nothing else is known.",
            "With --from they are those for a port that is as the capture shows it."
        },
        footer = {
            "",
            "Examples:",
            "  demarc platform render cisco-ios attach --port Gi1/0/7 --vlan 150",
            "  demarc platform render ruckus-fastiron park --port 1/1/7 --vlan 999 --from capture.txt"
        })
final class RenderCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private PlatformCommands.Directories directories = new PlatformCommands.Directories();

    @Parameters(index = "0", paramLabel = "PLATFORM", description = "Its name, or its definition's file (.yaml).")
    private String platformName = "";

    @Parameters(index = "1", paramLabel = "STEP", description = "attach, park, create-vlan, shut, enable or save.")
    private String step = "";

    @Option(names = "--port", paramLabel = "PORT", description = "As the switch calls it; short forms will do.")
    private @Nullable String port;

    @Option(names = "--vlan", paramLabel = "VLAN", description = "1 to 4094; for park the parking VLAN.")
    private @Nullable Integer vlan;

    @Option(names = "--description", paramLabel = "TEXT", defaultValue = "demarc", description = "The port's label.")
    private String description = "";

    @Option(names = "--name", paramLabel = "NAME", description = "The VLAN's name. Default: demarc-VLAN.")
    private @Nullable String name;

    @Option(names = "--down", description = "park: shut the port as well.")
    private boolean down;

    @Option(
            names = "--from",
            paramLabel = "CAPTURE",
            description = "Saved output of the switch, each after a line '### command': how the port is now.")
    private @Nullable String from;

    RenderCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Platform platform = directories.find(platformName);
        if (step.equals("save")) {
            platform.renderSave().forEach(terminal::line);
        } else {
            platform.render(List.of(step(platform)), now(platform)).forEach(terminal::line);
        }
        return ExitStatus.DONE.code();
    }

    private Map<PortName, PortState> now(Platform platform) {
        if (from == null) {
            return Map.of();
        }
        String text = InputFile.readTexts(List.of(from), terminal).get(0);
        List<SavedOutput> outputs =
                SavedOutput.ofFile(text, platform.readCommands().get(0));
        Map<PortName, PortState> states =
                platform.parse(outputs).stream().collect(Collectors.toMap(PortState::port, Function.identity()));
        if (port != null && !states.containsKey(platform.normalise(port))) {
            throw ProblemException.of(
                    ProblemCode.NOT_FOUND,
                    "The capture shows no port " + Printable.of(port) + ".",
                    "It shows: "
                            + states.keySet().stream()
                                    .map(PortName::value)
                                    .sorted()
                                    .collect(Collectors.joining(", ")) + ".");
        }
        return states;
    }

    private PortStep step(Platform platform) {
        try {
            return switch (step) {
                case "attach" -> new PortStep.Attach(port(platform), vlan(), new PortDescription(description));
                case "park" -> new PortStep.Park(port(platform), vlan(), down);
                case "shut" -> new PortStep.Shut(port(platform));
                case "enable" -> new PortStep.Enable(port(platform));
                case "create-vlan" -> new PortStep.CreateVlan(vlan(), name == null ? "demarc-" + vlan() : name);
                default -> throw new IllegalArgumentException("there is no such step");
            };
        } catch (IllegalArgumentException e) {
            throw new ProblemException(
                    Problem.of(
                            ProblemCode.INPUT_INVALID,
                            "Cannot render '" + step + "': " + e.getMessage() + ".",
                            "Steps: attach --port --vlan, park --port --vlan, create-vlan --vlan, shut --port,"
                                    + " enable --port, save."),
                    e);
        }
    }

    private PortName port(Platform platform) {
        if (port == null) {
            throw new IllegalArgumentException("--port is missing");
        }
        return platform.normalise(port);
    }

    private Vlan vlan() {
        if (vlan == null) {
            throw new IllegalArgumentException("--vlan is missing");
        }
        return new Vlan(vlan);
    }
}
